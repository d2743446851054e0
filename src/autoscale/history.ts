/** One sample of a metric. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly atMs: number
  readonly value: number
}

/** The samples that Batch has of a pool's metrics. */
export interface History {
  /** Of one metric, by its name without the dollar sign; the newest first. */
  readonly samples: (metric: string) => readonly Sample[]
}

/** Batch takes a sample every 30 seconds. */
export const samplePeriodMs = 30_000

/** `{ PendingTasks: [[15, 6], [45, 6]] }`: seconds before `now`, and the value. */
export type WrittenSamples = Readonly<Record<string, readonly (readonly [number, number])[]>>

/** A history out of samples as they are written in files. Metrics that are not named have none. */
export function historyOf(written: WrittenSamples, nowMs: number): History {
  const byMetric = new Map(
    Object.entries(written).map(([metric, samples]): [string, readonly Sample[]] => {
      const all = samples.map(([secondsAgo, value]) => ({ atMs: nowMs - secondsAgo * 1000, value }))
      return [metric.replace(/^\$/, ''), all.sort((a, b) => b.atMs - a.atMs)]
    }),
  )
  return { samples: (metric) => byMetric.get(metric) ?? [] }
}

/** No formula looks back further: a month. */
const longestMs = 30 * 86_400_000

/**
 * A history in which every metric had the same value for as long as `sinceMs`, a sample every 30 seconds. Metrics that
 * are not named were 0.
 */
export function steadyHistory(
  values: Readonly<Record<string, number>>,
  { nowMs, sinceMs = nowMs - longestMs }: { readonly nowMs: number; readonly sinceMs?: number },
): History {
  const made = new Map<string, readonly Sample[]>()
  const firstMs = nowMs - samplePeriodMs / 2
  const count = Math.max(0, Math.floor((firstMs - sinceMs) / samplePeriodMs) + 1)
  const most = Math.min(count, longestMs / samplePeriodMs)
  return {
    samples: (metric) => {
      const known = made.get(metric)
      if (known !== undefined) return known
      const value = values[metric] ?? 0
      const all = Array.from({ length: most }, (_, index) => ({
        atMs: firstMs - index * samplePeriodMs,
        value,
      }))
      made.set(metric, all)
      return all
    },
  }
}

/** The samples between two times, in either order: after the earlier, up to the later. */
export function samplesBetween(all: readonly Sample[], a: number, b: number): readonly Sample[] {
  const [from, to] = a < b ? [a, b] : [b, a]
  // The newest come first, and most windows are short.
  const start = firstIndex(all, (sample) => sample.atMs <= to)
  const end = firstIndex(all, (sample) => sample.atMs <= from)
  return all.slice(start, end)
}

/** Where `holds` begins to hold; it does not cease to. */
function firstIndex(all: readonly Sample[], holds: (sample: Sample) => boolean): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const sample = all[middle]
    if (sample !== undefined && holds(sample)) high = middle
    else low = middle + 1
  }
  return low
}

/** How many of the samples that a window could have are there, 0 to 100. */
export function percentOf(samples: readonly Sample[], a: number, b: number): number {
  const possible = Math.max(1, Math.abs(b - a) / samplePeriodMs)
  return Math.min(100, (samples.length / possible) * 100)
}
