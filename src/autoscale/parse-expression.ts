import type { Stretch } from './finding.js'
import { operatorWords, type OperatorWord } from './operator-words.js'
import type { Chain, Expression, Missing, Operation, UnaryOperator } from './syntax.js'
import { TokenReader } from './token-reader.js'
import type { Token } from './token.js'

/** Deeper nesting is no formula that anybody wrote; reading it would take the stack. */
const deepest = 200
/** No member of a value has members itself; each further step of such a path deepens the tree. */
const longestPath = 8

/** Reads expressions by recursive descent; the grammar is in the README. */
export abstract class ExpressionParser extends TokenReader {
  #depth = 0

  expression(): Expression {
    this.#depth += 1
    const value = this.#depth > deepest ? this.#tooDeep() : this.#conditional()
    this.#depth -= 1
    return value
  }

  #tooDeep(): Missing {
    const { start, end } = this.peek()
    this.report({
      kind: 'limit',
      severity: 'warning',
      message: `expressions stand more than ${String(deepest)} deep in one another`,
      help: 'assign parts of it to variables',
      at: { start, end },
    })
    while (!this.endsStatement(this.peek())) this.next()
    this.setTold()
    return { kind: 'missing', at: this.upToHere(start) }
  }

  #conditional(): Expression {
    const { start } = this.peek()
    const condition = this.#binary(0)
    if (!this.isMark('?')) return condition
    const mark = this.next()
    const whenTrue = this.expression()
    this.#skipThousands()
    if (!this.skipMark(':')) {
      const found = this.peek()
      const at = this.#isStuck() ? mark : found
      if (!this.isTold()) {
        this.syntax(
          at,
          "a conditional without its second value: ':' is missing",
          'write condition ? a : b',
        )
      }
      const whenFalse: Missing = { kind: 'missing', at: { start: found.start, end: found.start } }
      return { kind: 'conditional', condition, whenTrue, whenFalse, at: this.upToHere(start) }
    }
    const whenFalse = this.expression()
    return { kind: 'conditional', condition, whenTrue, whenFalse, at: this.upToHere(start) }
  }

  /** `1,000` before the second value of a conditional. */
  #skipThousands(): void {
    const isComma = this.isMark(',') && this.previous().kind === 'number'
    if (!isComma || this.peek(1).kind !== 'number' || this.peek(2).mark !== ':') return
    this.reportLeftOver(this.peek())
    this.next()
    this.next()
  }

  /** The next token belongs to the next statement, and is no place to point at. */
  #isStuck(): boolean {
    return this.peek().kind === 'end' || this.startsStatement()
  }

  /** Values and the operators between them that bind as strongly as `weakest`, or more so. */
  #binary(weakest: number): Expression {
    const { start } = this.peek()
    let value = this.#unary()
    for (;;) {
      const operator = this.#nextOperator()
      if (operator === undefined || operator.level < weakest) return value
      value = this.#chain(value, start, operator)
    }
  }

  /** What follows a first value in one level. */
  #chain(value: Expression, start: number, operator: OperatorWord): Chain {
    const { level } = operator
    // What was to be assigned need not be set yet.
    const first: Expression = this.isMark('=') ? { kind: 'missing', at: value.at } : value
    const rest: Operation[] = []
    let next: OperatorWord | undefined = operator
    while (next?.level === level) {
      const operatorAt = this.#takeOperator(next)
      rest.push({ operator: next.means, operatorAt, operand: this.#binary(level + 1) })
      next = this.#nextOperator()
    }
    return { kind: 'chain', first, rest, at: this.upToHere(start) }
  }

  #nextOperator(): OperatorWord | undefined {
    const token = this.peek()
    if (token.kind === 'mark') {
      const word = operatorWords.get(token.mark)
      return word !== undefined && this.#isStep(token) ? undefined : word
    }
    if (token.kind !== 'name') return undefined
    const word = operatorWords.get(token.text.toLowerCase())
    return word !== undefined && this.#isOperand(this.peek(1)) ? word : undefined
  }

  #takeOperator({ help }: OperatorWord): Stretch {
    const token = this.next()
    // Of what is written in another way, the lexer told.
    if (help !== undefined && (token.kind === 'name' || token.mark === token.text)) {
      this.syntax(token, `'${token.text}' is no operator here`, help)
    }
    return { start: token.start, end: token.end }
  }

  /** `n++` in the middle of something: no operand follows. */
  #isStep(token: Token): boolean {
    if (token.mark !== '+' && token.mark !== '-') return false
    const second = this.peek(1)
    if (second.mark !== token.mark || second.start !== token.end) return false
    const third = this.peek(2)
    return this.endsStatement(third) || third.mark === ')' || third.mark === ','
  }

  #isOperand(token: Token): boolean {
    return token.kind !== 'mark' ? token.kind !== 'end' : /^[(!-]$/.test(token.mark)
  }

  #unary(): Expression {
    const { start } = this.peek()
    const operators: UnaryOperator[] = []
    for (;;) {
      const token = this.peek()
      const { mark } = token
      if (mark === '-' || mark === '!') {
        this.next()
        operators.push(mark)
      } else if (mark === '+') {
        if (this.#isStep(token)) break
        this.next()
        this.report({
          kind: 'syntax',
          severity: 'warning',
          message: "nothing says that '+' may stand before a value",
          help: 'remove it',
          at: { start: token.start, end: token.end },
        })
      } else if (
        token.kind === 'name' &&
        token.text.toLowerCase() === 'not' &&
        this.#isOperand(this.peek(1))
      ) {
        this.syntax(this.next(), `'${token.text}' is no operator`, 'write !')
        operators.push('!')
      } else break
    }
    const operand = this.#postfix()
    if (operators.length === 0) return operand
    return { kind: 'unary', operators, operand, at: this.upToHere(start) }
  }

  #postfix(): Expression {
    const { start } = this.peek()
    let value = this.#primary()
    for (let count = 0; this.isMark('.'); count++) {
      this.next()
      const name = this.peek()
      if (name.kind !== 'name') {
        this.syntax(
          name,
          'the name behind the point is missing',
          'write the name of a method or member',
        )
        return value
      }
      this.next()
      const nameAt = { start: name.start, end: name.end }
      if (this.isMark('(')) {
        const open = this.peek().start
        const args = this.#args()
        value = {
          kind: 'method',
          object: value,
          name: name.text,
          nameAt,
          open,
          args,
          at: this.upToHere(start),
        }
      } else {
        value = { kind: 'member', object: value, name: name.text, nameAt, at: this.upToHere(start) }
      }
      if (count > longestPath) return value
    }
    return value
  }

  #primary(): Expression {
    const token = this.peek()
    const at = { start: token.start, end: token.end }
    if (token.kind === 'number') {
      this.next()
      return { kind: 'number', text: token.text, value: token.value ?? 0, at }
    }
    if (token.kind === 'string') {
      this.next()
      return { kind: 'string', value: token.text, at }
    }
    if (token.kind === 'leftover') {
      this.next()
      // `__{{ x }}__` and the like are one thing that is missing.
      while (this.peek().kind === 'leftover') this.next()
      return { kind: 'missing', at: this.upToHere(token.start) }
    }
    if (token.kind === 'name' && !this.#isNextStatement()) return this.#nameOrCall()
    if (this.isMark('(')) return this.#group()
    return this.#absent()
  }

  /** After an operator the line ended, and the next one begins a statement. */
  #isNextStatement(): boolean {
    return this.peek().startsLine && this.startsStatement()
  }

  #nameOrCall(): Expression {
    const { text, start, end } = this.next()
    const nameAt = { start, end }
    if (!this.isMark('(')) return { kind: 'name', name: text, at: nameAt }
    const open = this.peek().start
    const args = this.#args()
    return { kind: 'call', name: text, nameAt, open, args, at: this.upToHere(start) }
  }

  #group(): Expression {
    const open = this.next()
    const inner = this.expression()
    this.#close(open)
    return { kind: 'group', inner, at: this.upToHere(open.start) }
  }

  #args(): readonly Expression[] {
    const open = this.next()
    const args: Expression[] = []
    if (this.skipMark(')')) return args
    for (;;) {
      args.push(this.expression())
      if (this.skipMark(',') || this.#isCommaMeant()) continue
      this.#close(open)
      return args
    }
  }

  /** `max(1; 2)`: a semicolon inside of brackets that are closed in what follows. */
  #isCommaMeant(): boolean {
    if (!this.isMark(';')) return false
    let depth = 1
    for (let ahead = 1; ; ahead++) {
      const token = this.peek(ahead)
      this.steps += 1
      if (this.endsStatement(token) || token.mark === '=' || token.startsLine) return false
      if (token.mark === '(') depth += 1
      if (token.mark === ')') depth -= 1
      if (depth === 0) break
    }
    this.syntax(this.next(), 'a semicolon inside of brackets', 'write , between arguments')
    return true
  }

  #close(open: Token): void {
    if (this.skipMark(')')) return
    // Something else stands in the way of the bracket that there is.
    if (!this.endsStatement(this.peek()) && !this.#isNextStatement()) {
      this.reportLeftOver(this.peek())
      if (this.#skipTo()) {
        this.skipMark(')')
        return
      }
    } else if (!this.isTold()) {
      this.syntax(open, 'this bracket is never closed', 'write ) where it ends')
    }
    this.setTold()
  }

  /** Past what is not understood, to the bracket that closes this one, within the statement. */
  #skipTo(): boolean {
    let depth = 0
    for (;;) {
      const token = this.peek()
      if (this.endsStatement(token) || this.#isNextStatement()) return false
      if (token.mark === ')' && depth === 0) return true
      if (token.mark === '(') depth += 1
      if (token.mark === ')') depth -= 1
      this.next()
    }
  }

  /** No value where one must be. What cannot begin anything is passed over. */
  #absent(): Missing {
    const token = this.peek()
    const before = this.previous()
    const missing: Missing = { kind: 'missing', at: { start: token.start, end: token.start } }
    const isShell = 'a shell may have replaced a word with a dollar sign by nothing'
    if (token.mark === '.') {
      this.syntax(token, 'the name before the point is missing', `write it; ${isShell}`)
    } else if (token.mark === ',' || (token.mark === ')' && before.mark === ',')) {
      this.syntax(token, 'an argument is missing here', `write a value; ${isShell}`)
    } else if (token.kind === 'name' || token.kind === 'end') {
      if (!this.isTold()) {
        this.syntax(before, `a value is missing behind '${before.text}'`, 'write it')
      }
      this.setTold()
    } else if (this.endsStatement(token) || /^[):?]$/.test(token.mark)) {
      this.syntax(token, `a value is missing before '${token.text}'`, 'write it')
    } else {
      this.syntax(
        token,
        `a value is missing: '${token.text}' cannot begin one`,
        'write a value before it, or remove it',
      )
      this.next()
      // `* 3`: the operand is there all the same.
      if (/^[[\]{}]$/.test(token.mark)) {
        while (!this.endsStatement(this.peek()) && !this.#isNextStatement()) this.next()
        this.setTold()
      } else if (this.#isOperand(this.peek()) && !this.#isNextStatement()) this.#unary()
    }
    return missing
  }
}
