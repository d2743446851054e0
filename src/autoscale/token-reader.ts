import type { Report, Stretch } from './finding.js'
import type { Token } from './token.js'

/** The tokens of a formula, one after another, and what the parsers say of them. */
export class TokenReader {
  readonly report: Report
  readonly #tokens: readonly Token[]
  readonly #end: Token
  #index = 0
  /** The token at which something is missing was told of: of brackets left open there only the innermost. */
  #toldAt = -1
  steps = 0

  constructor(tokens: readonly Token[], report: Report) {
    const end = tokens.at(-1)
    if (end === undefined) throw new RangeError('a formula has at least its end')
    this.#tokens = tokens
    this.#end = end
    this.report = report
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#index + ahead] ?? this.#end
  }

  next(): Token {
    this.steps += 1
    const token = this.peek()
    if (token.kind !== 'end') this.#index += 1
    return token
  }

  previous(): Token {
    return this.#tokens[this.#index - 1] ?? this.peek()
  }

  isMark(text: string): boolean {
    return this.peek().mark === text
  }

  skipMark(text: string): boolean {
    if (!this.isMark(text)) return false
    this.next()
    return true
  }

  /** Says that what is wrong at the next token was told. */
  setTold(): void {
    this.#toldAt = this.#index
  }

  isTold(): boolean {
    return this.#toldAt === this.#index
  }

  upToHere(start: number): Stretch {
    return { start, end: Math.max(start, this.previous().end) }
  }

  syntax({ start, end }: Stretch, message: string, help: string): void {
    const at = { start, end }
    this.report({ kind: 'syntax', severity: 'error', message, help, at })
  }

  endsStatement(token: Token): boolean {
    return token.kind === 'end' || token.mark === ';'
  }

  /** `name =` comes next. */
  startsStatement(): boolean {
    const sign = this.peek(1)
    return this.peek().kind === 'name' && sign.mark === '='
  }

  skipStatement(): void {
    while (!this.endsStatement(this.peek())) {
      const isNext = this.peek().startsLine && this.startsStatement()
      if (isNext) return
      this.next()
    }
    this.skipMark(';')
  }

  /** What stands behind an expression and does not belong there. */
  reportLeftOver(token: Token): void {
    const { text, mark } = token
    const before = this.previous()
    if (token.kind === 'leftover') return
    if (mark === ')') {
      this.syntax(token, 'a closing bracket without an opening one', 'remove it')
    } else if (mark === ',' && before.kind === 'number' && this.peek(1).kind === 'number') {
      this.syntax(token, 'a comma in a number', 'write the digits without a mark between them')
    } else if (mark === ',') {
      this.syntax(token, 'a comma where the statement should end', 'write ;')
    } else if (mark === ':') {
      this.syntax(token, "':' without '?' before it", 'write condition ? a : b')
    } else if (mark === '{' || mark === '}') {
      this.syntax(token, `'${text}' is not part of the language`, 'remove it')
    } else if (mark === '[' || mark === ']') {
      this.syntax(
        token,
        `'${text}' is not part of the language`,
        'write val(values, i) for one of several values',
      )
    } else if (token.kind === 'mark' && mark !== '(') {
      this.syntax(token, `'${text}' does not belong here`, 'remove it')
    } else {
      const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
      const what = token.kind === 'string' ? 'a string' : `'${shown}'`
      this.syntax(
        token,
        `two values without an operator: ${what} follows a value`,
        'write an operator between them, or ; between statements',
      )
    }
  }
}
