import { parse } from 'tinyduration'

/** A length of time that remembers how it was written. */
export interface Duration {
  /** ISO 8601, as Azure takes it. */
  readonly iso: string
  readonly ms: number
}

const secondMs = 1000
const dayMs = 86_400 * secondMs
/** tinyduration takes ever longer for a longer text. */
const longest = 64

/**
 * Reads an ISO 8601 duration (`PT30M`, `P1DT2H`). Undefined when malformed, negative, or in months or years
 * (their length depends on the date).
 */
export function parseIsoDuration(text: string): Duration | undefined {
  if (text.length > longest) return undefined
  let parsed
  try {
    parsed = parse(text)
  } catch {
    return undefined // tinyduration throws for anything that is no ISO 8601 duration
  }
  const { years = 0, months = 0 } = parsed
  if (parsed.negative === true || years > 0 || months > 0) return undefined
  const { weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = parsed
  const ms = (weeks * 7 + days) * dayMs + (hours * 3600 + minutes * 60 + seconds) * secondMs
  return { iso: text, ms }
}

/** The same as a regular expression, for a schema that others read. */
export const isoDurationPattern =
  'P(?=[0-9T])(0+Y)?(0+M)?([0-9.,]+W)?([0-9.,]+D)?(T(?=[0-9])([0-9.,]+H)?([0-9.,]+M)?([0-9.,]+S)?)?'

/** Whole numbers above zero, no weeks: what Batch takes as it is. */
const plainForm = /^P(?=.)(?:[1-9]\d*D)?(?:T(?=.)(?:[1-9]\d*H)?(?:[1-9]\d*M)?(?:[1-9]\d*S)?)?$/

/**
 * A duration as it is sent. az reads the text and writes it anew (isodate's `duration_isoformat`), and so it is here. Any
 * other text stays as it is.
 *
 * @unverified pool/fraction-duration, pool/week-duration, pool/zero-part-duration Batch refuses fractions (`PT0.5H`), weeks and
 * parts that are zero.
 */
export function sentDuration(text: string): string {
  if (plainForm.test(text)) return text
  const parsed = parseIsoDuration(text)
  return parsed === undefined || parsed.ms === 0 ? text : isoOfMs(parsed.ms)
}

/** `PT30M` for half an hour; days are the largest part. */
function isoOfMs(ms: number): string {
  const total = Math.round(ms) / secondMs
  const [days, hours] = [Math.floor(total / 86_400), Math.floor((total % 86_400) / 3600)]
  const [minutes, seconds] = [
    Math.floor((total % 3600) / 60),
    Math.round((total % 60) * 1000) / 1000,
  ]
  const part = (count: number, unit: string) => (count === 0 ? '' : `${String(count)}${unit}`)
  const time = `${part(hours, 'H')}${part(minutes, 'M')}${part(seconds, 'S')}`
  return `P${part(days, 'D')}${time === '' ? '' : `T${time}`}`
}

/** As Python prints a duration, and so az: `0:30:00`, `1 day, 2:03:04.500000`; as .NET does: `1.02:03:04`. */
const clockForm = /^(?:(\d{1,6}) days?, |(\d{1,6})\.)?(\d{1,6}):([0-5]?\d):([0-5]?\d)(\.\d{1,7})?$/

/** The ISO 8601 form of a duration that is written like a clock; undefined for anything else, and for none at all. */
export function isoOfClock(text: string): string | undefined {
  const [, days = '0', dotted = '0', hours = '', minutes = '', seconds = '', fraction = '0'] =
    clockForm.exec(text) ?? []
  if (hours === '') return undefined
  const whole = Number(days) + Number(dotted)
  const total = ((whole * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  const ms = (total + Number(fraction)) * secondMs
  return ms === 0 ? undefined : isoOfMs(ms)
}

/** `PT45M` for 45, `PT6H` for 360. */
export function durationOfMinutes(minutes: number): Duration {
  const isInHours = minutes > 0 && minutes % 60 === 0
  const iso = isInHours ? `PT${String(minutes / 60)}H` : `PT${String(minutes)}M`
  return { iso, ms: minutes * 60 * secondMs }
}
