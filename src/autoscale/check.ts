import { adviceFor, typeOfBinary, typeOfUnary } from './operators.js'
import { CallChecker } from './check-calls.js'
import type { Report } from './finding.js'
import { known, rangeOfBinary, readsOf, unionOf, unknown, type Known } from './known.js'
import type { Assignment, Chain, Conditional, Expression, Formula, Unary } from './syntax.js'
import { withoutBrackets } from './syntax.js'
import { asOperand, describeType, isNumber, type Type } from './types.js'
import {
  caseVariant,
  deallocationOptions,
  intervalMsOf,
  metricOf,
  metricWords,
  optionVariable,
  targetOf,
} from './vocabulary.js'

export interface Checked {
  /** What is known of each expression. */
  readonly known: ReadonlyMap<Expression, Known>
  readonly steps: number
}

/** Holds a formula to the documented names and types. Reads each expression once, in the order of evaluation. */
export function checkFormula(formula: Formula, report: Report): Checked {
  const checker = new Checker(formula, report)
  checker.run()
  return { known: checker.known, steps: checker.steps }
}

class Checker extends CallChecker {
  readonly known = new Map<Expression, Known>()
  readonly #formula: Formula
  steps = 0

  constructor(formula: Formula, report: Report) {
    super(formula, report)
    this.#formula = formula
  }

  run(): void {
    for (const statement of this.#formula.statements) {
      if (statement.kind === 'assignment') this.#assignment(statement)
      else this.#bare(statement.value)
    }
  }

  #bare(value: Expression): void {
    const { type } = this.typeOf(value)
    const plain = withoutBrackets(value)
    if (type === 'nothing' || (type === 'unknown' && plain.kind !== 'method')) return
    const comparison = plain.kind === 'chain' ? plain.rest[0] : undefined
    const isAssignmentMeant =
      plain.kind === 'chain' && plain.first.kind === 'name' && comparison?.operator === '=='
    this.finding('target', 'warning', isAssignmentMeant ? comparison.operatorAt : value.at, {
      message: isAssignmentMeant
        ? 'this compares, and does nothing with the answer'
        : 'nothing is done with this value',
      help: isAssignmentMeant ? 'write = to assign' : 'assign it to a variable, or remove it',
    })
  }

  #assignment({ name, nameAt, value }: Assignment): void {
    const given = name === optionVariable ? this.#option(value) : this.typeOf(value)
    if (name === undefined) return
    if (given.type === 'nothing') {
      this.type('warning', value.at, 'stop() gives no value', 'write it as a statement of its own')
    }
    if (targetOf(name) !== undefined) this.#target(name, value, given)
    else this.#isSettable(name, nameAt)
    this.assign(name, metricOf(name) === undefined ? given : unknown)
  }

  #target(name: string, value: Expression, { type }: Known): void {
    if (isNumber(type) || type === 'nothing') return
    const message = `${name} takes a number of nodes, and this is ${describeType(type)}`
    const help =
      type === 'vector'
        ? 'make a number of it: max(...), avg(...), or val(..., 0)'
        : 'assign a number'
    this.type('warning', value.at, message, help)
  }

  #isSettable(name: string, at: Assignment['nameAt']): void {
    const metric = metricOf(name)
    const variant = metric === undefined ? caseVariant(name, metricWords) : undefined
    if (metric !== undefined || variant !== undefined) {
      this.finding('name', metric === undefined ? 'warning' : 'error', at, {
        message:
          metric === undefined
            ? `'${name}' differs from the read-only ${variant ?? ''} in letter case alone`
            : `${name} is read-only`,
        help: `set ${metric?.name === 'CurrentLowPriorityNodes' ? '$TargetLowPriorityNodes' : '$TargetDedicatedNodes'}, or choose another name`,
      })
      return
    }
    const isWord =
      intervalMsOf(name) !== undefined || deallocationOptions.some((word) => word === name)
    if (!isWord) return
    this.finding('name', 'warning', at, {
      message: `'${name}' is a word of the language, and nothing says that it can be assigned`,
      help: 'choose another name',
    })
  }

  #option(value: Expression): Known {
    const plain = withoutBrackets(value)
    const words = deallocationOptions.join(', ')
    const help = `write one of ${words}`
    if (plain.kind === 'name' && this.variable(plain.name) === undefined) {
      const { name, at } = plain
      if (deallocationOptions.some((word) => word === name)) return known('option')
      const variant = caseVariant(name, deallocationOptions)
      this.finding('name', variant === undefined ? 'error' : 'warning', at, {
        message:
          variant === undefined
            ? `'${name}' is no deallocation option`
            : `'${name}' is the management API's spelling: in a formula the option is '${variant}'`,
        help: variant === undefined ? help : `write ${variant}`,
      })
      return known('option')
    }
    const given = this.typeOf(value)
    if (given.type !== 'option' && given.type !== 'unknown') {
      const message = `${optionVariable} takes a deallocation option, and this is ${describeType(given.type)}`
      this.type('warning', value.at, message, `${help}, without quotes`)
    }
    return given
  }

  override typeOf(expression: Expression): Known {
    this.steps += 1
    const found = this.#find(expression)
    this.known.set(expression, found)
    return found
  }

  #find(expression: Expression): Known {
    switch (expression.kind) {
      case 'number':
        return known('double', { low: expression.value, high: expression.value })
      case 'string':
        return known('string')
      case 'missing':
        return unknown
      case 'group':
        return this.typeOf(expression.inner)
      case 'name':
        return this.nameType(expression)
      case 'call':
        return this.callType(expression)
      case 'member':
        return this.memberType(expression)
      case 'method':
        return this.methodType(expression)
      case 'unary':
        return this.#unary(expression)
      case 'chain':
        return this.#chain(expression)
      case 'conditional':
        return this.#conditional(expression)
    }
  }

  #unary({ operators, operand, at }: Unary): Known {
    let value = this.typeOf(operand)
    for (const operator of [...operators].reverse()) {
      const { type, doubt } = typeOfUnary(operator, value.type)
      if (doubt !== undefined) {
        const message = `'${operator}' before ${describeType(value.type)} is not in the table of operators`
        const help =
          value.type === 'vector' ? 'make a number of the vector first: max(...)' : `remove it`
        this.type(doubt === 'senseless' ? 'error' : 'warning', at, message, help)
      }
      const { low, high } = value.range
      const range = operator === '-' ? { low: -high, high: -low } : { low: 0, high: 1 }
      const interval = value.intervalMs === undefined ? {} : { intervalMs: -value.intervalMs }
      value = { ...known(type, range, value.reads), ...(operator === '-' && interval) }
    }
    return value
  }

  #chain({ first, rest }: Chain): Known {
    let left = this.typeOf(first)
    for (const { operator, operatorAt, operand } of rest) {
      const right = this.typeOf(operand)
      const { type, doubt } = typeOfBinary(operator, left.type, right.type)
      if (doubt !== undefined) {
        const message = `${describeType(left.type)} ${operator} ${describeType(right.type)} is not in the table of operators`
        const help = adviceFor(operator, left.type, right.type)
        this.type(doubt === 'senseless' ? 'error' : 'warning', operatorAt, message, help)
      }
      const range = rangeOfBinary(operator, left.range, right.range)
      const intervalMs = intervalOf(operator, left, right)
      left = {
        ...known(type, range, readsOf([left, right])),
        ...(type === 'interval' && intervalMs !== undefined && { intervalMs }),
      }
    }
    return left
  }

  #conditional({ condition, whenTrue, whenFalse }: Conditional): Known {
    const question = this.typeOf(condition)
    if (!isNumber(question.type)) {
      const isLikely = question.type === 'vector'
      const message = `a condition is a number, and this is ${describeType(question.type)}`
      const help = isLikely ? 'make a number of it: max(...) > 0' : 'compare it with something'
      this.type(isLikely ? 'warning' : 'error', condition.at, message, help)
    }
    const arms = [this.typeOf(whenTrue), this.typeOf(whenFalse)]
    const [a, b] = arms.map(({ type }) => asOperand(type)) as [Type, Type]
    const reads = readsOf([question, ...arms])
    const range = unionOf(arms.map((arm) => arm.range))
    if (a === b) return known(a, range, reads)
    if (a === 'unknown' || b === 'unknown') return known(a === 'unknown' ? b : a, range, reads)
    if (arms.every(({ type }) => type === 'vector' || type === 'percent'))
      return known('vector', range, reads)
    const message = `the two values of the conditional differ in kind: ${describeType(a)}, and ${describeType(b)}`
    this.type('warning', whenFalse.at, message, 'give both the same kind of value')
    return known('unknown', range, reads)
  }
}

function intervalOf(operator: string, left: Known, right: Known): number | undefined {
  const [a, b] = [left.intervalMs, right.intervalMs]
  const factor = (of: Known) => (of.range.low === of.range.high ? of.range.low : undefined)
  if (operator === '+' && a !== undefined && b !== undefined) return a + b
  if (operator === '-' && a !== undefined && b !== undefined) return a - b
  if (operator === '*' && a !== undefined) return timesIf(a, factor(right))
  if (operator === '*' && b !== undefined) return timesIf(b, factor(left))
  const divisor = factor(right)
  if (operator === '/' && a !== undefined && divisor !== undefined) return a / divisor
  return undefined
}

function timesIf(ms: number, factor: number | undefined): number | undefined {
  return factor === undefined ? undefined : ms * factor
}
