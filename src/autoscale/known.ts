import type { BinaryOperator } from './syntax.js'
import type { ListFunction, MappingFunction } from './vocabulary.js'
import type { Type } from './types.js'

/** All values that a number can have; of a vector, those that its elements can have. */
export interface Range {
  readonly low: number
  readonly high: number
}

/** What is known of an expression before it is evaluated. */
export interface Known {
  readonly type: Type
  readonly range: Range
  /** Of an interval that is always the same. */
  readonly intervalMs?: number
  /** The service variables that it depends on. */
  readonly reads: ReadonlySet<string>
}

export const anyRange: Range = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
export const countRange: Range = { low: 0, high: Number.POSITIVE_INFINITY }
export const truthRange: Range = { low: 0, high: 1 }
const none: ReadonlySet<string> = new Set()

export function known(type: Type, range: Range = anyRange, reads = none): Known {
  return { type, range, reads }
}
export const unknown = known('unknown')

/** The number that it always is. */
export function constantOf({ type, range }: Known): number | undefined {
  return type === 'double' && range.low === range.high && Number.isFinite(range.low)
    ? range.low
    : undefined
}

/** What any of them reads; most read nothing, or the same. */
export function readsOf(all: readonly Known[]): ReadonlySet<string> {
  let union = none
  for (const { reads } of all) {
    if (reads === union || reads.size === 0) continue
    if (union.size === 0) union = reads
    else if ([...reads].some((name) => !union.has(name))) union = new Set([...union, ...reads])
  }
  return union
}

export function unionOf(ranges: readonly Range[]): Range {
  return {
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
  }
}

function rangeOf(values: readonly number[]): Range {
  if (values.some(Number.isNaN)) return anyRange
  return { low: Math.min(...values), high: Math.max(...values) }
}

/** Of `operator` between numbers, or between elements of vectors. */
export function rangeOfBinary(operator: BinaryOperator, a: Range, b: Range): Range {
  switch (operator) {
    case '+':
      return rangeOf([a.low + b.low, a.high + b.high])
    case '-':
      return rangeOf([a.low - b.high, a.high - b.low])
    case '*':
      // Nothing times anything is nothing, even where there is no bound.
      return rangeOf(
        [a.low, a.high].flatMap((x) =>
          [b.low, b.high].map((y) => (x === 0 || y === 0 ? 0 : x * y)),
        ),
      )
    case '/': {
      if (b.low > 0 || b.high < 0) {
        return rangeOf([a.low, a.high].flatMap((x) => [x / b.low, x / b.high].map(orZero)))
      }
      return a.low >= 0 && b.low >= 0 ? countRange : anyRange
    }
    case 'wrong':
      return anyRange
    case '&&':
    case '||':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return truthRange
  }
}

/** Infinity by infinity: between the other corners. */
function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value
}

export function rangeOfList(name: ListFunction, args: readonly Known[]): Range {
  const ranges = args.map(({ range }) => range)
  if (ranges.length === 0) return anyRange
  switch (name) {
    case 'max':
      return {
        low: Math.max(...ranges.map(({ low }) => low)),
        high: Math.max(...ranges.map(({ high }) => high)),
      }
    case 'min':
      return {
        low: Math.min(...ranges.map(({ low }) => low)),
        high: Math.min(...ranges.map(({ high }) => high)),
      }
    case 'avg':
      return unionOf(ranges)
    case 'sum':
      return rangeOfSum(args)
    case 'len':
    case 'norm':
    case 'range':
    case 'std':
      return countRange
  }
}

function rangeOfSum(args: readonly Known[]): Range {
  const { low, high } = args
    .map(({ type, range }) => (type === 'vector' ? ofAnyLength(range) : range))
    .reduce((a, b) => rangeOfBinary('+', a, b))
  return { low, high }
}

function ofAnyLength({ low, high }: Range): Range {
  return {
    low: low < 0 ? Number.NEGATIVE_INFINITY : 0,
    high: high > 0 ? Number.POSITIVE_INFINITY : 0,
  }
}

export function rangeOfMapping(name: MappingFunction, { low, high }: Range): Range {
  switch (name) {
    case 'ceil':
      return { low: Math.ceil(low), high: Math.ceil(high) }
    case 'floor':
      return { low: Math.floor(low), high: Math.floor(high) }
    case 'round':
      return { low: Math.floor(low), high: Math.ceil(high) }
    case 'lg':
    case 'ln':
    case 'log':
      return anyRange
  }
}
