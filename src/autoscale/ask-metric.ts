import { fail } from './fault.js'
import { percentOf, samplePeriodMs, samplesBetween, type Sample } from './history.js'
import type { MethodCall } from './syntax.js'
import { double, printNumber, type Value } from './values.js'
import type { Metric, MetricMethod } from './vocabulary.js'

/** A call of GetSample that names no percentage wants this much: seen in Azure/batch-shipyard#138. */
export const impliedPercent = 70

interface Asked {
  readonly call: MethodCall
  readonly samples: readonly Sample[]
  readonly args: readonly Value[]
  readonly metric: Metric
  readonly nowMs: number
  readonly isNewestFirst: boolean
}

/** What a method of a metric gives. */
export function askMetric(method: MetricMethod, asked: Asked): Value {
  const { call, samples, args, nowMs } = asked
  const isBare = method !== 'GetSample' && method !== 'GetSamplePercent'
  if (isBare === args.length > 0 || args.length > 3) {
    return fail(`'${method}' takes another number of values`, call.open)
  }
  switch (method) {
    case 'Count':
      return double(samples.length)
    case 'GetSamplePeriod':
      return { kind: 'interval', ms: samplePeriodMs }
    case 'HistoryBeginTime':
      return { kind: 'timestamp', ms: samples.at(-1)?.atMs ?? nowMs }
    case 'GetSamplePercent': {
      const [from, to] = windowOf(asked)
      return double(percentOf(samplesBetween(samples, from, to), from, to))
    }
    case 'GetSample':
      return { kind: 'vector', values: getSample(asked) }
  }
}

function getSample(asked: Asked): readonly number[] {
  const { call, samples, args, metric } = asked
  const [first, second, third] = args
  if (first?.kind === 'double') {
    if (second !== undefined) fail('GetSample with a count takes nothing else', call.open)
    return inOrder(samples.slice(0, Math.max(0, Math.trunc(first.value))), asked)
  }
  const last = third ?? (second?.kind === 'double' ? second : undefined)
  if (last !== undefined && last.kind !== 'double') fail('a percentage is wanted', call.open)
  const wanted = last?.value ?? impliedPercent
  const [from, to] = windowOf(asked)
  const there = samplesBetween(samples, from, to)
  const percent = percentOf(there, from, to)
  if (percent < wanted) {
    const received = printNumber(Math.floor(percent))
    const message = `Insufficient data from data set: $${metric.name} wanted ${printNumber(wanted)}%, received ${received}%`
    fail(message, call.open, 'InsufficientSampleData')
  }
  return inOrder(there, asked)
}

function inOrder(samples: readonly Sample[], { isNewestFirst }: Asked): readonly number[] {
  const values = samples.map(({ value }) => value)
  return isNewestFirst ? values : values.reverse()
}

/** From one bound to the other, or from the only one until now. */
function windowOf({ call, args, nowMs }: Asked): readonly [number, number] {
  const bounds = args.slice(0, 2).filter(({ kind }) => kind !== 'double')
  const [first, second] = bounds.map((bound) => {
    if (bound.kind === 'timestamp') return bound.ms
    return bound.kind === 'interval'
      ? nowMs - bound.ms
      : fail('a time or an interval is wanted', call.open)
  })
  if (first === undefined) fail('a time or an interval is wanted', call.open)
  return [first, second ?? nowMs]
}
