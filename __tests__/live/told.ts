import type { Answered } from '../../scripts/live/run.js'

/** What a test shows of an answer, with the last thing that went over the wire. */
export function told({ probe, verdict, seen, reason, exchanges }: Answered) {
  const last = exchanges.at(-1)
  return {
    id: probe.id,
    verdict,
    seen,
    reason,
    last: `${last?.request ?? ''} ${last?.answer ?? ''}`.slice(0, 500),
  }
}
