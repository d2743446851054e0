import { untilAborted } from './cancel/until-aborted.js'
import { withDeadline } from './cancel/with-deadline.js'
import { checkConfigs, resultOfFindings } from './run/check-configs.js'
import type { Settings } from './inputs/config.js'
import { loadInputs } from './inputs/load-inputs.js'
import { withDocs } from './inputs/reading-rules.js'
import { reportPath, sarifPath } from './inputs/read-settings.js'
import { keepSecrets } from './run/keep-secrets.js'
import { planHashOfAll } from './run/plan-hash.js'
import type { Host } from './ports/host.js'
import { limitAnnotations } from './report/annotation-limit.js'
import { describeFindings, isBlocking, tellFindings } from './report/findings.js'
import { publish, type Extra } from './report/publish.js'
import { isGood, type ConfigResult, type Problem, type RunReport } from './report/result.js'
import { secretsIn } from './report/secrets.js'
import type { ConfigJob } from './run/config-job.js'
import { logLine } from './report/escape.js'
import { UserError } from './shared/errors.js'
import type { Finding } from './shared/finding.js'
import { inputSource, type Surroundings } from './run/surroundings.js'
import { sideBySide } from './shared/side-by-side.js'

type Report = { -readonly [K in keyof RunReport]: RunReport[K] }

/** The whole run: reads, checks, plans, applies, and tells how it ended. */
export async function run(given: Surroundings): Promise<void> {
  const { log, flush } = limitAnnotations(given.host.log)
  const { host, all } = keepSecrets({ ...given.host, log })
  const token = host.input('github-token').trim()
  if (token !== '') host.setSecret(token)
  const surroundings = { ...given, host }
  const startedAt = surroundings.clock.now()
  const report: Report = {
    mode: 'apply',
    dryRun: false,
    results: [],
    findings: [],
    problem: undefined,
    portalUrl: undefined,
    startedAt,
    endedAt: startedAt,
  }
  try {
    await runStages(surroundings, report)
  } catch (error) {
    if (error instanceof UserError) {
      report.findings = [...report.findings, ...error.findings]
      tellFindings(host, error.findings)
    }
    const { toProblem } = await import(/* webpackMode: "eager" */ './report/problem.js')
    endAll(report, toProblem(error))
  }
  flush()
  const told = all(report)
  await publish(host, told, extrasOf(surroundings, told))
}

type Telling = Pick<Surroundings, 'host' | 'files' | 'cancelled'>

function extrasOf(telling: Telling, report: RunReport): readonly Extra[] {
  const { host, cancelled } = telling
  const source = inputSource(telling)
  const sarifTo = sarifPath(source)
  const reportTo = reportPath(source)
  const story = async (): Promise<void> => {
    const { writeReport } = await import('./run/write-report.js')
    await writeReport(host, report, reportTo ?? '')
  }
  const sarif = async (): Promise<void> => {
    const { writeSarif } = await import('./run/write-sarif.js')
    await writeSarif(host, report, sarifTo ?? '')
  }
  const comment = async (): Promise<void> => {
    const { commentPlan } = await import('./run/comment-plan.js')
    await commentPlan(host, report, cancelled)
  }
  return [
    ...(reportTo === undefined ? [] : [{ what: 'report', write: story }]),
    ...(sarifTo === undefined ? [] : [{ what: 'SARIF file', write: sarif }]),
    ...(report.mode === 'plan' ? [{ what: 'pull-request comment', write: comment }] : []),
  ]
}

/** What stops the run as a whole stops every config that nothing else had stopped. */
function endAll(report: Report, problem: Problem): void {
  if (report.results.length === 0) report.problem = problem
  const outcome = problem.kind === 'cancelled' ? 'cancelled' : 'failed'
  report.results = report.results.map((result) =>
    isGood(result.outcome) ? { ...result, outcome, problem } : result,
  )
}

async function runStages(surroundings: Surroundings, report: Report): Promise<void> {
  const { host, clock, cancelled } = surroundings
  const inputs = await untilAborted(loadInputs(inputSource(surroundings)), cancelled)
  for (const secret of secretsIn(host.env, inputs.configs)) host.setSecret(secret)
  const { general, configs } = await checkConfigs(inputs, clock.now())
  const all = [...general, ...configs.flatMap(({ findings }) => findings)]
  const { settings } = inputs
  const failOn = settings?.failOn ?? 'error'
  tellFindings(host, all)
  report.endedAt = clock.now()
  if (settings !== undefined) {
    report.mode = settings.mode
    report.dryRun = settings.dryRun
    report.comment = settings.comment
  }
  if (settings === undefined || general.some((finding) => isBlocking(finding, failOn))) {
    report.findings = all
    report.problem = { kind: 'findings', headline: describeFindings(all, undefined) }
    return
  }
  report.findings = general
  report.results = configs.map((config) => resultOfFindings(config, failOn))
  const ready = configs.flatMap(({ loaded, findings }) =>
    loaded === undefined || findings.some((finding) => isBlocking(finding, failOn))
      ? []
      : [{ loaded, findings }],
  )
  cancelled.throwIfAborted()
  if (settings.mode === 'validate' || ready.length === 0) return
  await runLive(surroundings, { report, settings, configs: ready })
}

interface Live {
  readonly report: Report
  readonly settings: Settings
  /** Those that the offline rules let pass. */
  readonly configs: readonly Pick<ConfigJob, 'loaded' | 'findings'>[]
}

async function runLive(surroundings: Surroundings, live: Live): Promise<void> {
  const { host, cancelled, openAzure } = surroundings
  const { report, configs } = live
  const opened = await untilAborted(openAzure(live.settings, cancelled, host), cancelled)
  const { azure, clock } = opened
  const { subscriptionId = opened.subscriptionId } = live.settings
  const settings: Settings = { ...live.settings, subscriptionId }
  const { createJournal } = await import('./apply/journal.js')
  const { cacheReads } = await import('./observe/cached-reads.js')
  report.portalUrl = azure.portalUrl
  const { timeout } = settings
  const journal = createJournal(saveTo(host, settings))
  const common = { settings, host, clock, azure, reader: cacheReads(azure), cancelled, journal }
  const isAlone = report.results.length === 1
  const runAll = settings.mode === 'cleanup' ? runCleanup : runJobs
  await withDeadline({ clock, timeout, signal: cancelled }, async (limits) => {
    await runAll(
      configs.map((config) => ({ ...common, ...limits, ...config, isAlone })),
      report,
    )
  })
  report.planHash = planHashOfAll(report.results)
  report.endedAt = clock.now()
}

/** Where the journal is kept: nowhere without a post step to read it, or without an Azure that outlives us. */
function saveTo(host: Host, { environment }: Settings): (line: string | undefined) => void {
  const { journal, log } = host
  if (journal === undefined || environment === 'simulator') return () => undefined
  let isTold = false
  return (line) => {
    try {
      if (line === undefined) journal.remove()
      else journal.append(line)
    } catch (error) {
      if (isTold) return
      isTold = true
      const why = error instanceof Error ? error.message : String(error)
      const message = `what this run makes cannot be noted for the post step: ${why}`
      log.annotate({ severity: 'warning', message: logLine(message) })
    }
  }
}

/** A plan that has to be the reviewed one is held to it as a whole, before any of it is carried out. */
async function runJobs(jobs: readonly ConfigJob[], report: Report): Promise<void> {
  const { beginConfig, endConfig } = await import('./run/run-config.js')
  const [first] = jobs
  if (first === undefined) return
  const { mode, parallelism, expectedPlanHash } = first.settings
  const keep = (results: readonly ConfigResult[]): void => {
    keepResults(report, results)
  }
  if (mode !== 'apply' || expectedPlanHash === undefined) {
    keep(
      await sideBySide(jobs, parallelism, async (job) => await endConfig(await beginConfig(job))),
    )
    return
  }
  const begun = await sideBySide(jobs, parallelism, beginConfig)
  keep(begun.map(({ result }) => result()))
  const hash = planHashOfAll(report.results)
  if (hash === expectedPlanHash) keep(await sideBySide(begun, parallelism, endConfig))
  else refusePlan(first.host, report, { expectedPlanHash, hash })
}

/** One look at the subscriptions, and one order of deletes, for all configs together. */
async function runCleanup(jobs: readonly ConfigJob[], report: Report): Promise<void> {
  const { beginCleanup } = await import('./run/run-cleanup.js')
  const cleanup = await beginCleanup(jobs)
  keepResults(report, cleanup.results())
  const [first] = jobs
  const expectedPlanHash = first?.settings.expectedPlanHash
  const hash = planHashOfAll(report.results)
  if (first === undefined || expectedPlanHash === undefined || hash === expectedPlanHash) {
    keepResults(report, await cleanup.carryOut())
  } else refusePlan(first.host, report, { expectedPlanHash, hash })
}

function keepResults(report: Report, results: readonly ConfigResult[]): void {
  const byFile = new Map(results.map((result) => [result.file, result]))
  report.results = report.results.map((result) => byFile.get(result.file) ?? result)
}

interface Hashes {
  readonly expectedPlanHash: string
  readonly hash: string | undefined
}

function refusePlan(host: Host, report: Report, { expectedPlanHash, hash }: Hashes): void {
  const now = hash === undefined ? 'not every config has a plan' : `the plan is now ${hash}`
  const finding: Finding = withDocs({
    rule: 'inputs/expected-plan-hash',
    severity: 'error',
    message: `expected-plan-hash is ${expectedPlanHash}, but ${now}`,
    help: 'review the plan of this run, which its log and summary show, and give its plan-hash',
    at: { kind: 'input', input: 'expected-plan-hash' },
  })
  tellFindings(host, [finding])
  report.findings = [...report.findings, finding]
  const headline = 'the plan is not the one that was reviewed; nothing was written'
  endAll(report, { kind: 'findings', headline })
}
