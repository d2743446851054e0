/** `mode: audit`: judges the pools that exist, and writes nothing. */
import { initialRunState, type ConfigResult } from '../outcome/result.js'
import type { BatchAccount, Pool } from '../ports/azure.js'
import { describeFindings, isBlocking, reportFindings } from '../report/findings.js'
import { parseArmId, sameId } from '../shared/arm-id.js'
import type { Finding, Origin } from '../shared/finding.js'
import { mapConcurrent } from '../shared/map-concurrent.js'
import type { ConfigJob } from './config-job.js'
import type { GrowingReport } from './growing-report.js'
import { judgeExistingPool } from './judge-existing-pool.js'
import { beginConfig } from './run-config.js'

/** Reads each account's pools in one list, judges them, and compares those that have a config with it. */
export async function runAudit(jobs: readonly ConfigJob[], report: GrowingReport): Promise<void> {
  const [first] = jobs
  if (first === undefined) return
  const { azure, signal, clock, host, runOptions } = first
  const today = new Date(clock.now()).toISOString().slice(0, 10)
  const withConfig = jobs.filter(({ loaded }) => loaded.config.pool !== undefined)
  const accounts = await accountsOf(first, withConfig)
  const lists = await mapConcurrent(
    accounts,
    runOptions.parallelism,
    async (account) => await azure.pools(account, { signal }),
  )
  const compared = await mapConcurrent(withConfig, runOptions.parallelism, compare)
  const pools = lists.flat().filter((pool) => withConfig.length === 0 || isOfOne(pool, withConfig))
  const judged = pools.map((pool): ConfigResult => {
    const findings = judgeExistingPool(pool, placeOf(pool, withConfig), today)
    reportFindings(host, findings)
    return resultOf(first, { file: pool.id, findings, poolId: pool.id })
  })
  report.results = [...judged, ...compared]
}

/** Accounts of the configs, else those that are named, else all of the group or the subscription. */
async function accountsOf(
  { azure, signal, host, runOptions }: ConfigJob,
  withConfig: readonly ConfigJob[],
): Promise<readonly string[]> {
  const ofConfigs = withConfig.flatMap(({ loaded }) => loaded.config.pool?.account ?? [])
  if (ofConfigs.length > 0) return [...new Set(ofConfigs)]
  const named = host
    .input('batch-account')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (named.length > 0) return [...new Set(named)]
  const { subscriptionId, resourceGroup } = runOptions
  if (subscriptionId === undefined) return []
  const all = await azure.batchAccounts(subscriptionId, { signal })
  const isInGroup = ({ id }: BatchAccount): boolean =>
    resourceGroup === undefined ||
    parseArmId(id)?.resourceGroup.toLowerCase() === resourceGroup.toLowerCase()
  return all.filter(isInGroup).map(({ id }) => id)
}

/** The plan of a config says whether its pool has drifted from it. */
async function compare(job: ConfigJob): Promise<ConfigResult> {
  const begun = await beginConfig({ ...job, runOptions: { ...job.runOptions, mode: 'plan' } })
  const result = begun.result()
  const impact = result.plan?.impact ?? 'none'
  if (impact === 'none') return result
  const finding: Finding = {
    rule: 'audit/drift',
    severity: 'warning',
    message: `Azure is not what the config says (${impact})`,
    help: 'run mode: plan to see the difference',
    at: job.loaded.originOf(['pool']),
  }
  reportFindings(job.host, [finding])
  const findings = [...result.findings, finding]
  return { ...result, findings, ...ending(job, findings, result) }
}

function isOfOne(pool: Pool, jobs: readonly ConfigJob[]): boolean {
  return jobs.some((job) => isPoolOf(job, pool))
}

function isPoolOf({ loaded: { config } }: ConfigJob, { id }: Pool): boolean {
  const { account = '', name = '' } = config.pool ?? {}
  return sameId(id, `${account}/pools/${name}`)
}

function placeOf(pool: Pool, jobs: readonly ConfigJob[]): Origin {
  const job = jobs.find((one) => isPoolOf(one, pool))
  return job === undefined ? { kind: 'default' } : job.loaded.originOf(['pool'])
}

interface Judged {
  readonly file: string
  readonly findings: readonly Finding[]
  readonly poolId: string
}

function resultOf(job: ConfigJob, { file, findings, poolId }: Judged): ConfigResult {
  return {
    file,
    findings,
    plan: undefined,
    made: { ...initialRunState, poolId },
    events: [],
    still: [],
    ...ending(job, findings, undefined),
  }
}

function ending(
  { runOptions: { failOn } }: ConfigJob,
  findings: readonly Finding[],
  before: ConfigResult | undefined,
): Pick<ConfigResult, 'outcome' | 'problem'> {
  if (before?.problem !== undefined) return { outcome: before.outcome, problem: before.problem }
  const isBad = findings.some((finding) => isBlocking(finding, failOn))
  const headline = describeFindings(findings, before?.file)
  return isBad
    ? { outcome: 'failed', problem: { kind: 'findings', headline } }
    : { outcome: 'succeeded', problem: undefined }
}
