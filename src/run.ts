import type { RunReport } from './outcome/result.js'
import { raceAbort } from './cancel/race-abort.js'
import { loadInputs } from './inputs/load-inputs.js'
import { limitAnnotations } from './report/annotation-limit.js'
import { describeFindings, isBlocking, reportFindings } from './report/findings.js'
import { publish } from './report/publish.js'
import { secretsIn } from './secrets/secrets-in.js'
import { checkConfigs, resultOfFindings } from './run/check-configs.js'
import { artifactsOf } from './run/artifacts.js'
import { endAll, newReport, type GrowingReport } from './run/growing-report.js'
import { keepSecrets } from './run/keep-secrets.js'
import { inputSource, type RunEnvironment } from './run/run-environment.js'
import { UserError } from './shared/errors.js'

/** The whole run: reads, checks, plans, applies, and tells how it ended. */
export async function run(given: RunEnvironment): Promise<RunReport> {
  // A terminal shows them all.
  const { log, flush } =
    given.host.isTerminal === true
      ? { log: given.host.log, flush: () => undefined }
      : limitAnnotations(given.host.log)
  const { host, all } = keepSecrets({ ...given.host, log })
  const token = host.input('github-token').trim()
  if (token !== '') host.setSecret(token)
  const { files, filesRead } = noteReads(given.files)
  const runEnvironment = { ...given, host, files }
  const report = newReport(runEnvironment.clock.now())
  report.rulesPage = host.run.rulesPage
  try {
    await runStages(runEnvironment, report)
  } catch (error) {
    if (error instanceof UserError) {
      report.findings = [...report.findings, ...error.findings]
      reportFindings(host, error.findings)
    }
    const { toFailure } = await import('./outcome/failure.js')
    endAll(report, toFailure(error))
  }
  flush()
  const reported = all(report)
  await publish(host, reported, artifactsOf(runEnvironment, reported, filesRead))
  return reported
}

/** The same files; which of them are read is noted. */
function noteReads(files: RunEnvironment['files']) {
  const filesRead: string[] = []
  const read: typeof files.read = async (path) => {
    filesRead.push(path)
    return await files.read(path)
  }
  return { files: { ...files, read }, filesRead }
}

async function runStages(runEnvironment: RunEnvironment, report: GrowingReport): Promise<void> {
  const { host, clock, cancelled } = runEnvironment
  const inputs = await raceAbort(loadInputs(inputSource(runEnvironment)), cancelled)
  const secrets = [
    ...secretsIn(
      host.env,
      inputs.configs.map(({ config }) => config),
    ),
    ...inputs.secrets,
  ]
  for (const secret of secrets) host.setSecret(secret)
  const { general, configs } = await checkConfigs(inputs, clock.now())
  const all = [...general, ...configs.flatMap(({ findings }) => findings)]
  const { runOptions } = inputs
  const failOn = runOptions?.failOn ?? 'error'
  reportFindings(host, all)
  report.endedAt = clock.now()
  if (runOptions !== undefined) {
    report.mode = runOptions.mode
    report.dryRun = runOptions.dryRun
    report.comment = runOptions.comment
  }
  if (runOptions === undefined || general.some((finding) => isBlocking(finding, failOn))) {
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
  if (runOptions.mode === 'validate' || ready.length === 0) return
  const { runLive } = await import('./run/run-live.js')
  await runLive(runEnvironment, { report, runOptions, configs: ready })
}
