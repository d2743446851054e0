/** `mode: audit`: judges the pools that exist, and writes nothing. */
import type { CheckFacts } from '../../model/check-facts.js'
import { marketplaceImageOf, nodeAgentOf, ownImageId } from '../../model/pool-body.js'
import { roleOf } from '../../model/pool-roles.js'
import { readPoolState } from '../../model/pool-state.js'
import type { InventoriedPool } from '../../outcome/inventory.js'
import { initialRunState, type ConfigResult } from '../../outcome/result.js'
import type { Pool } from '../../ports/azure.js'
import { describeFindings, isBlocking, reportFindings } from '../../report/findings.js'
import { sameId } from '../../shared/arm-id.js'
import type { Finding } from '../../shared/finding.js'
import { textAt } from '../../shared/json-at.js'
import { mapConcurrent } from '../../shared/map-concurrent.js'
import type { ConfigJob } from '../config-job.js'
import type { GrowingReport } from '../growing-report.js'
import { compareWithConfig } from './compare-with-config.js'
import { collectEndings, endingsOf, judgeEndings } from './endings.js'
import { judgeNodes, statesOf } from './judge-nodes.js'
import { judgePool } from './judge-pool.js'
import { judgeVersions } from './judge-version.js'
import { readAccounts, type AuditedAccount } from './read-accounts.js'
import type { Subject } from './subject.js'

/** Reads each account's pools in one list, judges them, and compares those that have a config with it. */
export async function runAudit(jobs: readonly ConfigJob[], report: GrowingReport): Promise<void> {
  const [first] = jobs
  if (first === undefined) return
  const { reader, signal, clock, host, runOptions } = first
  const now = clock.now()
  const today = new Date(now).toISOString().slice(0, 10)
  const withConfig = jobs.filter(({ loaded }) => loaded.config.pool !== undefined)
  const accounts = await readAccounts(first, withConfig)
  const subjects = accounts.flatMap((account) => subjectsOf(account, withConfig))
  const pools = subjects.map(({ pool }) => pool)
  const [nodes, versions, compared] = await Promise.all([
    judgeNodes(subjects, reader, { signal, now }),
    judgeVersions(subjects, reader, { signal, today }),
    mapConcurrent(
      withConfig,
      runOptions.parallelism,
      async (job) => await compareWithConfig(job, pools),
    ),
  ])
  const judged = await Promise.all(
    subjects.map(async (subject): Promise<ConfigResult> => {
      const own = await judgeAlone(subject, today)
      const read = [nodes.found, versions.found].flatMap((found) => found.get(subject) ?? [])
      const findings = [...own, ...read]
      reportFindings(host, findings)
      return resultOf(first, { id: subject.pool.id, findings, isPool: true })
    }),
  )
  const notLookedAt = [
    ...accounts.flatMap((account) => account.notLookedAt),
    ...nodes.notLookedAt,
    ...versions.notLookedAt,
  ]
  for (const { id, why } of notLookedAt) host.log.info(`not looked at: ${id}: ${why}`)
  report.inventory = {
    pools: subjects.map(inventoried),
    endings: collectEndings([...subjects.flatMap(endingsOf), ...versions.endings], today),
    notLookedAt,
  }
  const unread = accounts.flatMap(({ id, problem }) => {
    if (problem === undefined) return []
    reportFindings(host, [problem])
    return [resultOf(first, { id, findings: [problem] })]
  })
  report.results = [...judged, ...unread, ...compared]
}

/** All pools of an account, or those that the configs describe. */
function subjectsOf(audited: AuditedAccount, jobs: readonly ConfigJob[]): readonly Subject[] {
  const { account, supportedImages, countsOf } = audited
  if (account === undefined) return []
  return audited.pools.flatMap((pool) => {
    const job = jobs.find((one) => isPoolOf(one, pool))
    if (job === undefined && jobs.length > 0) return []
    const { loaded, findings: known = [] } = job ?? {}
    return [{ pool, account, supportedImages, loaded, known, counts: countsOf(pool) }]
  })
}

function isPoolOf({ loaded: { config } }: ConfigJob, { id }: Pool): boolean {
  const { account = '', name = '' } = config.pool ?? {}
  return sameId(id, `${account}/pools/${name}`)
}

/** What its config was found to have already is not found again. */
async function judgeAlone(subject: Subject, today: string): Promise<readonly Finding[]> {
  const { supportedImages, known } = subject
  const checks: CheckFacts = {
    mode: 'audit',
    ...(supportedImages && { supportedImages: { kind: 'found', value: supportedImages } }),
  }
  const found = await judgePool(subject, { today, checks })
  return [...found, ...judgeEndings(subject, endingsOf(subject), today)].filter(
    ({ rule }) => !known.some((one) => one.rule === rule),
  )
}

interface Judged {
  readonly id: string
  readonly findings: readonly Finding[]
  readonly isPool?: boolean
}

function resultOf(
  { runOptions: { failOn } }: ConfigJob,
  { id, findings, isPool = false }: Judged,
): ConfigResult {
  const isBad = findings.some((finding) => isBlocking(finding, failOn))
  return {
    file: id,
    findings,
    outcome: isBad ? 'failed' : 'succeeded',
    problem: isBad ? { kind: 'findings', headline: describeFindings(findings, id) } : undefined,
    plan: undefined,
    made: isPool ? { ...initialRunState, poolId: id } : initialRunState,
    events: [],
    still: [],
  }
}

function inventoried(subject: Subject): InventoriedPool {
  const { pool, loaded, counts } = subject
  const { properties } = pool
  const state = readPoolState(properties)
  const marketplace = marketplaceImageOf(properties)
  return {
    id: pool.id,
    config: loaded?.file,
    vmSize: textAt(properties, 'vmSize'),
    nodeAgentSkuId: nodeAgentOf(properties),
    image: ownImageId(properties) ?? (marketplace === '::' ? undefined : marketplace),
    allocationState: state.allocationState,
    scale: state.autoScale === undefined ? 'fixed' : 'formula',
    dedicated: { current: state.dedicated, target: state.targetDedicated },
    lowPriority: { current: state.lowPriority, target: state.targetLowPriority },
    states: statesOf(counts),
    role: roleOf(pool),
  }
}
