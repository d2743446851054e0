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
  if (parsed.negative === true || parsed.years !== undefined || parsed.months !== undefined) {
    return undefined
  }
  const { weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = parsed
  const ms = (weeks * 7 + days) * dayMs + (hours * 3600 + minutes * 60 + seconds) * secondMs
  return { iso: text, ms }
}

/** The same as a regular expression, for a schema that others read. */
export const isoDurationPattern =
  'P(?=[0-9T])([0-9.,]+W)?([0-9.,]+D)?(T(?=[0-9])([0-9.,]+H)?([0-9.,]+M)?([0-9.,]+S)?)?'

/** `PT45M` for 45, `PT6H` for 360. */
export function durationOfMinutes(minutes: number): Duration {
  const isInHours = minutes > 0 && minutes % 60 === 0
  const iso = isInHours ? `PT${String(minutes / 60)}H` : `PT${String(minutes)}M`
  return { iso, ms: minutes * 60 * secondMs }
}
