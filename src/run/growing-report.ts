import { isGood, type ConfigResult, type Failure, type RunReport } from '../outcome/result.js'

/** What a run has come to so far. */
export type GrowingReport = { -readonly [K in keyof RunReport]: RunReport[K] }

/** `startedAt`: ms since the epoch. */
export function newReport(startedAt: number): GrowingReport {
  return {
    mode: 'apply',
    dryRun: false,
    results: [],
    findings: [],
    problem: undefined,
    portalUrl: undefined,
    startedAt,
    endedAt: startedAt,
  }
}

/** What stops the run as a whole stops every config that nothing else had stopped. */
export function endAll(report: GrowingReport, problem: Failure): void {
  if (report.results.length === 0) report.problem = problem
  const outcome = problem.kind === 'cancelled' ? 'cancelled' : 'failed'
  report.results = report.results.map((result) =>
    isGood(result.outcome) ? { ...result, outcome, problem } : result,
  )
}

/** Puts what has become of some configs in the place of what was known of them. */
export function keepResults(report: GrowingReport, results: readonly ConfigResult[]): void {
  const byFile = new Map(results.map((result) => [result.file, result]))
  report.results = report.results.map((result) => byFile.get(result.file) ?? result)
}
