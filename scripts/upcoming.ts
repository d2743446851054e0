import { datedEntries, type DatedEntry } from '../src/model/retirements.js'

const dayMs = 86_400_000

/** The entries whose date is today or within `days` days of it, the nearest first. `today` is an ISO 8601 date. */
export function upcoming(today: string, days: number): readonly DatedEntry[] {
  const last = new Date(Date.parse(today) + days * dayMs).toISOString().slice(0, 10)
  return datedEntries
    .filter(({ on }) => on >= today && on <= last)
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
}
