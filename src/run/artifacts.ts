import { reportPath, sarifPath } from '../inputs/read-run-options.js'
import type { Extra } from '../report/publish.js'
import type { RunReport } from '../outcome/result.js'
import { inputSource, type RunEnvironment } from './run-environment.js'

type Telling = Pick<RunEnvironment, 'host' | 'files' | 'cancelled'>

/** What a run writes besides outputs, log and summary: what inputs ask for, and the comment. */
export function artifactsOf(
  telling: Telling,
  report: RunReport,
  filesRead: readonly string[],
): readonly Extra[] {
  const { host, cancelled } = telling
  const source = inputSource(telling)
  const sarifTo = sarifPath(source)
  const reportTo = reportPath(source)
  const story = async (): Promise<void> => {
    const { writeReport } = await import('./write-report.js')
    await writeReport(host, report, reportTo ?? '', filesRead)
  }
  const sarif = async (): Promise<void> => {
    const { writeSarif } = await import('./write-sarif.js')
    await writeSarif(host, report, sarifTo ?? '', [...filesRead, reportTo ?? '.'])
  }
  const comment = async (): Promise<void> => {
    const { commentPlan } = await import('./comment-plan.js')
    await commentPlan(host, report, cancelled)
  }
  return [
    ...(reportTo === undefined ? [] : [{ what: 'report', write: story }]),
    ...(sarifTo === undefined ? [] : [{ what: 'SARIF file', write: sarif }]),
    ...(report.mode === 'plan' ? [{ what: 'pull-request comment', write: comment }] : []),
  ]
}
