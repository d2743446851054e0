import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../src/ports/clock.js'

/** Turns of the event loop without a request after which everybody is taken to be waiting. */
const quietTurns = 4
/** What sleeps that long is a deadline: it never turns the clock, others' waiting does. */
const deadlineMs = 4 * 3_600_000

interface Sleeper {
  readonly at: number
  readonly isDeadline: boolean
  readonly wake: () => void
}

/** Time that stands still while requests are on their way, and else goes on to the next who wants to wake. */
export function idleClock(start: number, openRequests: () => number): Clock {
  let now = start
  let isTurning = false
  const sleepers = new Set<Sleeper>()

  async function turnUntilNobodySleeps(): Promise<void> {
    if (isTurning) return
    isTurning = true
    while ([...sleepers].some(({ isDeadline }) => !isDeadline)) {
      for (let quiet = 0; quiet < quietTurns; quiet = openRequests() === 0 ? quiet + 1 : 0) {
        await turn()
      }
      const next = Math.min(...[...sleepers].filter((one) => !one.isDeadline).map(({ at }) => at))
      if (next === Infinity) continue
      now = Math.max(now, next)
      for (const sleeper of sleepers) if (sleeper.at <= now) sleeper.wake()
    }
    isTurning = false
  }

  return {
    now: () => now,
    sleep: async (ms, signal) => {
      signal.throwIfAborted()
      await new Promise<void>((resolve, reject) => {
        const isDeadline = ms >= deadlineMs
        const sleeper = {
          ...{ at: now + ms, isDeadline },
          wake: () => {
            sleepers.delete(sleeper)
            signal.removeEventListener('abort', stop)
            resolve()
          },
        }
        const stop = () => {
          sleepers.delete(sleeper)
          reject(signal.reason as Error)
        }
        signal.addEventListener('abort', stop, { once: true })
        sleepers.add(sleeper)
        void turnUntilNobodySleeps()
      })
    },
  }
}
