import { sha256 } from '../ports/digest.js'
import { readingRules } from '../inputs/reading-rules.js'
import type { Host } from '../ports/host.js'
import { allFindings, type RunReport } from '../outcome/result.js'
import { toSarif } from '../report/sarif.js'

/** Writes every finding of the run as SARIF; throws when the file cannot be written. */
export async function writeSarif(
  host: Host,
  report: RunReport,
  path: string,
  keep: readonly string[],
): Promise<void> {
  // The rules were loaded with the first config; the examples nobody else needs.
  const { rules } = await import('../rules/index.js')
  const { ruleExamples } = await import('../report/rule-examples.js')
  const around = {
    rules: [...rules, ...readingRules],
    examples: ruleExamples,
    run: host.run,
    digest: sha256,
  }
  await host.writeFile(path, toSarif(allFindings(report), around), keep)
}
