import { Findings, type FormulaFinding, type Stretch } from './finding.js'
import { lexFormula } from './lex.js'
import { ExpressionParser } from './parse-expression.js'
import type { Formula, Statement } from './syntax.js'
import type { Token } from './token.js'
import { mostCharacters, mostStatements } from './vocabulary.js'

export interface Parsed {
  readonly formula: Formula
  readonly comments: readonly Stretch[]
  readonly findings: readonly FormulaFinding[]
  /** Work done, in units that do not depend on the machine. */
  readonly steps: number
}

/** What is longer is not read at all: no formula comes near it, and Batch takes a fraction of it. */
const longestRead = 8 * mostCharacters

/**
 * Reads a formula, whatever it looks like: a mistake is reported, and reading goes on behind it.
 * Never throws.
 */
export function parseFormula(text: string, findings = new Findings()): Parsed {
  const { report } = findings
  if (text.length > mostCharacters) {
    report({
      kind: 'limit',
      severity: 'error',
      message: `the formula has ${String(text.length)} characters; Batch takes ${String(mostCharacters)}`,
      help: 'shorten it; comments and blanks count too',
      at: { start: mostCharacters, end: mostCharacters + 1 },
    })
  }
  if (text.length > longestRead) {
    return { formula: { statements: [] }, comments: [], findings: findings.all(), steps: 1 }
  }
  const { tokens, comments, steps } = lexFormula(text, report)
  const parser = new StatementParser(tokens, report)
  const statements = parser.formula()
  const first = statements[mostStatements]
  if (first !== undefined) {
    report({
      kind: 'limit',
      severity: 'error',
      message: `the formula has ${String(statements.length)} statements; Batch takes ${String(mostStatements)}`,
      help: 'put expressions together',
      at: first.at,
    })
  }
  return {
    formula: { statements },
    comments,
    findings: findings.all(),
    steps: steps + parser.steps,
  }
}

/** Words that begin statements of other languages. */
const foreignStatements: ReadonlyMap<string, string> = new Map([
  ['if', 'write name = condition ? a : b;'],
  ['else', 'write name = condition ? a : b;'],
  ['while', 'there are no loops; a formula is evaluated again at each interval'],
  ['for', 'there are no loops; a formula is evaluated again at each interval'],
  ['function', 'there are no functions of your own; assign to a variable'],
  ['return', 'assign to $TargetDedicatedNodes instead'],
])
const declarations = new Set(['var', 'let', 'const', 'int', 'double', 'set'])

class StatementParser extends ExpressionParser {
  formula(): readonly Statement[] {
    const statements: Statement[] = []
    while (this.peek().kind !== 'end') {
      if (this.isMark(';')) this.#emptyStatement()
      else {
        const statement = this.#statement()
        if (statement !== undefined) statements.push(statement)
        if (statement === undefined) this.skipMark(';')
        else this.#endOfStatement()
      }
    }
    return statements
  }

  #emptyStatement(): void {
    const { start, end } = this.next()
    this.report({
      kind: 'syntax',
      severity: 'warning',
      message: 'a semicolon without a statement before it',
      help: 'remove it',
      at: { start, end },
    })
  }

  #statement(): Statement | undefined {
    const first = this.peek()
    if (this.#isForeign(first)) return undefined
    if (first.kind === 'name' && declarations.has(first.text) && this.peek(1).kind === 'name') {
      this.syntax(this.next(), `'${first.text}' is no word of the language`, 'write name = value;')
    }
    return this.#assignment() ?? this.#bare()
  }

  #isForeign(first: Token): boolean {
    const help = first.kind === 'name' ? foreignStatements.get(first.text) : undefined
    const next = this.peek(1)
    const isOne = next.kind === 'name' || next.mark === '(' || next.mark === '{'
    if (help === undefined || !isOne) return false
    this.syntax(first, `there is no '${first.text}' statement`, help)
    this.#skipBlock()
    return true
  }

  /** To the end of the statement, or of the block in braces that it has. */
  #skipBlock(): void {
    let depth = 0
    for (;;) {
      const token = this.peek()
      if (token.kind === 'end') return
      if (depth === 0 && token.mark === ';') return
      this.next()
      if (token.mark === '{') depth += 1
      if (token.mark !== '}') continue
      depth -= 1
      if (depth <= 0) return
    }
  }

  #assignment(): Statement | undefined {
    const name = this.peek()
    const nameAt = { start: name.start, end: name.end }
    if (this.isMark('=')) {
      this.syntax(
        this.next(),
        'the name before = is missing',
        'write the name; a shell may have replaced a word with a dollar sign by nothing: quote it with single quotes',
      )
      return this.#assigned(undefined, { start: name.start, end: name.start })
    }
    if (name.kind !== 'name' && name.kind !== 'leftover') return undefined
    const given = name.kind === 'name' ? name.text : undefined
    const sign = this.peek(1)
    if (sign.mark === '=') {
      this.next()
      this.next()
      return this.#assigned(given, nameAt)
    }
    if (sign.mark === ':=') {
      this.next()
      this.syntax(this.next(), "':=' is no operator", 'write =')
      return this.#assigned(given, nameAt)
    }
    return this.#compound(given, nameAt) ?? this.#dashedName(nameAt)
  }

  #assigned(name: string | undefined, nameAt: Stretch): Statement {
    const value = this.expression()
    return { kind: 'assignment', name, nameAt, value, at: this.upToHere(nameAt.start) }
  }

  /** `n += 2`, `n++` */
  #compound(name: string | undefined, nameAt: Stretch): Statement | undefined {
    const sign = this.peek(1)
    const second = this.peek(2)
    if (!/^[-+*/%]$/.test(sign.mark) || second.start !== sign.end) {
      return undefined
    }
    const shown = name ?? 'n'
    if (second.mark === '=') {
      this.next()
      this.next()
      const at = { start: sign.start, end: this.next().end }
      const help = `write ${shown} = ${shown} ${sign.text} ...;`
      this.syntax(at, `'${sign.text}=' is no operator`, help)
      return this.#assigned(name, nameAt)
    }
    const isStep = second.mark === sign.mark && /[-+]/.test(sign.mark)
    if (!isStep || !this.endsStatement(this.peek(3))) return undefined
    this.next()
    this.next()
    this.next()
    const help = `write ${shown} = ${shown} ${sign.text} 1;`
    const at = { start: sign.start, end: second.end }
    this.syntax(at, `'${sign.text}${sign.text}' is no operator`, help)
    const value = { kind: 'missing', at } as const
    return { kind: 'assignment', name, nameAt, value, at: this.upToHere(nameAt.start) }
  }

  /** `max-nodes = 3` */
  #dashedName(nameAt: Stretch): Statement | undefined {
    let ahead = 1
    while (
      this.peek(ahead).mark === '-' &&
      this.peek(ahead + 1).kind === 'name' &&
      this.peek(ahead).start === this.peek(ahead - 1).end
    ) {
      ahead += 2
    }
    if (ahead === 1 || this.peek(ahead).mark !== '=') return undefined
    const at = { start: nameAt.start, end: this.peek(ahead - 1).end }
    this.syntax(at, 'a name has no dashes', 'write _ instead')
    for (let step = 0; step <= ahead; step++) this.next()
    return this.#assigned(undefined, at)
  }

  #bare(): Statement {
    const { start } = this.peek()
    const value = this.expression()
    return { kind: 'bare', value, at: this.upToHere(start) }
  }

  /** What stands where a statement should have ended; each way out is past at least one token or at the next statement. */
  #endOfStatement(): void {
    const token = this.peek()
    if (token.kind === 'end') return
    if (this.skipMark(';')) return
    if (this.startsStatement() || (token.startsLine && token.kind === 'name')) {
      if (this.isTold()) return
      const { end } = this.previous()
      const message = 'a semicolon is missing here: the next line begins another statement'
      const same = 'a semicolon is missing before this statement'
      const at = token.startsLine ? { start: end, end: end + 1 } : token
      this.syntax(at, token.startsLine ? message : same, 'write ; at the end of each statement')
      return
    }
    this.reportLeftOver(token)
    this.next()
    if (token.mark === ',' && this.startsStatement()) return
    this.skipStatement()
  }
}
