/** Time as the stages see it, so that tests can turn it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms`; rejects with `signal.reason` at once when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}
