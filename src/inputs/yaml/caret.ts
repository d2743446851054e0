import type { Span } from '../../shared/finding.js'

const longestShown = 120
/** Keys, and marks inside values, that stand beside what nobody else should read; settings have theirs under `value`. */
const secretive = /password|secret|token|credential|key\b|\bvalue\b|sas|sig=/i

/** The line, and a caret under the column; a long line is cut around it. Not for a line that may hold a secret. */
export function drawCaret(text: string, { line, column }: Span): string | undefined {
  const whole = (text.split(/\r?\n/, line)[line - 1] ?? '').replaceAll('\t', ' ')
  if (secretive.test(whole)) return undefined
  const start = Math.max(0, Math.min(column - 1 - longestShown / 2, whole.length - longestShown))
  const shown = whole.slice(start, start + longestShown)
  return `${shown}\n${' '.repeat(column - 1 - start)}^`
}
