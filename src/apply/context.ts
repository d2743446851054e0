import type { ResizeErrorReport } from '../model/explanation.js'
import type { Azure } from '../ports/azure.js'
import type { Clock } from '../ports/clock.js'
import type { Event } from '../model/events.js'
import type { NodeErrorReport } from '../model/explanation.js'
import type { UndoEntry } from './undo/undo.js'

/** What the run has made or found so far; the outputs are written from it, however the run ends. */
export interface Made {
  readonly changed: boolean
  readonly imageId?: string
  readonly galleryImageVersionId?: string
  readonly imageReferenceId?: string
  readonly poolId?: string
  /** With `blue-green`: the pool that takes the jobs, which is not always the one that is being brought about. */
  readonly livePoolId?: string
  readonly allocationState?: string
  readonly currentDedicatedNodes?: number
  readonly currentLowPriorityNodes?: number
  readonly targetDedicatedNodes?: number
  readonly targetLowPriorityNodes?: number
  /** Size of the pool's nodes, as Azure spells it. */
  readonly vmSize?: string
  /** This run's write of the pool, for telling its resize from older ones. */
  readonly poolWrite?: PoolWrite
  readonly resizeErrors: readonly ResizeErrorReport[]
  /** What is wrong with single nodes, as the data plane tells. */
  readonly nodeErrors: readonly NodeErrorReport[]
  /** Fewer nodes than the target but not fewer than the minimum. */
  readonly partial: boolean
}

export interface PoolWrite {
  /** The service's clock when it answered, ms since the epoch. */
  readonly at: number | undefined
  /** `resizeOperationStatus.startTime` just before. */
  readonly previousStartTime: string | undefined
  /** It made the pool: nothing that the pool shows is of before. */
  readonly isNew?: true
}

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
  readonly made: () => Made
  /** Adds to it, at once: a step records each id as soon as Azure has accepted it. */
  readonly record: (news: Partial<Made>) => void
  /**
   * Notes how to take back what the next request does, saved before this returns: a process that is killed in
   * the middle leaves it to the one after. Undoing what never came to be is harmless.
   */
  readonly willUndo: (entry: UndoEntry) => void
  /** The request was refused for good, so what the entry speaks of is not there or not ours; takes the entry itself. */
  readonly wontUndo: (entry: UndoEntry) => void
}
