import type { Host } from '../ports/host.js'
import { toReportFile } from '../report/report-file.js'
import type { RunReport } from '../outcome/result.js'

/** Writes the story of the run, and says where; throws when the file cannot be written. */
export async function writeReport(
  host: Host,
  report: RunReport,
  path: string,
  keep: readonly string[],
): Promise<void> {
  await host.writeFile(path, toReportFile(report, host.run), keep)
  host.setOutput('report-path', path)
}
