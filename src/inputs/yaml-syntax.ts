import type { YAMLError } from 'yaml'
import type { Finding, Span } from '../shared/finding.js'

const fixes: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_INDENT: 'indent it as far as the lines it belongs to',
  BAD_SCALAR_START: 'put the text in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'put a text that holds `: ` in quotes, or check how far the line is indented',
  MISSING_CHAR: 'add the sign that is missing',
  MULTILINE_IMPLICIT_KEY: 'write `key: value` in one line, or check how far the line is indented',
  MULTIPLE_DOCS:
    'one file describes one image and one pool: put each document in a file of its own',
  TAB_AS_INDENT: 'indent with spaces',
  TAG_RESOLVE_FAILED: 'remove the tag, or put a text that begins with ! in quotes',
}

const longestShown = 120

/** A syntax error of the YAML library, in our words as far as we have any. */
export function describeSyntaxError(
  error: YAMLError,
  text: string,
  span: Span,
): Omit<Finding, 'at'> {
  const snippet = drawCaret(text, span)
  const said =
    error.code === 'MULTIPLE_DOCS' ? 'there is more than one document in here' : error.message
  return {
    rule: 'config/syntax',
    severity: 'error',
    message: `no valid YAML: ${said.charAt(0).toLowerCase()}${said.slice(1).replace(/\.$/, '')}`,
    help: fixes[error.code] ?? 'correct the line at the caret',
    ...(snippet !== undefined && { snippet }),
  }
}

/** Keys, and marks inside values, that stand beside what nobody else should read. */
const secretive = /password|secret|token|credential|\wkey\b|sas|sig=/i

/** The line, and a caret under the column; a long line is cut around it. Not for a line that may hold a secret. */
function drawCaret(text: string, { line, column }: Span): string | undefined {
  const whole = (text.split(/\r?\n/, line)[line - 1] ?? '').replaceAll('\t', ' ')
  if (secretive.test(whole)) return undefined
  const start = Math.max(0, Math.min(column - 1 - longestShown / 2, whole.length - longestShown))
  const shown = whole.slice(start, start + longestShown)
  return `${shown}\n${' '.repeat(column - 1 - start)}^`
}
