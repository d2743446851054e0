import type { RunReport } from '../outcome/result.js'
import type { Finding } from '../shared/finding.js'
import type { ReportFile } from './report-schema.js'
import { rulePage } from './rule-page.js'

/** A finding as data: what `diagnostics` and the report file hold of it. */
export function describeFinding(
  finding: Finding,
  { rulesPage }: Pick<RunReport, 'rulesPage'>,
): ReportFile['findings'][number] {
  const { rule, severity, message, help, docs, at } = finding
  const span = at.kind === 'default' ? undefined : at.span
  return {
    rule,
    severity,
    message,
    help,
    file: at.kind === 'file' ? at.file : undefined,
    input: at.kind === 'input' ? at.input : undefined,
    resource: at.kind === 'resource' ? at.id : undefined,
    line: span?.line,
    column: span?.column,
    docs,
    page: rulePage(rule, rulesPage),
  }
}
