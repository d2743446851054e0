import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

/** What work may still take after an abort, so that outputs and summary fit in the 5 seconds that remain. */
const graceMs = 1_500

/**
 * The work's own end, or the signal's reason when the work has not ended a moment after the abort: a request
 * that hangs, or a library that does not listen, must not keep a cancelled step alive.
 */
export async function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const giveUp = new AbortController()
  work.catch(() => undefined) // whatever it still says after we gave up has nobody to hear it
  signal.throwIfAborted()
  try {
    return await Promise.race([work, reasonAfterGrace(signal, giveUp.signal)])
  } finally {
    giveUp.abort()
  }
}

async function reasonAfterGrace(signal: AbortSignal, giveUp: AbortSignal): Promise<never> {
  // Both waits end early when the work is over; the race is decided then and their rejection goes unheard.
  if (!signal.aborted) await once(signal, 'abort', { signal: giveUp })
  await pause(graceMs, undefined, { signal: giveUp })
  throw signal.reason
}
