import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from './clock.js'

/** A source of time; `speed`: its seconds per second of the machine. */
export interface Time {
  readonly now: () => number
  readonly speed: number
}

const longestTimerMs = 2 ** 31 - 1

/**
 * The machine's time, or another's: the embedded simulator's world runs fast, and whoever waits in it must live
 * in the same time.
 */
export function createSystemClock({ now, speed }: Time = { now: Date.now, speed: 1 }): Clock {
  return {
    now: () => Math.floor(now()),
    sleep: async (ms, signal) => {
      signal.throwIfAborted()
      try {
        // A timer of more than 24 days would go off at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
        await pause(Math.min(ms / speed, longestTimerMs), undefined, { signal })
      } catch (error) {
        signal.throwIfAborted() // node's own AbortError says nothing; the reason does
        throw error
      }
    },
  }
}
