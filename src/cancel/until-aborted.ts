import { setTimeout as pause } from 'node:timers/promises'

/** What work may still take after an abort, so that outputs and summary fit in the 5 seconds that remain. */
const graceMs = 1_500

/**
 * The work's own end, or the signal's reason when the work has not ended a moment after the abort: a request
 * that hangs, or a library that does not listen, must not keep a cancelled step alive.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
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
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener(
      'abort',
      () => {
        resolve()
      },
      { once: true, signal: giveUp },
    )
    giveUp.addEventListener(
      'abort',
      () => {
        resolve()
      },
      { once: true },
    )
  })
  // Ends early when the work is over; the race is decided then and this rejection goes unheard.
  await pause(graceMs, undefined, { signal: giveUp })
  throw signal.reason
}
