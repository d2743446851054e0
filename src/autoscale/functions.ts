import type { Readings } from './readings.js'
import type { ListFunction, MappingFunction } from './vocabulary.js'

/** `uses` is told when the answer hangs on something that is not documented. */
export interface Judgement {
  readonly readings: Readings
  readonly uses: (gap: keyof Readings) => void
}

export function applyList(name: ListFunction, values: readonly number[], by: Judgement): number {
  if (name === 'len') return values.length
  if (name === 'sum') return sumOf(values)
  if (name === 'norm') return Math.sqrt(sumOf(values.map((value) => value * value)))
  if (values.length === 0) {
    by.uses('ofNothing')
    return by.readings.ofNothing
  }
  switch (name) {
    case 'avg':
      return sumOf(values) / values.length
    case 'max':
      return extreme(values, (a, b) => a > b)
    case 'min':
      return extreme(values, (a, b) => a < b)
    case 'range':
      return extreme(values, (a, b) => a > b) - extreme(values, (a, b) => a < b)
    case 'std':
      return deviation(values)
  }
}

/** A loop: a spread of a long vector would be too many arguments. */
function extreme(values: readonly number[], isBetter: (a: number, b: number) => boolean): number {
  let best = values[0] ?? Number.NaN
  for (const value of values) if (isBetter(value, best) || Number.isNaN(value)) best = value
  return best
}

function sumOf(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}

/** Of a sample: by n - 1. Of a single value there is none to speak of. */
function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = sumOf(values) / values.length
  return Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / (values.length - 1))
}

export function applyMapping(name: MappingFunction, value: number, by: Judgement): number {
  switch (name) {
    case 'ceil':
      return Math.ceil(value)
    case 'floor':
      return Math.floor(value)
    case 'round':
      return round(value, by)
    case 'ln':
      return Math.log(value)
    case 'lg':
      return exact(Math.log2(value), 2, value)
    case 'log':
      return exact(Math.log10(value), 10, value)
  }
}

/** Of 1000 the logarithm is 3; computed it may be a last digit less, and cutting would take one more away. */
function exact(logarithm: number, base: number, of: number): number {
  const whole = Math.round(logarithm)
  return base ** whole === of ? whole : logarithm
}

function round(value: number, { readings, uses }: Judgement): number {
  const whole = Math.trunc(value)
  if (Math.abs(value - whole) !== 0.5) return Math.sign(value) * Math.floor(Math.abs(value) + 0.5)
  uses('half')
  const isEven = whole % 2 === 0
  return readings.half === 'even' && isEven ? whole : whole + Math.sign(value)
}

/** The value that `percent` of all lie below. The method is not documented; between equal neighbours it does not matter. */
export function percentile(values: readonly number[], percent: number, by: Judgement): number {
  const sorted = [...values].sort((a, b) => a - b)
  const last = sorted.length - 1
  const place = (Math.min(100, Math.max(0, percent)) / 100) * last
  const lower = sorted[Math.floor(place)]
  const upper = sorted[Math.ceil(place)]
  if (lower === undefined || upper === undefined || Number.isNaN(percent)) {
    by.uses('ofNothing')
    return by.readings.ofNothing
  }
  if (sorted[0] === sorted[last]) return lower
  by.uses('percentile')
  switch (by.readings.percentile) {
    case 'lower':
      return lower
    case 'upper':
      return sorted[Math.min(last, Math.floor(place) + 1)] ?? upper
    case 'between':
      return lower + (upper - lower) * (place - Math.floor(place))
  }
}
