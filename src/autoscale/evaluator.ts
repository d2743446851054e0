import { applyBinary } from './arithmetic.js'
import type { EvaluationError, Situation } from './evaluate.js'
import { applyList, applyMapping, percentile, type Judgement } from './functions.js'
import { askMetric } from './ask-metric.js'
import { EvaluationFault, fail } from './fault.js'
import type { Gap, Readings } from './readings.js'
import type { Assignment, Call, Chain, Expression, Formula, MethodCall, Unary } from './syntax.js'
import { readTime } from './time-text.js'
import { describeType } from './types.js'
import { double, isTime, printValue, truth, type Value } from './values.js'
import {
  caseVariant,
  deallocationOptions,
  functionWords,
  intervalMsOf,
  intervalWords,
  isListFunction,
  isMappingFunction,
  metricMethods,
  metricOf,
  metricWords,
  optionVariable,
  targetOf,
  targetWords,
  timestampMembers,
  yearConstant,
  type Metric,
  type OtherFunction,
  type TimestampMember,
} from './vocabulary.js'

const nodeCounts = new Map([
  ['CurrentDedicatedNodes', 'dedicated'],
  ['CurrentLowPriorityNodes', 'lowPriority'],
] as const)

/**
 * Carries a formula out. What is documented is done so; what is not, and makes sense, is done too, and noted in `gaps`
 * where the result may hang on it.
 */
export class Evaluator {
  readonly variables = new Map<string, Value>()
  readonly gaps = new Set<Gap>()
  isStopped = false
  steps = 0
  readonly #situation: Situation
  readonly #by: Judgement
  readonly #lower = new Map<string, string>()

  constructor(situation: Situation, readings: Readings) {
    this.#situation = situation
    this.#by = { readings, uses: (gap) => this.gaps.add(gap) }
  }

  run({ statements }: Formula): EvaluationError | undefined {
    try {
      for (const statement of statements) {
        const value = this.#value(statement.value)
        if (this.isStopped) break
        if (statement.kind === 'assignment') this.#assign(statement, value)
      }
      return undefined
    } catch (error) {
      if (error instanceof EvaluationFault) return error.fault
      throw error
    }
  }

  #assign({ name, nameAt, value: at }: Assignment, value: Value): void {
    if (name === undefined) fail('the formula cannot be read', nameAt.start)
    if (metricOf(name) !== undefined) fail(`${name} is read-only`, nameAt.start)
    const isTarget = targetOf(name) !== undefined
    const stored = isTarget || value.kind === 'metric' ? double(this.#number(value, at)) : value
    this.variables.set(name, name === optionVariable ? optionFrom(value, at) : stored)
    this.#lower.set(name.toLowerCase(), name)
  }

  #value(expression: Expression): Value {
    this.steps += 1
    switch (expression.kind) {
      case 'number':
        return double(expression.value)
      case 'string':
        return { kind: 'string', text: expression.value }
      case 'missing':
        return fail('the formula cannot be read', expression.at.start)
      case 'group':
        return this.#value(expression.inner)
      case 'name':
        return this.#named(expression.name, expression.at.start)
      case 'call':
        return this.#call(expression)
      case 'member': {
        const member = wordOf(expression.name, timestampMembers)
        const of = this.#value(expression.object)
        if (member === undefined || of.kind !== 'timestamp') {
          return fail(`there is no '${expression.name}' here`, expression.nameAt.start)
        }
        return double(this.#member(member, of.ms))
      }
      case 'method':
        return this.#method(expression)
      case 'unary':
        return this.#unary(expression)
      case 'chain':
        return this.#chain(expression)
      case 'conditional': {
        const { condition, whenTrue, whenFalse } = expression
        return this.#isTrue(condition) ? this.#value(whenTrue) : this.#value(whenFalse)
      }
    }
  }

  /** As it is written; else in another letter case, which may be the same to the service. */
  #named(name: string, offset: number): Value {
    const found = this.variables.get(name) ?? this.#service(name)
    if (found !== undefined) return found
    const fixed = [
      ...metricWords,
      ...targetWords,
      optionVariable,
      ...intervalWords,
      ...deallocationOptions,
    ]
    const variant = caseVariant(name, fixed) ?? this.#lower.get(name.toLowerCase())
    const meant =
      variant === undefined ? undefined : (this.variables.get(variant) ?? this.#service(variant))
    const twin = this.variables.get(name.startsWith('$') ? name.slice(1) : `$${name}`)
    const truthWord = /^(?:true|false)$/i.test(name) ? truth(/^true$/i.test(name)) : undefined
    return meant ?? twin ?? truthWord ?? fail(`'${name}' is not defined`, offset)
  }

  #service(name: string): Value | undefined {
    const metric = metricOf(name)
    if (metric !== undefined) return { kind: 'metric', metric }
    const target = targetOf(name)
    if (target !== undefined) {
      const { dedicated, lowPriority } = this.#situation.before
      return (
        this.variables.get(target) ?? double(target.includes('Dedicated') ? dedicated : lowPriority)
      )
    }
    if (name === optionVariable) return { kind: 'option', word: 'requeue' }
    const ms = intervalMsOf(name)
    if (ms !== undefined)
      return { kind: 'interval', ms: name === yearConstant ? this.#yearMs() : ms }
    const word = deallocationOptions.find((one) => one === name)
    return word === undefined ? undefined : { kind: 'option', word }
  }

  #yearMs(): number {
    this.#by.uses('daysOfYear')
    return this.#by.readings.daysOfYear * 86_400_000
  }

  /** A metric counts as a number too; of a vector that is not documented, and makes sense for one element alone. */
  #number(value: Value, { at }: Pick<Expression, 'at'>): number {
    if (value.kind === 'double') return value.value
    if (value.kind === 'metric') return this.#worth(value.metric)
    const [only] = value.kind === 'vector' && value.values.length === 1 ? value.values : []
    return only ?? fail(`a number is wanted, and this is ${describeType(value.kind)}`, at.start)
  }

  #isTrue(condition: Expression): boolean {
    return this.#number(this.#value(condition), condition) !== 0
  }

  #worth({ name }: Metric): number {
    const { nodes, taskSlotsPerNode, before } = this.#situation
    const kind = nodeCounts.get(name as 'CurrentDedicatedNodes')
    if (kind !== undefined && nodes !== undefined) return nodes[kind]
    if (name === 'TaskSlotsPerNode' && taskSlotsPerNode !== undefined) return taskSlotsPerNode
    const samples = this.#situation.history.samples(name).slice(0, 10)
    const newest = samples[0]?.value
    if (newest === undefined) {
      if (name === 'TaskSlotsPerNode') return 1
      return kind === undefined ? 0 : before[kind]
    }
    this.#by.uses('metric')
    const isAverage = this.#by.readings.metric === 'average'
    return isAverage
      ? applyList(
          'avg',
          samples.map(({ value }) => value),
          this.#by,
        )
      : newest
  }

  #member(member: TimestampMember, ms: number): number {
    const date = new Date(ms)
    switch (member) {
      case 'year':
        return date.getUTCFullYear()
      case 'month':
        return date.getUTCMonth() + 1
      case 'day':
        return date.getUTCDate()
      case 'weekday': {
        const day = date.getUTCDay()
        if (day !== 0) return day
        this.#by.uses('sunday')
        return this.#by.readings.sunday
      }
      case 'hour':
        return date.getUTCHours()
      case 'minute':
        return date.getUTCMinutes()
      case 'second':
        return date.getUTCSeconds()
    }
  }

  #unary({ operators, operand, at }: Unary): Value {
    let value = this.#value(operand)
    for (const operator of [...operators].reverse()) {
      if (operator === '!') value = truth(this.#number(value, { at }) === 0)
      else if (value.kind === 'vector') {
        value = { kind: 'vector', values: value.values.map((one) => -one) }
      } else if (value.kind === 'interval') value = { kind: 'interval', ms: -value.ms }
      else value = double(-this.#number(value, { at }))
    }
    return value
  }

  #chain({ first, rest }: Chain): Value {
    let left = this.#value(first)
    let leftAt = first
    for (const { operator, operatorAt, operand } of rest) {
      if (operator === '&&' || operator === '||') {
        const isTrue = this.#number(left, leftAt) !== 0
        // @unverified autoscale/short-circuit The service does not evaluate the rest; here it cannot fail then.
        const isDecided = operator === '&&' ? !isTrue : isTrue
        left = truth(isDecided ? isTrue : this.#isTrue(operand))
      } else {
        const [a, b] = [this.#plain(left), this.#plain(this.#value(operand))]
        const result = applyBinary(operator, a, b, this.#by)
        if (result === undefined) {
          const sides = `${describeType(a.kind)} and ${describeType(b.kind)}`
          fail(`'${operator}' does not go between ${sides}`, operatorAt.start)
        }
        if (result.kind === 'timestamp' && !isTime(result.ms)) {
          fail('the time lies outside of the years 1 to 9999', operatorAt.start)
        }
        left = result
      }
      leftAt = operand
    }
    return left
  }

  #plain(value: Value): Value {
    return value.kind === 'metric' ? double(this.#worth(value.metric)) : value
  }

  #call(call: Call): Value {
    const name = wordOf(call.name, functionWords)
    if (name === undefined) return fail(`there is no function '${call.name}'`, call.open)
    if (!isListFunction(name) && !isMappingFunction(name)) return this.#otherCall(name, call)
    const args = call.args.map((arg) => this.#plain(this.#value(arg)))
    const values = flatten(args, call)
    if (isListFunction(name)) return double(applyList(name, values, this.#by))
    const mapped = values.map((value) => applyMapping(name, value, this.#by))
    const [only] = mapped
    const isScalar = args.length === 1 && args[0]?.kind === 'double' && only !== undefined
    return isScalar ? double(only) : { kind: 'vector', values: mapped }
  }

  #otherCall(name: OtherFunction, call: Call): Value {
    const [first, second] = call.args
    switch (name) {
      case 'percentile':
      case 'val': {
        if (first === undefined || second === undefined || call.args.length > 2) break
        const values = this.#vector(first)
        const number = this.#number(this.#value(second), second)
        return double(
          name === 'val' ? this.#elementAt(values, number) : percentile(values, number, this.#by),
        )
      }
      case 'rand':
        if (first !== undefined) break
        this.#by.uses('random')
        return double(this.#by.readings.random)
      case 'time':
        if (second !== undefined) break
        return { kind: 'timestamp', ms: this.#time(first) }
      case 'stop':
        if (first !== undefined) break
        this.#by.uses('beforeStop')
        this.isStopped = true
        return { kind: 'nothing' }
    }
    return fail(`'${call.name}' takes another number of values`, call.open)
  }

  #vector(expression: Expression): readonly number[] {
    const value = this.#value(expression)
    return value.kind === 'vector' ? value.values : [this.#number(value, expression)]
  }

  #elementAt(values: readonly number[], index: number): number {
    const element = values[Math.trunc(index)]
    if (element === undefined) {
      this.#by.uses('ofNothing')
      return this.#by.readings.ofNothing
    }
    if (values.some((value) => value !== element)) this.#by.uses('newest')
    return element
  }

  #time(given: Expression | undefined): number {
    if (given === undefined) return this.#situation.nowMs
    const value = this.#value(given)
    if (value.kind !== 'string') return fail('time reads a string', given.at.start)
    if (value.text === '') return this.#situation.nowMs
    const { ms } = readTime(value.text)
    return ms ?? fail(`'${value.text.slice(0, 60)}' is no time`, given.at.start)
  }

  #method(call: MethodCall): Value {
    const of = this.#value(call.object)
    const method = wordOf(call.name, metricMethods)
    if (of.kind !== 'metric' || method === undefined) {
      return fail(`${describeType(of.kind)} has no method '${call.name}'`, call.open)
    }
    const samples = this.#situation.history.samples(of.metric.name)
    const args = call.args.map((arg) => this.#plain(this.#value(arg)))
    const isNewestFirst = this.#by.readings.newest === 'first'
    const asked = { call, samples, args, metric: of.metric, nowMs: this.#situation.nowMs }
    return askMetric(method, { ...asked, isNewestFirst })
  }
}

function flatten(args: readonly Value[], { name, open }: Call): readonly number[] {
  return args.flatMap((arg) => {
    if (arg.kind === 'vector') return arg.values
    if (arg.kind === 'double') return [arg.value]
    return fail(`'${name}' takes numbers and vectors, and this is ${describeType(arg.kind)}`, open)
  })
}

function wordOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
  const exact = words.find((word) => word === name)
  if (exact !== undefined) return exact
  const variant = caseVariant(name, words)
  return words.find((word) => word === variant)
}

/** The management API's spelling and a string may be taken for the option; what else there is cannot be. */
function optionFrom(value: Value, { at }: Expression): Value {
  const isText = value.kind === 'option' || value.kind === 'string'
  const known = isText ? wordOf(printValue(value), deallocationOptions) : undefined
  return known === undefined
    ? fail(`${optionVariable} takes ${deallocationOptions.join(', ')}`, at.start)
    : { kind: 'option', word: known }
}
