import { createJournal } from '../apply/undo/journal.js'
import { raceAbort } from '../cancel/race-abort.js'
import { withDeadline } from '../cancel/with-deadline.js'
import type { RunOptions } from '../inputs/config.js'
import { withDocs } from '../inputs/reading-rules.js'
import { cacheReads } from '../observe/cached-reads.js'
import type { Host } from '../ports/host.js'
import { logLine } from '../report/escape.js'
import { reportFindings } from '../report/findings.js'
import type { ConfigResult } from '../outcome/result.js'
import type { Finding } from '../shared/finding.js'
import { mapConcurrent } from '../shared/map-concurrent.js'
import type { ConfigJob } from './config-job.js'
import { endAll, keepResults, type GrowingReport } from './growing-report.js'
import { noticeNewDefault } from './notices.js'
import { planHashOfAll } from './plan-hash.js'
import { saveJournal } from './save-journal.js'
import type { OpenedAzure, RunEnvironment } from './run-environment.js'

interface Live {
  readonly report: GrowingReport
  readonly runOptions: RunOptions
  /** Those that the offline rules let pass. */
  readonly configs: readonly Pick<ConfigJob, 'loaded' | 'findings' | 'open'>[]
}

/** Plans each config beside what Azure has, and carries the plans out where the mode says so. */
export async function runLive(runEnvironment: RunEnvironment, live: Live): Promise<void> {
  const { host, cancelled } = runEnvironment
  const { report, configs } = live
  const expectedPlanHash = await expectedHash(runEnvironment, live)
  if (expectedPlanHash === 'refused') return
  const opened = await openOrTell(runEnvironment, live)
  const { azure, clock } = opened
  const { subscriptionId = opened.subscriptionId } = live.runOptions
  const runOptions: RunOptions = { ...live.runOptions, subscriptionId, expectedPlanHash }
  report.portalUrl = azure.portalUrl
  if (opened.pauses !== undefined) report.pauses = opened.pauses
  const isCloud = !live.runOptions.environment.startsWith('https:')
  if (isCloud && azure.portalUrl !== undefined) {
    report.poolPortal = `${azure.portalUrl}/#@${live.runOptions.tenantId ?? ''}`
  }
  if (runOptions.mode !== 'cleanup' && runOptions.mode !== 'audit') {
    noticeNewDefault(
      host,
      configs.map(({ loaded }) => loaded),
    )
  }
  const { timeout } = runOptions
  const journal = createJournal(saveJournal(host, runOptions))
  const common = { runOptions, host, clock, azure, reader: cacheReads(azure), cancelled, journal }
  const isAlone = report.results.length === 1
  const runAll = runnerOf(runOptions.mode)
  await withDeadline({ clock, timeout, signal: cancelled }, async (limits) => {
    await runAll(
      configs.map((config) => ({ ...common, ...limits, ...config, isAlone })),
      report,
    )
  })
  report.planHash = planHashOfAll(report.results)
  report.endedAt = clock.now()
}

type RunAll = (jobs: readonly ConfigJob[], report: GrowingReport) => Promise<void>

function runnerOf(mode: RunOptions['mode']): RunAll {
  if (mode === 'cleanup') return runCleanup
  if (mode !== 'audit') return runJobs
  return async (jobs, report) => {
    const { runAudit } = await import('./audit/run-audit.js')
    await runAudit(jobs, report)
  }
}

async function openOrTell(
  { host, cancelled, openAzure }: RunEnvironment,
  live: Live,
): Promise<OpenedAzure> {
  try {
    return await raceAbort(openAzure(live.runOptions, cancelled, host), cancelled)
  } catch (error) {
    reportOverridable(host, live)
    throw error
  }
}

/** The hash to hold the plan to, looked up where the inputs name the pull request. */
async function expectedHash(
  { host, cancelled }: RunEnvironment,
  { report, runOptions }: Live,
): Promise<string | undefined> {
  const { mode, expectedPlanHash: given } = runOptions
  if (given !== 'pull-request' || (mode !== 'apply' && mode !== 'cleanup')) return given
  const { reviewedHash } = await import('./reviewed-hash.js')
  const answer = await reviewedHash(host, cancelled)
  if (answer.kind === 'found') {
    host.log.info(logLine(`the plan that was reviewed: ${answer.hash} (${answer.url})`))
    return answer.hash
  }
  refuse(host, report, `expected-plan-hash is pull-request, but ${answer.message}`, answer.help)
  return 'refused'
}

/** Where there is no account to ask, what it might have known better stands. */
function reportOverridable(host: Host, { report, configs }: Live): void {
  const openOf = new Map(configs.map(({ loaded, open }) => [loaded.file, open]))
  report.results = report.results.map((result) => {
    const open = openOf.get(result.file) ?? []
    reportFindings(host, open)
    return { ...result, findings: [...result.findings, ...open] }
  })
}

/** A plan that has to be the reviewed one is held to it as a whole, before any of it is carried out. */
async function runJobs(jobs: readonly ConfigJob[], report: GrowingReport): Promise<void> {
  const { beginConfig, endConfig } = await import('./run-config.js')
  const { holdToPlan } = await import('./hold-to-plan.js')
  const [first] = jobs
  if (first === undefined) return
  const { mode, parallelism, expectedPlanHash } = first.runOptions
  const keep = (results: readonly ConfigResult[]): void => {
    keepResults(report, results)
  }
  if (mode !== 'apply' || expectedPlanHash === undefined) {
    keep(
      await mapConcurrent(
        jobs,
        parallelism,
        async (job) => await endConfig(await beginConfig(job)),
      ),
    )
    return
  }
  const begun = await mapConcurrent(jobs, parallelism, beginConfig)
  keep(begun.map(({ result }) => result()))
  const held = holdToPlan(begun, expectedPlanHash)
  if (held !== undefined) {
    if (held.isRemainder) first.host.log.info('this is what remains of the plan that was reviewed')
    keep(await mapConcurrent(held.configs, parallelism, endConfig))
    return
  }
  const hash = planHashOfAll(report.results)
  refusePlan(first.host, report, { expectedPlanHash, hash })
}

/** One look at the subscriptions, and one order of deletes, for all configs together. */
async function runCleanup(jobs: readonly ConfigJob[], report: GrowingReport): Promise<void> {
  const { beginCleanup } = await import('./run-cleanup.js')
  const cleanup = await beginCleanup(jobs)
  keepResults(report, cleanup.results())
  const [first] = jobs
  const expectedPlanHash = first?.runOptions.expectedPlanHash
  const hash = planHashOfAll(report.results)
  // What was deleted bears no mark of who deleted it: where nothing is left, nothing is deleted that was not reviewed.
  const isDone = report.results.every(({ plan }) => plan?.steps.length === 0)
  const isReviewed = expectedPlanHash === undefined || hash === expectedPlanHash || isDone
  if (first === undefined || isReviewed) {
    keepResults(report, await cleanup.carryOut())
  } else refusePlan(first.host, report, { expectedPlanHash, hash })
}

interface Hashes {
  readonly expectedPlanHash: string
  readonly hash: string | undefined
}

function refusePlan(host: Host, report: GrowingReport, { expectedPlanHash, hash }: Hashes): void {
  const now = hash === undefined ? 'not every config has a plan' : `the plan is now ${hash}`
  const help = 'review the plan of this run, which its log and summary show, and give its plan-hash'
  refuse(host, report, `expected-plan-hash is ${expectedPlanHash}, but ${now}`, help)
}

function refuse(host: Host, report: GrowingReport, message: string, help: string): void {
  const finding: Finding = withDocs({
    ...{ rule: 'inputs/expected-plan-hash', severity: 'error', message, help },
    at: { kind: 'input', input: 'expected-plan-hash' },
  })
  reportFindings(host, [finding])
  report.findings = [...report.findings, finding]
  const headline = 'the plan is not the one that was reviewed; nothing was written'
  endAll(report, { kind: 'findings', headline })
}
