import { isCollection, isScalar, visit, type Document, type YAMLError } from 'yaml'

/** A slip in the writing, from one offset in the text to another. */
export interface SyntaxProblem {
  readonly start: number
  readonly end: number
  readonly message: string
  readonly help: string
}

type Code = YAMLError['code']

/** More than anyone reads. */
const mostProblems = 10

/** Errors that say nothing of the rest of the text; after any other, what follows is mostly its echo. */
const local: ReadonlySet<Code> = new Set([
  'ALIAS_PROPS',
  'BAD_ALIAS',
  'BAD_DIRECTIVE',
  'BAD_DQ_ESCAPE',
  'BAD_PROP_ORDER',
  'BAD_SCALAR_START',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_TAGS',
  'TAB_AS_INDENT',
  'TAG_RESOLVE_FAILED',
])

const fixes: Readonly<Partial<Record<Code, string>>> = {
  BAD_ALIAS: 'put a text that begins with * in quotes',
  BAD_DQ_ESCAPE: 'write \\\\ for a backslash, or put the text in single quotes',
  BAD_INDENT:
    'indent it as far as the lines it belongs to, and begin an item of a list with a dash',
  BAD_SCALAR_START: 'put the text in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'put a text that holds `: ` in quotes, or check how far the line is indented',
  BLOCK_IN_FLOW: 'put a comma between two items, and quotes around a text that holds `: `',
  MISSING_CHAR: 'add the sign that is missing',
  MULTILINE_IMPLICIT_KEY: 'write `key: value` in one line, or check how far the line is indented',
  MULTIPLE_ANCHORS: 'keep one',
  MULTIPLE_DOCS:
    'one file describes one image and one pool: put each document in a file of its own',
  TAB_AS_INDENT: 'indent with spaces',
  TAG_RESOLVE_FAILED: 'remove the tag, or put a text that begins with ! in quotes',
}

/**
 * What is wrong with the writing, each slip once and in its order: one slip is often reported in several ways,
 * and makes the lines after it look wrong.
 */
export function syntaxProblems(document: Document.Parsed, text: string): readonly SyntaxProblem[] {
  const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])
  const hasTab = errors.some(({ code }) => code === 'TAB_AS_INDENT')
  const echoed = errors.find(({ code }) => !local.has(code))
  const kept = errors.filter((error) =>
    local.has(error.code)
      ? echoed === undefined || error.pos[0] < echoed.pos[0] || hasTab
      : error === echoed && !hasTab,
  )
  const places = new Map(kept.toReversed().map((error) => [error.pos[0], error]))
  const first = [...places.values()].toReversed().slice(0, mostProblems)
  return first.map((error) => describe(error, document, text))
}

function describe(error: YAMLError, document: Document.Parsed, text: string): SyntaxProblem {
  const { code } = error
  const said = unclosed(error, document, text) ??
    (local.has(code) ? undefined : oddLine(error, text)) ?? {
      start: startOf(error, text),
      message: sayPlainly(error),
      help: helpFor(error, text),
    }
  const end = Math.max(said.start + 1, error.pos[1])
  return { ...said, end, message: `no valid YAML: ${said.message}` }
}

type Said = Omit<SyntaxProblem, 'end'>

/** What was opened and not closed is found out at the end of the text, or wherever it makes no sense any more. */
function unclosed({ code, pos }: YAMLError, document: Document, text: string): Said | undefined {
  if (code === 'MULTILINE_IMPLICIT_KEY' && /["']/.test(text.charAt(pos[0]))) {
    return notClosed(pos[0], text)
  }
  if (code !== 'MISSING_CHAR' && code !== 'BAD_INDENT') return undefined
  let start: number | undefined
  visit(document, (_key, node) => {
    if (!isScalar(node) && !isCollection(node)) return
    const [from, to] = node.range ?? []
    const sign = from === undefined ? '' : text.charAt(from)
    if (to === pos[0] && /["'[{]/.test(sign) && !isClosed(text.slice(from, to))) start = from
  })
  return start === undefined ? undefined : notClosed(start, text)
}

function notClosed(start: number, text: string): Said {
  const open = text.charAt(start)
  const close = closing[open] ?? open
  return {
    start,
    message: `the ${open} here is not closed`,
    help: `add the ${close} that is missing`,
  }
}

const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}' }

function isClosed(written: string): boolean {
  const open = written.charAt(0)
  return written.length > 1 && written.endsWith(closing[open] ?? open)
}

/** Lines that are wrong for a reason that YAML knows nothing of. */
function oddLine(error: YAMLError, text: string): Said | undefined {
  const { start, line } = lineAround(text, error.pos[0])
  if (/^(<{7}|={7}|>{7}|\|{7})( |$)/.test(line)) {
    return {
      start,
      message: 'a merge conflict was left in here',
      help: 'resolve it, and remove the lines of <<<<<<<, ======= and >>>>>>>',
    }
  }
  const [, tooMany] = /^Unexpected flow-(?:seq|map)-end token.*"(.)"$/.exec(error.message) ?? []
  if (tooMany !== undefined) {
    const message = `the ${tooMany} here closes nothing`
    return { start: error.pos[0], message, help: 'remove it, or add what it closes' }
  }
  if (/^Unexpected \S+ at node end$/.test(error.message)) {
    const message = 'there is more text after the end of the value'
    const help = 'put the text as a whole in quotes, or write the rest in a line of its own'
    return { start: error.pos[0], message, help }
  }
  const odd = /^[ \t]*([\u00A0\u2000-\u200B\u202F\u3000])/u.exec(line)
  if (odd?.[1] === undefined) return undefined
  return {
    start: start + odd[0].length - 1,
    message: `what looks like a space here is the character U+${odd[1].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    help: 'write a space',
  }
}

function sayPlainly({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'there is more than one document in here'
  const said = message.replace('tag:yaml.org,2002:', '!!').replace(/\.$/, '')
  return `${said.charAt(0).toLowerCase()}${said.slice(1)}`
}

function helpFor(error: YAMLError, text: string): string {
  const { code } = error
  if (local.has(code)) return fixes[code] ?? 'correct the line at the caret'
  const { line } = lineAround(text, startOf(error, text))
  if (/^\s*[\w-]+:[^\s:/][^:]*$/.test(line)) return 'put a space after the colon'
  if (code !== 'BAD_INDENT' && /^\s*-(\s|$)/.test(line)) {
    return 'indent the items of a list as far as each other, and no less than their key'
  }
  const isKeyOnly = code === 'MULTILINE_IMPLICIT_KEY' || code === 'MISSING_CHAR'
  if (isKeyOnly && /^[^:"'[\]{},]*$/.test(line)) {
    return 'write `key: value`; indent the line if it goes on with the text before it'
  }
  return fixes[code] ?? 'correct the line at the caret'
}

/** Where the line begins to say something, when an error lies in the white space before it. */
function startOf({ code, pos }: YAMLError, text: string): number {
  const [start] = pos
  if (code === 'TAB_AS_INDENT') return start
  const blank = /^\s*/.exec(text.slice(start, start + 1000))?.[0].length ?? 0
  return start + blank < text.length ? start + blank : start
}

function lineAround(text: string, offset: number): { start: number; line: string } {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', start)
  return { start, line: text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '') }
}
