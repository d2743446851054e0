import type { NodeErrorReport, ResizeErrorReport } from './explanation.js'

/** What the run has made or found so far; the outputs are written from it, however the run ends. */
export interface RunState {
  readonly changed: boolean
  /** Snapshots that were taken or reused of a virtual machine; without a LUN: of its OS disk. */
  readonly snapshots?: readonly { readonly id: string; readonly lun?: number }[]
  readonly imageId?: string
  readonly galleryImageVersionId?: string
  readonly imageReferenceId?: string
  readonly poolId?: string
  /** With `blue-green`: the pool that takes the jobs, which is not always the one that is being brought about. */
  readonly activePoolId?: string
  readonly allocationState?: string
  readonly currentDedicatedNodes?: number
  readonly currentLowPriorityNodes?: number
  readonly targetDedicatedNodes?: number
  readonly targetLowPriorityNodes?: number
  /** Nodes that were seen ready for tasks, one by one; undefined: nobody looked. */
  readonly readyNodes?: number
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
