import { setMaxListeners } from 'node:events'
import type { Clock } from '../ports/clock.js'
import { DeadlinePassed } from '../shared/errors.js'
import type { Duration } from '../shared/duration.js'

export interface Limits {
  /** Aborted when the caller's signal is, or with `DeadlinePassed` when the time is up. */
  readonly signal: AbortSignal
  /** Ms since the epoch. */
  readonly deadline: number
}

/** Does the work under a signal that also ends it when `timeout` has passed. */
export async function withDeadline<T>(
  { clock, timeout, signal }: { clock: Clock; timeout: Duration; signal: AbortSignal },
  work: (limits: Limits) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const over = new AbortController()
  const deadline = clock.now() + timeout.ms
  clock.sleep(timeout.ms, over.signal).then(
    () => {
      late.abort(new DeadlinePassed(`the run's timeout of ${timeout.iso} has passed`))
    },
    () => undefined, // the work was done in time
  )
  const either = AbortSignal.any([signal, late.signal])
  // Every request under way listens to it, and Node takes more than ten for a leak and says so in the log.
  setMaxListeners(0, either)
  try {
    return await work({ signal: either, deadline })
  } finally {
    over.abort()
  }
}
