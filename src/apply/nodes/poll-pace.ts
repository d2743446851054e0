const secondMs = 1000
const minuteMs = 60 * secondMs

/**
 * How long until the next look at a pool that is being resized. Quota refusals show within the first minute, nodes come
 * slowly after that: an hour costs about a hundred looks.
 */
export function pauseMs(elapsedMs: number): number {
  if (elapsedMs < minuteMs) return 5 * secondMs
  if (elapsedMs < 5 * minuteMs) return 15 * secondMs
  return elapsedMs < 20 * minuteMs ? 30 * secondMs : minuteMs
}

/** Deleting an image takes seconds, a gallery version minutes in each of its regions, a pool as long as its nodes take. */
export function deletionPauseMs(): number {
  return 10 * secondMs
}

/** The same for a further resize of a pool: what would refuse it at once has mostly shown at the first. */
export function laterPauseMs(elapsedMs: number): number {
  if (elapsedMs < minuteMs) return 20 * secondMs
  return elapsedMs < 5 * minuteMs ? 40 * secondMs : minuteMs
}
