import type { Metric } from './vocabulary.js'

/** What an expression comes to. */
export type Value =
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'vector'; readonly values: readonly number[] }
  | { readonly kind: 'string'; readonly text: string }
  /** Milliseconds since the epoch. */
  | { readonly kind: 'timestamp'; readonly ms: number }
  | { readonly kind: 'interval'; readonly ms: number }
  | { readonly kind: 'metric'; readonly metric: Metric }
  | { readonly kind: 'option'; readonly word: string }
  | { readonly kind: 'nothing' }

/** A zero has no sign here: what a division by it gives would hang on how the zero came about. */
export function double(value: number): Value {
  return { kind: 'double', value: value + 0 }
}

export function truth(value: boolean): Value {
  return double(value ? 1 : 0)
}

/** As the service prints it: https://learn.microsoft.com/azure/batch/batch-automatic-scaling has timestamps and vectors. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case 'double':
      return printNumber(value.value)
    case 'vector':
      return `[${value.values.map(printNumber).join(',')}]`
    case 'string':
      return value.text
    case 'timestamp':
      return printTime(value.ms)
    case 'interval':
      return printInterval(value.ms)
    case 'option':
      return value.word
    case 'metric':
    case 'nothing':
      return ''
  }
}

/** Six significant digits, as in `96.6667` of a live pool. */
export function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return '0'
  const [digits = '', exponent = '0'] = value.toExponential(5).split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return withoutZeros(value.toFixed(5 - power))
  const sign = power < 0 ? '-' : '+'
  return `${withoutZeros(digits)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`
}

function withoutZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
}

const earliestMs = Date.UTC(0, 0, 1) - 1900 * 366 * 86_400_000
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Whether a time lies in the years that a date can have. */
export function isTime(ms: number): boolean {
  return ms >= earliestMs && ms <= latestMs
}

function printTime(ms: number): string {
  return new Date(ms).toISOString()
}

/** @unverified autoscale/printed-interval The service prints an interval as days, hours, minutes and seconds. */
function printInterval(ms: number): string {
  const sign = ms < 0 ? '-' : ''
  const seconds = Math.floor(Math.abs(ms) / 1000)
  const days = Math.floor(seconds / 86_400)
  const two = (value: number) => String(value).padStart(2, '0')
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${sign}${days === 0 ? '' : `${String(days)}.`}${clock}`
}
