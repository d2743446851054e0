/** What is left of a limit on requests, as the answers tell it, and when the next one may go. */
import type { Clock } from '../ports/clock.js'
import { createSystemClock } from '../ports/system-clock.js'

/** Below this, requests go one by one: what is left is for those under way, and for whoever else is at work. */
const reserve = 8
/** Requests under way at once for as long as no answer has told what is left. */
const mostUnknown = 8
/** Never slower than one in this time: a token comes back sooner in every bucket that is known. */
const slowestMs = 60_000

export interface Budget {
  /**
   * Resolves when a request may go, at once where there is enough, with its number. Rejects with the signal's reason.
   */
  admit(signal: AbortSignal | undefined): Promise<number>
  /** So little is left that requests wait for more of it. */
  isLow(): boolean
  /** Once for each number: what the answer told; undefined where none came. */
  settle(number: number, reported: Told | undefined): void
}

export interface Told {
  /** What is left; undefined where the answer does not say. */
  readonly left?: number | undefined
  /** It was refused because nothing is left: for so long. */
  readonly emptyForMs?: number | undefined
}

interface Waiting {
  readonly go: (number: number) => void
}

const elsewhere = new Error('somebody else looks')

/**
 * A limit that fills again by `perSecond` at best. As long as plenty is left, requests go as they come; then one at a time
 * at a pace that slows while less is left after each, and grows again. `onPace` hears how long the last in line will wait.
 */
export function createBudget(
  perSecond: number,
  onPace: (waitMs: number) => void,
  clock: Clock = createSystemClock(),
): Budget {
  const fastestMs = 1000 / perSecond
  const waiting: Waiting[] = []
  let alarm: AbortController | undefined
  let admitted = 0
  let underWay = 0
  /** What is left when all that is under way has been counted; undefined: nobody has told. */
  let left: number | undefined
  /** Since when little is left, what was left then, and how many answers have come since. */
  let low: { readonly at: number; readonly reported: number; answers: number } | undefined
  let isSilent = false
  let paceMs = fastestMs
  let nextAt = 0
  let isReported = false

  /** Ms until the next may go; Infinity: not before an answer has come. */
  function waitMs(): number {
    const blockedMs = nextAt - clock.now()
    if (left === undefined) {
      if (isSilent) return Math.max(0, blockedMs)
      return underWay < mostUnknown ? Math.max(0, blockedMs) : Infinity
    }
    if (left > reserve) return 0
    return left < 1 && underWay > 0 ? Infinity : Math.max(0, blockedMs)
  }

  function admitNext(): number {
    underWay += 1
    admitted += 1
    if (left !== undefined) {
      left -= 1
      if (left < reserve) nextAt = Math.max(nextAt, clock.now() + paceMs)
    }
    return admitted
  }

  function pump(): void {
    alarm?.abort(elsewhere)
    alarm = undefined
    while (waiting.length > 0) {
      const ms = waitMs()
      if (ms > 0) {
        if (ms !== Infinity) wakeIn(ms)
        tell(ms)
        return
      }
      waiting.shift()?.go(admitNext())
    }
    isReported = false
  }

  function wakeIn(ms: number): void {
    alarm = new AbortController()
    clock.sleep(ms, alarm.signal).then(pump, () => undefined) // ended early
  }

  /** Once for each time that a queue forms. */
  function tell(ms: number): void {
    if (isReported || left === undefined) return
    isReported = true
    onPace(Math.max(ms === Infinity ? 0 : ms, waiting.length * paceMs))
  }

  /** The pace at which tokens have come back since little was left; slower where next to nothing is left. */
  function setPace(now: number, reported: number): void {
    if (reported > reserve) {
      low = undefined
      paceMs = Math.max(fastestMs, paceMs / 2)
      return
    }
    low ??= { at: now, reported, answers: 0 }
    const gained = reported - low.reported + low.answers
    low.answers += 1
    if (now === low.at) return
    const tokenMs = (now - low.at) / Math.max(0.5, gained)
    const slowerBy = reported < reserve / 2 ? 1.5 : 1
    paceMs = Math.min(slowestMs, Math.max(fastestMs, tokenMs * slowerBy))
    // What was learned long ago is no longer so.
    if (gained > reserve) low = { at: now, reported, answers: 1 }
  }

  return {
    async admit(signal) {
      signal?.throwIfAborted()
      if (waiting.length === 0 && waitMs() === 0) return admitNext()
      return await new Promise<number>((resolve, reject) => {
        const stop = (): void => {
          waiting.splice(waiting.indexOf(entry), 1)
          reject(signal?.reason as Error)
        }
        const entry = {
          go: (number: number) => {
            signal?.removeEventListener('abort', stop)
            resolve(number)
          },
        }
        signal?.addEventListener('abort', stop, { once: true })
        waiting.push(entry)
        pump()
      })
    },

    isLow: () => left !== undefined && left <= reserve,

    settle(number, answer) {
      const now = clock.now()
      const { left: reported, emptyForMs } = answer ?? {}
      underWay -= 1
      if (emptyForMs !== undefined) {
        left = 0
        low = undefined
        paceMs = Math.min(slowestMs, Math.max(fastestMs, emptyForMs))
        nextAt = Math.max(nextAt, now + emptyForMs)
      } else if (reported !== undefined) {
        // Those that went before it have been counted; of those that went after, all that are still out.
        left = reported - Math.min(underWay, admitted - number)
        setPace(now, reported)
      } else if (answer !== undefined) {
        left = undefined
        isSilent = true
      }
      pump()
    },
  }
}
