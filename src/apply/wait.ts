import type { Span } from '../model/events.js'
import type { Clock } from '../ports/clock.js'
import { createForecast } from './forecast.js'
import { DeadlinePassed, isTransient, type AzureFailure } from '../shared/errors.js'

export type Seen<T> =
  | { readonly done: T }
  | {
      /** What is still missing, for people. */
      readonly pending: string
      /** The service's own wish, which beats ours. */
      readonly retryAfterMs?: number | undefined
      /** Something else is due by then. */
      readonly atMostMs?: number | undefined
      /** How much of it is done, from 0 to 1, where that shows. */
      readonly progress?: number | undefined
      /** Nobody saw what is waited for: Azure did not answer. */
      readonly isUnseen?: true
    }

export interface Wait<T> {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Ms since the epoch. */
  readonly deadline: number
  /** What is waited for, for the message when the deadline passes. */
  readonly what: string
  /** Looks once; throws to end the wait as failed. */
  readonly probe: () => Promise<Seen<T>>
  /** Pause before the next look, by how long the wait has gone on, where its progress lets expect no end. */
  readonly everyMs: (elapsedMs: number) => number
  readonly onPending: (pending: string) => void
  /** Hears how long there was something to wait for: until the last look that showed it. */
  readonly onWaited?: (span: Span) => void
}

/** Looks in a row that may go unanswered: what is waited for takes hours, outages minutes. */
const toleratedFailures = 10

/**
 * The only polling loop: looks, reports, pauses. A look is always made at the deadline before giving up, and a short outage
 * is sat out. Throws `DeadlinePassed` with what was last seen, or the signal's reason.
 */
export async function waitFor<T>(wait: Wait<T>): Promise<T> {
  const { clock, signal, deadline, what, everyMs, onPending } = wait
  const probe = tolerant(wait.probe)
  const start = clock.now()
  const forecast = createForecast(start)
  let atWork = start
  try {
    for (;;) {
      signal.throwIfAborted()
      const seen = await probe()
      if ('done' in seen) return seen.done
      const now = clock.now()
      if (seen.isUnseen !== true) {
        atWork = now
        forecast.see(now, seen.progress)
      }
      const left = deadline - now
      if (left <= 0) {
        const message = `gave up waiting for ${what}: ${seen.pending}`
        throw new DeadlinePassed(message, { saysLastSeen: true })
      }
      onPending(seen.pending)
      const pause = seen.retryAfterMs ?? forecast.pauseMs(everyMs(clock.now() - start))
      await clock.sleep(Math.min(pause, left, seen.atMostMs ?? Infinity), signal)
    }
  } finally {
    if (atWork > start) wait.onWaited?.({ since: start, until: atWork })
  }
}

function tolerant<T>(probe: () => Promise<Seen<T>>): () => Promise<Seen<T>> {
  let failures = 0
  return async () => {
    try {
      const seen = await probe()
      failures = 0
      return seen
    } catch (error) {
      failures += 1
      if (!isTransient(error) || failures > toleratedFailures) throw error
      return { pending: `${describeFailure(error)}, looking again`, isUnseen: true }
    }
  }
}

function describeFailure({ status, error: { code } }: AzureFailure): string {
  return status === undefined
    ? `no answer from Azure (${code})`
    : `Azure answered ${String(status)} ${code}`
}
