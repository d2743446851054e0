import { durationOfMinutes, parseIsoDuration, type Duration } from '../shared/duration.js'

/** An ISO 8601 duration, or whole minutes. Undefined when malformed, and for no time at all. */
export function parseDuration(text: string): Duration | undefined {
  const given = text.trim()
  const parsed = /^\d{1,9}$/.test(given)
    ? durationOfMinutes(Number(given))
    : parseIsoDuration(given)
  return parsed !== undefined && parsed.ms > 0 ? parsed : undefined
}
