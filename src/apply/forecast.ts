export interface Forecast {
  /** Takes what a look showed: how much of the work is done, from 0 to 1; undefined where it does not show. */
  readonly see: (at: number, progress: number | undefined) => void
  /** Ms until the next look; `usualMs` as long as no end can be foreseen. */
  readonly pauseMs: (usualMs: number) => number
}

interface Sample {
  readonly at: number
  readonly progress: number
}

const leastMs = 3_000
/** Looks near the end are no closer to each other than this part of the time waited so far. */
const leastShare = 0.01
/** Rarer looks halfway pay for those near the end; what fails meanwhile is still seen within a minute. */
const mostTimesUsual = 5
const mostMs = 60_000

/**
 * Foresees when work will be done, as if it went on as fast as it did in the second half of the wait. Each pause is half of
 * what is left, so that no more looks than usual end close behind the work. Looks that bring no news become rarer again,
 * until they come as usual. `start`: ms since the epoch.
 */
export function createForecast(start: number): Forecast {
  let samples: readonly Sample[] = []
  /** Looks in a row that showed no progress. */
  let idle = 0

  function see(at: number, progress: number | undefined): void {
    if (progress === undefined) {
      samples = []
      return
    }
    const sample = { at, progress: Math.min(1, progress) }
    idle = samples.at(-1)?.progress === sample.progress ? idle + 1 : 0
    samples = [...samples, sample]
  }

  function leftMs(last: Sample): number | undefined {
    const middle = start + (last.at - start) / 2
    const before = samples.findLast(({ at }) => at <= middle) ?? samples[0] ?? last
    if (before.progress >= last.progress) return undefined
    const perMs = (last.progress - before.progress) / (last.at - before.at)
    return (1 - last.progress) / perMs
  }

  function pauseMs(usualMs: number): number {
    const last = samples.at(-1)
    const left = last && leftMs(last)
    if (last === undefined || left === undefined) return usualMs
    const shortMs = Math.max(leastMs, leastShare * (last.at - start))
    // Near the end the next look is to be the last.
    const wishedMs = Math.max(shortMs, left < 3 * shortMs ? left : left / 2)
    if (idle > 1) return Math.min(usualMs, wishedMs * 2 ** (idle - 1))
    return Math.min(wishedMs, mostTimesUsual * usualMs, Math.max(usualMs, mostMs))
  }

  return { see, pauseMs }
}
