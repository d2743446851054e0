import { azureWorks, type Event, type Span, type Waited } from '../model/events.js'
import type { ConfigResult, RunReport } from './result.js'

/** `throttling`: requests waited because of Azure's limits. */
export const azureShares = [...azureWorks, 'throttling'] as const
export type AzureShare = (typeof azureShares)[number]

export interface AzureTimePart {
  readonly work: AzureShare
  readonly where?: string
  readonly ms: number
}

/** How much of a time passed in waiting for Azure, as far as looks show it. */
export interface AzureTime {
  readonly ms: number
  readonly ofMs: number
  /** What was waited for, the longest first; a moment counts once, for the wait that lasted longest. */
  readonly parts: readonly AzureTimePart[]
}

type Wait = Span & { readonly work: AzureShare; readonly where?: string }

/** Of the run as a whole: times at which any of its configs, or any request, waited. */
export function azureTimeOfRun(report: RunReport): AzureTime {
  const { startedAt: since, endedAt: until, results, pauses = [] } = report
  const waits = results.flatMap(({ events }) => waitsIn(events))
  const throttled = pauses.map((pause) => ({ ...pause, work: 'throttling' as const }))
  return shareOf([...waits, ...throttled], { since, until })
}

/** Of what was done about one config, from its first step to the end of its last. */
export function azureTimeOf({ events }: Pick<ConfigResult, 'events'>): AzureTime {
  const since = events[0]?.at ?? 0
  return shareOf(waitsIn(events), { since, until: events.at(-1)?.at ?? since })
}

function waitsIn(events: readonly Event[]): readonly Waited[] {
  return events.filter((event) => event.type === 'waited')
}

function shareOf(waits: readonly Wait[], within: Span): AzureTime {
  const clipped = waits.map((wait) => ({
    ...wait,
    since: Math.max(wait.since, within.since),
    until: Math.min(wait.until, within.until),
  }))
  const parts = new Map<string, AzureTimePart>()
  let ms = 0
  // Whatever was counted before lasted longer than this, so it leaves of it what lies before all of that.
  let countedFrom = Infinity
  for (const { since, until, work, where } of clipped.sort((a, b) => b.until - a.until)) {
    const length = Math.min(until, countedFrom) - since
    countedFrom = Math.min(countedFrom, since)
    if (length <= 0) continue
    ms += length
    const key = JSON.stringify([work, where])
    const sum = (parts.get(key)?.ms ?? 0) + length
    parts.set(key, { work, ...(where !== undefined && { where }), ms: sum })
  }
  const longestFirst = [...parts.values()].sort((a, b) => b.ms - a.ms)
  return { ms, ofMs: Math.max(0, within.until - within.since), parts: longestFirst }
}
