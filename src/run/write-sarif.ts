import { sha256 } from '../ports/digest.js'
import type { Host } from '../ports/host.js'
import { allFindings, type RunReport } from '../report/result.js'
import { toSarif } from '../report/sarif.js'

/** Writes every finding of the run as SARIF; throws when the file cannot be written. */
export async function writeSarif(host: Host, report: RunReport, path: string): Promise<void> {
  // The rules were loaded with the first config; without any they say what was looked for.
  const { rules } = await import('../rules/index.js')
  const { workflow } = host.run
  await host.writeFile(path, toSarif(allFindings(report), { rules, workflow, digest: sha256 }))
}
