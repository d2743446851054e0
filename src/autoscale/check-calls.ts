import { NameChecker } from './check-names.js'
import {
  anyRange,
  constantOf,
  countRange,
  known,
  rangeOfList,
  rangeOfMapping,
  readsOf,
  unionOf,
  unknown,
  type Known,
  type Range,
} from './known.js'
import type { Call, Expression, Member, MethodCall } from './syntax.js'
import { withoutBrackets } from './syntax.js'
import { readTime } from './time-text.js'
import { asOperand, describeType, isNumber, type Type } from './types.js'
import {
  caseVariant,
  functionAdvice,
  functionWords,
  isListFunction,
  isMappingFunction,
  memberAdvice,
  metricMethods,
  metricOf,
  timestampMembers,
  type FunctionName,
  type OtherFunction,
  type MappingFunction,
  type MetricMethod,
  type TimestampMember,
} from './vocabulary.js'

const memberRanges: Readonly<Record<TimestampMember, Range>> = {
  year: { low: 1, high: 9999 },
  month: { low: 1, high: 12 },
  day: { low: 1, high: 31 },
  // Sunday is 0 or 7: documented nowhere.
  weekday: { low: 0, high: 7 },
  hour: { low: 0, high: 23 },
  minute: { low: 0, high: 59 },
  second: { low: 0, high: 59 },
}

/** Calls of functions and methods, and members. */
export abstract class CallChecker extends NameChecker {
  abstract typeOf(expression: Expression): Known

  #arity({ nameAt }: Call | MethodCall, message: string, help: string): Known {
    this.finding('arity', 'error', nameAt, { message, help })
    return unknown
  }

  #wrongArgument(arg: Expression, { type }: Known, wanted: string): void {
    // A number, where a vector is wanted, may be taken for a vector of one: so it is in lists.
    const isLikely =
      (asOperand(type) === 'double' && wanted.startsWith('a vector')) ||
      (type === 'vector' && wanted.startsWith('a number'))
    const help = adviceForArgument(type, wanted)
    const message = `${wanted} is wanted here, and this is ${describeType(type)}`
    this.type(isLikely ? 'warning' : 'error', arg.at, message, help)
  }

  callType(call: Call): Known {
    const name = this.#functionName(call)
    const args = call.args.map((arg) => this.typeOf(arg))
    if (name === undefined) return unknown
    if (isListFunction(name)) {
      this.#listArgs(call, args)
      return known('double', rangeOfList(name, args), readsOf(args))
    }
    return isMappingFunction(name)
      ? this.#mappingCall(name, call, args)
      : this.#otherCall(name, call, args)
  }

  #mappingCall(name: MappingFunction, call: Call, args: readonly Known[]): Known {
    this.#listArgs(call, args)
    const [only] = args
    const isScalar = args.length === 1 && only !== undefined && only.type !== 'vector'
    const ranges = args.map(({ range }) => range)
    const range = args.length === 0 ? anyRange : rangeOfMapping(name, unionOf(ranges))
    if (isScalar && only.type === 'unknown') return known('unknown', range, only.reads)
    return known(isScalar ? 'double' : 'vector', range, readsOf(args))
  }

  #functionName({ name, nameAt }: Call): FunctionName | undefined {
    const exact = functionWords.find((word) => word === name)
    if (exact !== undefined) return exact
    const variant = functionWords.find((word) => word === caseVariant(name, functionWords))
    if (variant !== undefined) {
      this.finding('name', 'warning', nameAt, {
        message: `'${name}' differs from the function ${variant} in letter case`,
        help: `write ${variant}`,
      })
      return variant
    }
    const isVariable = this.variable(name) !== undefined || metricOf(name) !== undefined
    const method = metricMethods.find((word) => word.toLowerCase() === name.toLowerCase())
    this.finding('name', 'error', nameAt, {
      message: isVariable
        ? `'${name}' is a variable, not a function`
        : `there is no function '${name}'`,
      help:
        functionAdvice.get(name.toLowerCase()) ??
        (method === undefined
          ? this.didYouMean(name, functionWords)
          : `call it of a metric: $PendingTasks.${method}(...)`),
    })
    return undefined
  }

  #listArgs(call: Call, args: readonly Known[]): void {
    if (call.args.length === 0) {
      this.finding('arity', 'warning', call.nameAt, {
        message: `${call.name}() of no value: nothing says what that is`,
        help: 'give it a value',
      })
    }
    for (const [index, arg] of args.entries()) {
      const { type } = arg
      if (type === 'unknown' || type === 'vector' || asOperand(type) === 'double') continue
      const expression = call.args[index]
      if (expression !== undefined) this.#wrongArgument(expression, arg, 'a number or vector')
    }
  }

  #otherCall(name: OtherFunction, call: Call, args: readonly Known[]): Known {
    const [first, second] = args
    const reads = readsOf(args)
    switch (name) {
      case 'percentile':
      case 'val': {
        if (args.length !== 2) {
          const second_ = name === 'val' ? 'an index, from 0' : 'a percentage'
          return this.#arity(
            call,
            `${name} takes two values: a vector, and ${second_}`,
            `write ${name}(values, ${name === 'val' ? '0' : '90'})`,
          )
        }
        this.#vectorAndNumber(call, args)
        const range = first?.range ?? anyRange
        return known(
          'double',
          name === 'val' ? unionOf([range, { low: 0, high: 0 }]) : range,
          reads,
        )
      }
      case 'rand':
        if (args.length > 0)
          return this.#arity(call, 'rand takes no value', 'write rand(), and multiply it')
        return known('double', { low: 0, high: 1 })
      case 'stop':
        if (args.length > 0) return this.#arity(call, 'stop takes no value', 'write stop()')
        return known('nothing')
      case 'time':
        if (args.length > 1 || second !== undefined) {
          return this.#arity(call, 'time takes one string', 'write time("2026-01-31T08:00:00Z")')
        }
        this.#timeText(call, first)
        return known('timestamp')
    }
  }

  #vectorAndNumber({ args: given }: Call, args: readonly Known[]): void {
    const [vector, number] = args
    const [vectorAt, numberAt] = given
    if (vector !== undefined && vectorAt !== undefined) {
      const isVector = ['vector', 'percent', 'unknown'].includes(vector.type)
      if (!isVector) this.#wrongArgument(vectorAt, vector, 'a vector')
    }
    if (number !== undefined && numberAt !== undefined && !isNumber(number.type)) {
      this.#wrongArgument(numberAt, number, 'a number')
    }
  }

  #timeText({ args }: Call, first: Known | undefined): void {
    const [arg] = args
    if (arg === undefined || first === undefined || first.type === 'unknown') return
    if (first.type !== 'string') {
      this.#wrongArgument(arg, first, 'a string')
      return
    }
    const literal = withoutBrackets(arg)
    if (literal.kind !== 'string') return
    const { doubt, help } = readTime(literal.value)
    if (doubt === undefined) return
    const { message, isCertain } = doubt
    this.finding('value', isCertain ? 'error' : 'warning', arg.at, { message, help })
  }

  memberType({ object, name, nameAt }: Member): Known {
    const of = this.typeOf(object)
    const member = timestampMembers.find((word) => word === name)
    if (of.type === 'timestamp' && member !== undefined) {
      return known('double', memberRanges[member])
    }
    if (of.type === 'unknown') return unknown
    const method = metricMethods.find((word) => word === name)
    if (method !== undefined) {
      this.finding('arity', 'error', nameAt, {
        message: `the method ${name} is not called`,
        help: `write ${name}(${method === 'GetSample' ? '1' : ''})`,
      })
      return unknown
    }
    const variant = caseVariant(name, timestampMembers)
    if (of.type === 'timestamp' && variant !== undefined) {
      this.finding('name', 'warning', nameAt, {
        message: `'${name}' differs from the member ${variant} in letter case`,
        help: `write ${variant}`,
      })
      return known('double', memberRanges[variant as TimestampMember])
    }
    this.finding('name', 'error', nameAt, {
      message: `${describeType(of.type)} has no '${name}'`,
      help: this.#adviceForMember(name, of.type),
    })
    return unknown
  }

  #adviceForMember(name: string, type: Type): string {
    if (type === 'timestamp') {
      return memberAdvice.get(name.toLowerCase()) ?? this.didYouMean(name, timestampMembers)
    }
    if (type === 'metric') return this.didYouMean(name, metricMethods)
    return 'only timestamps have members, as in time().hour'
  }

  methodType(call: MethodCall): Known {
    const { object, nameAt } = call
    const of = this.typeOf(object)
    const args = call.args.map((arg) => this.typeOf(arg))
    if (of.type === 'unknown' && withoutBrackets(object).kind !== 'missing') return unknown
    const isMissing = of.type === 'unknown'
    if (!isMissing && of.type !== 'metric') return this.#notOfMetric(call, of.type)
    if (!this.isServiceVariable(object) && !isMissing) {
      this.finding('type', 'warning', nameAt, {
        message: 'nothing says that a variable that a metric was assigned to still has its methods',
        help: 'call the method of the metric itself, and assign what it gives',
      })
    }
    const method = this.#methodName(call)
    return method === undefined ? unknown : this.#methodResult(method, call, of, args)
  }

  #notOfMetric({ name, nameAt, object }: MethodCall, type: Type): Known {
    const member = timestampMembers.find((word) => word === name)
    if (type === 'timestamp' && member !== undefined) {
      const help = `write .${name} without brackets`
      this.finding('arity', 'error', nameAt, { message: `${name} is a member, not a method`, help })
      return known('double', memberRanges[member])
    }
    const isTarget = this.isServiceVariable(object)
    this.finding('type', isTarget ? 'warning' : 'error', nameAt, {
      message: isTarget
        ? `nothing says that a target has the method ${name}`
        : `${describeType(type)} has no method '${name}'`,
      help: 'only metrics have methods, as in $PendingTasks.GetSample(1)',
    })
    return unknown
  }

  #methodName({ name, nameAt }: MethodCall): MetricMethod | undefined {
    const exact = metricMethods.find((word) => word === name)
    if (exact !== undefined) return exact
    const variant = caseVariant(name, metricMethods)
    this.finding('name', variant === undefined ? 'error' : 'warning', nameAt, {
      message:
        variant === undefined
          ? `a metric has no method '${name}'`
          : `'${name}' differs from the method ${variant} in letter case`,
      help: variant === undefined ? this.didYouMean(name, metricMethods) : `write ${variant}`,
    })
    return metricMethods.find((word) => word === variant)
  }

  #methodResult(
    method: MetricMethod,
    call: MethodCall,
    { reads }: Known,
    args: readonly Known[],
  ): Known {
    switch (method) {
      case 'GetSample':
        this.#sampleArgs(call, args)
        return known('vector', countRange, reads)
      case 'GetSamplePercent': {
        const isWrong = args.length < 1 || args.length > 2
        if (isWrong)
          this.#arity(
            call,
            'GetSamplePercent takes how far to look back, and perhaps another end',
            'write GetSamplePercent(5 * TimeInterval_Minute)',
          )
        else this.#bounds(call, args)
        return known('percent', { low: 0, high: 100 }, reads)
      }
      case 'GetSamplePeriod':
      case 'Count':
      case 'HistoryBeginTime':
        if (args.length > 0) this.#arity(call, `${method} takes no value`, `write ${method}()`)
        if (method === 'Count') return known('double', countRange, reads)
        // The documentation has no type for the period.
        return known(method === 'HistoryBeginTime' ? 'timestamp' : 'unknown', anyRange, reads)
    }
  }

  /** `(count)`, `(start [, percent])`, `(start, end [, percent])` */
  #sampleArgs(call: MethodCall, args: readonly Known[]): void {
    const [first, second, third] = args
    if (first === undefined) {
      this.#arity(
        call,
        'GetSample needs a number of samples or how far to look back',
        'write GetSample(1) or GetSample(5 * TimeInterval_Minute)',
      )
      return
    }
    if (asOperand(first.type) === 'double') {
      if (second === undefined) return
      const help = 'give the number a unit, as in 5 * TimeInterval_Minute, or leave out the rest'
      this.#arity(call, 'GetSample with a number of samples takes nothing else', help)
      return
    }
    const isPercentSecond =
      second !== undefined &&
      third === undefined &&
      isNumber(second.type) &&
      second.type !== 'unknown'
    if (args.length > 3) {
      this.#arity(call, 'GetSample takes two times and a percentage at most', 'remove the rest')
      return
    }
    this.#bounds(call, isPercentSecond ? args.slice(0, 1) : args.slice(0, 2))
    const percent = isPercentSecond ? second : third
    const percentAt = call.args[isPercentSecond ? 1 : 2]
    if (percent === undefined || percentAt === undefined) return
    if (!isNumber(percent.type)) this.#wrongArgument(percentAt, percent, 'a number from 0 to 100')
    const value = constantOf(percent)
    if (value === undefined || (value >= 0 && value <= 100)) return
    this.finding('value', 'warning', percentAt.at, {
      message: `no window has ${String(value)} percent of its samples`,
      help: 'write a percentage from 0 to 100',
    })
  }

  #bounds(call: MethodCall, args: readonly Known[]): void {
    for (const [index, arg] of args.entries()) {
      const at = call.args[index]
      if (at === undefined || ['interval', 'timestamp', 'unknown'].includes(arg.type)) continue
      this.#wrongArgument(at, arg, 'a time interval or a timestamp')
    }
  }
}

function adviceForArgument(type: Type, wanted: string): string {
  if (type === 'metric') return 'read its samples: .GetSample(1)'
  if (type === 'vector') return 'make a number of it: max(...), avg(...), or val(..., 0)'
  const isTime = wanted === 'a time interval or a timestamp'
  return isTime ? 'give the number a unit: 5 * TimeInterval_Minute' : `write ${wanted}`
}
