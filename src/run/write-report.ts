import type { Host } from '../ports/host.js'
import { toReportFile } from '../report/report-file.js'
import type { RunReport } from '../report/result.js'

interface Target {
  /** Relative to the workspace. */
  readonly path: string
  readonly secrets: readonly string[]
}

/** Writes the story of the run, and says where; throws when the file cannot be written. */
export async function writeReport(
  host: Host,
  report: RunReport,
  { path, secrets }: Target,
): Promise<void> {
  await host.writeFile(path, toReportFile(report, { run: host.run, secrets }))
  host.setOutput('report-path', path)
}
