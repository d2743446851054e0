import { Findings, type Report, type Stretch } from './finding.js'
import {
  entityPattern,
  entityMeaning,
  escapeAdvice,
  foreignAdvice,
  foreignMark,
  isQuoteMark,
  placeholderAt,
} from './leftovers.js'
import type { Lexed, Token, TokenKind } from './token.js'

const marks = [
  ...['===', '!==', '**', '==', '!=', '<=', '>=', '&&', '||', '=>', '=<', '<>', ':=', '<<', '>>'],
  ...'=<>!&|+-*/?:;,.(){}[]%^~'.split(''),
]
const marksByFirst = new Map<string, readonly string[]>()
for (const mark of marks) {
  const first = mark.charAt(0)
  marksByFirst.set(first, [...(marksByFirst.get(first) ?? []), mark])
}

const namePattern = /\$?[\p{L}_][\p{L}\p{N}_]*/uy
const plainNamePattern = /^\$?[A-Za-z_]\w*$/
const numberPattern = /(?:\d+\.?\d*|\.\d+)/y
const restOfNumberPattern = /[\w.$]*/y
const blankPattern = /[ \t\r\n\v\f]+/y
/** Blank to the eye, but no blank that a formula was ever seen with. */
const oddBlankPattern = /[\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+/y

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** Cuts a formula into tokens. What is no token is reported, and stands in the tokens as what it was meant for. */
export function lexFormula(formula: string, report: Report = new Findings().report): Lexed {
  return new Lexer(formula, report).run()
}

class Lexer {
  readonly #text: string
  readonly #report: Report
  readonly #tokens: Token[] = []
  readonly #comments: Stretch[] = []
  readonly #told = new Set<string>()
  #at = 0
  #startsLine = true
  #steps = 0

  constructor(text: string, report: Report) {
    this.#text = text
    this.#report = report
  }

  run(): Lexed {
    while (this.#at < this.#text.length) {
      this.#steps += 1
      this.#next()
    }
    this.#push('end', this.#at, '')
    return { tokens: this.#tokens, comments: this.#comments, steps: this.#steps }
  }

  #push(kind: TokenKind, end: number, text: string, more: Partial<Token> = {}): void {
    const startsLine = this.#startsLine
    const mark = kind === 'mark' ? text : ''
    this.#tokens.push({ kind, text, mark, start: this.#at, end, startsLine, ...more })
    this.#startsLine = false
    this.#at = end
  }

  #next(): void {
    const text = this.#text
    const at = this.#at
    const blank = matchAt(blankPattern, text, at)
    if (blank !== undefined) {
      if (blank.includes('\n')) this.#startsLine = true
      this.#at += blank.length
      return
    }
    if (text.startsWith('//', at)) {
      this.#comment(this.#lineEnd())
      return
    }
    if (this.#placeholder()) return
    const char = text.charAt(at)
    if (/[\d.]/.test(char) && this.#number()) return
    const name = matchAt(namePattern, text, at)
    if (name !== undefined) this.#name(name)
    else if (char === '"') this.#string()
    else if (isQuoteMark(char)) this.#foreignString()
    else if (char === '\\') this.#escape()
    else if (char === '#') this.#hash()
    else if (char === '$') this.#dollar()
    else if (!this.#entity() && !this.#blockComment() && !this.#mark(char)) this.#foreign(char)
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at)
    return end === -1 ? this.#text.length : end
  }

  #comment(end: number): void {
    this.#comments.push({ start: this.#at, end })
    this.#at = end
  }

  #lexical(end: number, message: string, help: string, severity: 'error' | 'warning' = 'error') {
    this.#report({ kind: 'lexical', severity, message, help, at: { start: this.#at, end } })
  }

  /** Whether something is met for the first time: one paste brings many of a kind. */
  #isNew(kind: string): boolean {
    const isNew = !this.#told.has(kind)
    this.#told.add(kind)
    return isNew
  }

  #placeholder(): boolean {
    const found = placeholderAt(this.#text, this.#at)
    if (found === undefined) return false
    this.#lexical(this.#at + found.text.length, found.message, found.help)
    this.#push('leftover', this.#at + found.text.length, found.text)
    return true
  }

  #number(): boolean {
    const plain = matchAt(numberPattern, this.#text, this.#at)
    if (plain === undefined) return false
    const whole = plain + (matchAt(restOfNumberPattern, this.#text, this.#at + plain.length) ?? '')
    const withSign = /^[\d.]+[eE]$/.test(whole)
      ? whole + (matchAt(/[+-]\d+/y, this.#text, this.#at + whole.length) ?? '')
      : whole
    const end = this.#at + withSign.length
    if (withSign === plain) {
      this.#push('number', end, plain, { value: Number(plain) })
      return true
    }
    if (/^(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+)$/.test(withSign)) {
      const value = Number(withSign)
      const help = `write ${Number.isSafeInteger(value) ? String(value) : 'it as a decimal number'}`
      const message = `'${withSign}' is a way to write numbers that is documented nowhere`
      this.#lexical(end, message, help, 'warning')
      this.#push('number', end, withSign, { value })
      return true
    }
    const shown = withSign.length > 40 ? `${withSign.slice(0, 40)}…` : withSign
    const isNumber = /^[\d.]+$/.test(withSign)
    this.#lexical(
      end,
      isNumber ? `'${shown}' is not a number` : `'${shown}' is neither a number nor a name`,
      isNumber ? 'write one decimal point at most' : 'begin a name with a letter, $ or _',
    )
    this.#push('leftover', end, withSign)
    return true
  }

  #name(name: string): void {
    const end = this.#at + name.length
    if (!plainNamePattern.test(name)) {
      const message = `the name '${name}' has letters outside of a to z`
      this.#lexical(end, message, 'write names with the letters a to z, digits and _', 'warning')
    }
    this.#push('name', end, name)
  }

  /** A string ends with its line: a quote that is never closed takes no more than that. */
  #string(): void {
    const { value, end, isClosed } = this.#quoted('"')
    if (!isClosed) {
      this.#lexical(end, 'the string is never closed', 'end it with a double quote on its line')
    }
    this.#push(isClosed ? 'string' : 'leftover', end, value)
  }

  #quoted(close: string, open = close.length) {
    const from = this.#at + open
    const lineEnd = this.#lineEnd()
    const at = this.#text.slice(from, lineEnd).indexOf(close)
    if (at !== -1) {
      const end = from + at + close.length
      return { value: this.#text.slice(from, from + at), end, isClosed: true }
    }
    // The brackets and the semicolon that follow were meant to stand outside.
    const rest = this.#text.slice(from, lineEnd)
    const value = rest.slice(0, rest.length - endOfStatement(rest))
    return { value, end: from + value.length, isClosed: false }
  }

  #foreignString(): void {
    const char = this.#text.charAt(this.#at)
    const close = char === "'" || char === '`' ? char : this.#closingQuote()
    const { value, end } = this.#quoted(close, 1)
    const isStraight = char === "'"
    this.#lexical(
      end,
      `a string stands in double quotes, not in ${char}`,
      `write "${value.length > 40 ? '...' : value}"`,
      // Single quotes are in no formula that was ever published; nothing says that they are refused.
      isStraight ? 'warning' : 'error',
    )
    this.#push('string', end, value)
  }

  /** Typographic quotes close with another one than they open with. */
  #closingQuote(): string {
    const rest = this.#text.slice(this.#at + 1, this.#lineEnd()).slice(0, 200)
    return /["'`‘’‚‛“”„‟«»″＂]/.exec(rest)?.[0] ?? '"'
  }

  #escape(): void {
    const two = this.#text.slice(this.#at, this.#at + 2)
    const { message, help } = escapeAdvice(two)
    if (two === '\\"') {
      const { value, end } = this.#quoted(this.#closesEscaped() ? '\\"' : '"', 2)
      // Escaped quotes are in a published sample; nobody saw the service refuse them.
      if (this.#isNew(two)) this.#lexical(this.#at + 2, message, help, 'warning')
      this.#push('string', end, value)
      return
    }
    const isBreak = /^\\[nrt]$/.test(two)
    const end = this.#at + (isBreak ? 2 : 1)
    if (this.#isNew(isBreak ? '\\n' : two)) this.#lexical(end, message, help)
    if (isBreak) this.#startsLine = true
    this.#at = end
  }

  #closesEscaped(): boolean {
    return this.#text.slice(this.#at + 2, this.#lineEnd()).includes('\\"')
  }

  #hash(): void {
    const end = this.#lineEnd()
    this.#lexical(end, "'#' begins no comment here", 'write // before a comment')
    this.#comment(end)
  }

  #dollar(): void {
    const digits = matchAt(/\$\d*/y, this.#text, this.#at) ?? '$'
    const end = this.#at + digits.length
    const help = 'write a letter or _ behind it; a shell takes the name away inside double quotes'
    this.#lexical(end, 'a dollar sign without a name', help)
    // `$$Name` is one slip, and the name is still there.
    if (digits === '$' && matchAt(namePattern, this.#text, end) !== undefined) this.#at = end
    else this.#push('leftover', end, digits)
  }

  #entity(): boolean {
    const entity = matchAt(entityPattern, this.#text, this.#at)
    if (entity === undefined) return false
    const meaning = entityMeaning(entity)
    const next = matchAt(entityPattern, this.#text, this.#at + entity.length)
    let [whole, means] = [entity, meaning]
    if (meaning === '&' && next !== undefined && entityMeaning(next) === '&') {
      ;[whole, means] = [entity + next, '&&']
    } else if (/[<>]/.test(meaning) && this.#text.startsWith('=', this.#at + entity.length)) {
      ;[whole, means] = [`${entity}=`, `${meaning}=`]
    }
    const help = `write ${means}, and leave the escaping to the file's format`
    this.#lexical(this.#at + whole.length, `'${whole}' is escaped for XML or HTML`, help)
    if (meaning === '"' || meaning === "'") {
      const { value, end } = this.#quoted(entity)
      this.#push('string', end, value)
    } else this.#push('mark', this.#at + whole.length, whole, { mark: means })
    return true
  }

  #blockComment(): boolean {
    if (!this.#text.startsWith('/*', this.#at)) return false
    const close = this.#text.indexOf('*/', this.#at + 2)
    const end = close === -1 ? this.#text.length : close + 2
    const message = "'/*' begins no comment that is documented"
    const help = 'write // before a comment; it ends with its line'
    this.#lexical(this.#at + 2, message, help, 'warning')
    this.#comment(end)
    return true
  }

  #mark(char: string): boolean {
    const mark = marksByFirst.get(char)?.find((one) => this.#text.startsWith(one, this.#at))
    if (mark === undefined) return false
    this.#push('mark', this.#at + mark.length, mark)
    return true
  }

  #foreign(char: string): void {
    const odd = matchAt(oddBlankPattern, this.#text, this.#at)
    if (odd !== undefined) {
      const code = (odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
      const message = `the blank here is U+${code}, not a space`
      const help = 'write plain spaces; such blanks come with text that is copied from a page'
      if (this.#isNew('blank')) this.#lexical(this.#at + odd.length, message, help, 'warning')
      this.#at += odd.length
      return
    }
    const means = foreignMark(char)
    const whole = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0)
    const end = this.#at + whole.length
    const { message, help } = foreignAdvice(whole, means)
    this.#lexical(end, message, help)
    if (means === undefined) this.#push('leftover', end, whole)
    else this.#push('mark', end, whole, { mark: means })
  }
}

/** How many characters at the end of a line close brackets and end a statement. */
function endOfStatement(line: string): number {
  let from = line.length
  while (from > 0 && ') ;\r\t'.includes(line.charAt(from - 1))) from -= 1
  return line.length - from
}
