import type { SimulatedClock } from './kernel.js'

/** Simulated seconds per real second where the scenario says nothing. */
const defaultSpeed = 120

/** A clock that starts at the real time and runs `speed` times as fast. */
export function startClock(speed: number = defaultSpeed): SimulatedClock {
  const start = Date.now()
  const began = performance.now()
  return { speed, now: () => start + (performance.now() - began) * speed }
}

/** A clock that stands still until it is told to move. */
export interface ManualClock extends SimulatedClock {
  advance(ms: number): void
}

/** For tests: their own clock moves this one, so nothing waits. `start` in ms since the epoch. */
export function createManualClock(start: number = Date.UTC(2026, 10, 23, 12)): ManualClock {
  let now = start
  return {
    speed: 1,
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}
