import { untilAborted } from './cancel/race-abort.js'
import { loadInputs } from './inputs/load-inputs.js'
import { limitAnnotations } from './report/annotation-limit.js'
import { describeFindings, isBlocking, tellFindings } from './report/findings.js'
import { publish } from './report/publish.js'
import { secretsIn } from './secrets/secrets-in.js'
import { checkConfigs, resultOfFindings } from './run/check-configs.js'
import { extrasOf } from './run/artifacts.js'
import { endAll, newReport, type GrowingReport } from './run/growing-report.js'
import { keepSecrets } from './run/keep-secrets.js'
import { inputSource, type Surroundings } from './run/run-environment.js'
import { UserError } from './shared/errors.js'

/** The whole run: reads, checks, plans, applies, and tells how it ended. */
export async function run(given: Surroundings): Promise<void> {
  const { log, flush } = limitAnnotations(given.host.log)
  const { host, all } = keepSecrets({ ...given.host, log })
  const token = host.input('github-token').trim()
  if (token !== '') host.setSecret(token)
  const surroundings = { ...given, host }
  const report = newReport(surroundings.clock.now())
  try {
    await runStages(surroundings, report)
  } catch (error) {
    if (error instanceof UserError) {
      report.findings = [...report.findings, ...error.findings]
      tellFindings(host, error.findings)
    }
    const { toProblem } = await import(/* webpackMode: "eager" */ './outcome/failure.js')
    endAll(report, toProblem(error))
  }
  flush()
  const told = all(report)
  await publish(host, told, extrasOf(surroundings, told))
}

async function runStages(surroundings: Surroundings, report: GrowingReport): Promise<void> {
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
  const ready = configs.flatMap(({ loaded, findings, open }) =>
    loaded === undefined || findings.some((finding) => isBlocking(finding, failOn))
      ? []
      : [{ loaded, findings, open }],
  )
  cancelled.throwIfAborted()
  if (settings.mode === 'validate' || ready.length === 0) return
  const { runLive } = await import('./run/run-live.js')
  await runLive(surroundings, { report, settings, configs: ready })
}
