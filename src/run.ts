import { untilAborted } from './cancel/until-aborted.js'
import { withDeadline } from './cancel/with-deadline.js'
import { checkConfigs, resultOfFindings } from './check-configs.js'
import type { Settings } from './inputs/config.js'
import { loadInputs } from './inputs/load-inputs.js'
import type { InputSource } from './inputs/source.js'
import type { Azure } from './ports/azure.js'
import type { Clock } from './ports/clock.js'
import type { Host } from './ports/host.js'
import { describeFindings, isBlocking, tellFindings } from './report/findings.js'
import { publish } from './report/publish.js'
import { isGood, type Problem, type RunReport } from './report/result.js'
import { secretsIn } from './report/secrets.js'
import type { ConfigJob } from './run-config.js'
import { sideBySide } from './shared/side-by-side.js'

export interface OpenedAzure {
  readonly azure: Azure
  /** The time it lives in: the machine's, or the embedded simulator's, which runs faster. */
  readonly clock: Clock
  /** For inputs that name none: the embedded simulator's. */
  readonly subscriptionId?: string
}

/** What differs between a runner, a shell and a test. */
export interface Surroundings {
  readonly host: Host
  readonly files: InputSource['files']
  readonly clock: Clock
  /** Aborted with `Cancelled` when the run is asked to stop. */
  readonly cancelled: AbortSignal
  /** Loads the SDKs, or the simulator; not called for a run that needs no Azure. */
  readonly openAzure: (settings: Settings, signal: AbortSignal) => Promise<OpenedAzure>
}

type Report = { -readonly [K in keyof RunReport]: RunReport[K] }

/** The whole run: reads, checks, plans, applies, and tells how it ended. */
export async function run(surroundings: Surroundings): Promise<void> {
  const startedAt = surroundings.clock.now()
  const report: Report = {
    ...{ mode: 'apply', dryRun: false, results: [], findings: [] },
    ...{ problem: undefined, portalUrl: undefined, startedAt, endedAt: startedAt },
  }
  try {
    await runStages(surroundings, report)
  } catch (error) {
    const { toProblem } = await import('./report/problem.js')
    endAll(report, toProblem(error))
  }
  await publish(surroundings.host, report)
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
  const { host, files, clock, cancelled } = surroundings
  const source = { input: host.input, env: (name: string) => host.env[name], files }
  const inputs = await untilAborted(loadInputs(source), cancelled)
  for (const secret of secretsIn(host.env, inputs.configs)) host.setSecret(secret)
  const { general, configs } = await checkConfigs(inputs, clock.now())
  const all = [...general, ...configs.flatMap(({ findings }) => findings)]
  const { settings } = inputs
  const failOn = settings?.failOn ?? 'error'
  tellFindings(host, all)
  report.endedAt = clock.now()
  if (settings === undefined || general.some((finding) => isBlocking(finding, failOn))) {
    report.findings = all
    report.problem = { kind: 'findings', headline: describeFindings(all, undefined) }
    return
  }
  report.mode = settings.mode
  report.dryRun = settings.dryRun
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
  const opened = await untilAborted(openAzure(live.settings, cancelled), cancelled)
  const { azure, clock } = opened
  const { subscriptionId = opened.subscriptionId } = live.settings
  const settings: Settings = { ...live.settings, subscriptionId }
  const { runConfig } = await import('./run-config.js')
  const { cacheReads } = await import('./observe/cached-reads.js')
  report.portalUrl = azure.portalUrl
  const { timeout, parallelism } = settings
  const common = { settings, host, clock, azure, reader: cacheReads(azure) }
  const isAlone = report.results.length === 1
  const ended = await withDeadline(
    { clock, timeout, signal: cancelled },
    async (limits) =>
      await sideBySide(
        configs,
        parallelism,
        async (config) => await runConfig({ ...common, ...limits, ...config, isAlone }),
      ),
  )
  const byFile = new Map(ended.map((result) => [result.file, result]))
  report.results = report.results.map((result) => byFile.get(result.file) ?? result)
  report.endedAt = clock.now()
}
