import type { RunOptions } from '../inputs/config.js'
import type { Host } from '../ports/host.js'
import type { Finding } from '../shared/finding.js'
import { detailLines, toAnnotation } from './annotations.js'

/** Whether a finding stops its config before anything is written, and fails the step. */
export function isBlocking(finding: Finding, failOn: RunOptions['failOn']): boolean {
  return finding.severity === 'error' || (finding.severity === 'warning' && failOn === 'warning')
}

/** `2 errors and 1 warning in render.yml`: the headline of a run that findings ended. */
export function describeFindings(findings: readonly Finding[], file: string | undefined): string {
  const counts = (['error', 'warning'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length
    return count === 0 ? [] : [`${String(count)} ${severity}${count === 1 ? '' : 's'}`]
  })
  return `${counts.join(' and ')} in ${file ?? 'the inputs'}; nothing was written`
}

/** Says each finding once: at its line, and in the log with what leads to it. */
export function reportFindings(
  { log, run }: Pick<Host, 'log' | 'run'>,
  findings: readonly Finding[],
): void {
  for (const finding of findings) {
    log.annotate(toAnnotation(finding), detailLines(finding, run.rulesPage))
  }
}
