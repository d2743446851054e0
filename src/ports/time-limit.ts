import { setTimeout as pause } from 'node:timers/promises'

export interface TimeLimit {
  /** Aborts once the time is over. */
  readonly signal: AbortSignal
  /** For what ended in time: nothing is kept for it any longer. */
  readonly lift: () => void
}

/**
 * A limit in the machine's time, in ms. Nobody can stop the timer of `AbortSignal.timeout`: until it goes off it keeps
 * whatever listens, and of thousands of requests that is all that they were answered.
 */
export function limitTime(ms: number): TimeLimit {
  const [limit, lifted] = [new AbortController(), new AbortController()]
  pause(ms, undefined, { signal: lifted.signal, ref: false }).then(
    () => {
      limit.abort()
    },
    () => undefined, // lifted
  )
  return {
    signal: limit.signal,
    lift: () => {
      lifted.abort()
    },
  }
}
