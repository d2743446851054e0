import type { Azure } from '../ports/azure.js'
import type { Clock } from '../ports/clock.js'
import type { RunState } from '../model/run-state.js'
import type { Event } from '../model/events.js'
import type { UndoEntry } from './undo/undo.js'

export interface StepContext {
  readonly azure: Azure
  readonly clock: Clock
  /** Of all that the plan is about, in lower case; for taking back. */
  readonly subscriptions?: readonly string[]
  /** Aborted on cancellation and at the run's deadline; its reason is thrown as it is. */
  readonly signal: AbortSignal
  /** Ms since the epoch at which the whole run gives up. */
  readonly deadline: number
  readonly emit: (event: Event) => void
  /** What is known so far. */
  readonly made: () => RunState
  /** Adds to it, at once: a step records each id as soon as Azure has accepted it. */
  readonly record: (news: Partial<RunState>) => void
  /** Azure has accepted what the step asks for and works at it: what needs no more than that may begin. */
  readonly onAccepted?: () => void
  /**
   * Notes how to take back what the next request does, saved before this returns: a process that is killed in
   * the middle leaves it to the one after. Undoing what never came to be is harmless.
   */
  readonly recordUndo: (entry: UndoEntry) => void
  /** The request was refused for good, so what the entry speaks of is not there or not ours; takes the entry itself. */
  readonly discardUndo: (entry: UndoEntry) => void
}
