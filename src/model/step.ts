import type { NodeCounts } from './node-counts.js'
import type { OsType, Pool } from '../ports/azure.js'
import type { Json, JsonObject } from '../shared/json.js'
import type { VersionUpdate } from './version-update.js'

/** From harmless to worst. */
export const impacts = ['none', 'create', 'update', 'replace', 'destroy'] as const
export type Impact = (typeof impacts)[number]

/** Why a step is there: a property, what it is now, what it will be. */
export interface Change {
  readonly property: string
  readonly from?: Json
  readonly to?: Json
}

interface StepBase {
  /** Imperative, for people: `create image render-1 from 3 snapshots`. */
  readonly title: string
  /** ARM id of what the step is about. */
  readonly resource: string
  readonly impact: Impact
  readonly because: readonly Change[]
}

/** Already there and as wanted. */
export interface Reuse extends StepBase {
  readonly kind: 'reuse'
  readonly what: 'snapshot' | 'image' | 'image-definition' | 'image-version' | 'pool'
  /** Of the snapshot of a data disk. */
  readonly lun?: number
  readonly impact: 'none'
  /** A pool as it was read: its counts go to the outputs also when nobody waits for nodes. */
  readonly pool?: Pool
}

/** A snapshot that is to be taken, or that is being taken already. */
export interface NewSnapshot {
  readonly id: string
  readonly diskId: string
  /** Of a data disk. */
  readonly lun?: number
  /** The snapshot in another region that it is copied from. */
  readonly copyOf?: string
  /** It is only there to be copied: the image is made from its copy. */
  readonly isLocal?: true
  /** ARM body of the PUT. */
  readonly body: JsonObject
}

/** Takes snapshots, all at once; `resource` is the first of them. */
export interface CreateSnapshots extends StepBase {
  readonly kind: 'create-snapshots'
  readonly impact: 'create'
  readonly snapshots: readonly NewSnapshot[]
}

export interface CreateImage extends StepBase {
  readonly kind: 'create-image'
  readonly impact: 'create'
  /** ARM body of the PUT. */
  readonly body: JsonObject
}

/** The image is still being created by an earlier run: wait for it. */
export interface AwaitImage extends StepBase {
  readonly kind: 'await-image'
  readonly impact: 'none'
}

export interface CreateImageDefinition extends StepBase {
  readonly kind: 'create-image-definition'
  readonly impact: 'create'
  readonly body: JsonObject
}

export interface CreateImageVersion extends StepBase {
  readonly kind: 'create-image-version'
  readonly impact: 'create'
  readonly body: JsonObject
  /** The number was chosen by us: on a collision take the next one. */
  readonly auto: boolean
  /** Wait until this region (normalised) has its replica; undefined: until the version as a whole is done. */
  readonly waitRegion: string | undefined
  readonly timeoutMs: number
}

/** A version of the same source exists and is still being built or replicated: adopt it and wait. */
export interface AwaitImageVersion extends StepBase {
  readonly kind: 'await-image-version'
  readonly impact: 'none'
  readonly waitRegion: string | undefined
  readonly timeoutMs: number
}

/** A version that is there comes to be published as the config asks, and is waited for. */
export interface UpdateImageVersion extends StepBase {
  readonly kind: 'update-image-version'
  readonly impact: 'update'
  readonly update: VersionUpdate
  /** Tags that say which plan the run is held to. */
  readonly mark: Readonly<Record<string, string>>
  readonly waitRegion: string | undefined
  readonly timeoutMs: number
}

/** How many nodes are wanted; undefined targets: the autoscale formula decides. */
export interface NodeGoal {
  readonly targetDedicatedNodes: number
  readonly targetLowPriorityNodes: number
  readonly minDedicatedNodes: number
  readonly minLowPriorityNodes: number
  readonly autoScale: boolean
  /** With a formula and no minimum of the user's: fewer nodes than the formula asks for are too few. */
  readonly minIsFormulas?: boolean
}

export interface CreatePool extends StepBase {
  readonly kind: 'create-pool'
  readonly impact: 'create'
  readonly apiVersion: string
  /** ARM body of the PUT; its image reference is completed from what earlier steps made. */
  readonly body: JsonObject
  /** The image reference is ours to fill in. */
  readonly fillsImageReference: boolean
  /** A pool of that name is being deleted and has to be gone first. */
  readonly awaitsName?: true
}

export interface UpdatePool extends StepBase {
  readonly kind: 'update-pool'
  readonly impact: 'update'
  readonly apiVersion: string
  readonly body: JsonObject
  readonly etag: string | undefined
  /** Where the body holds an image reference: it is ours to fill in. */
  readonly fillsImageReference?: boolean
  /** What to put back when the run fails from here on. */
  readonly before?: PoolBefore
  /** A resize that is on is stopped, not waited for. */
  readonly stopsResize?: boolean
  /** Asks again for what an earlier write asked for. */
  readonly isAgain?: true
}

/** What a pool was before a rollout changed it: enough to put it back. */
export interface PoolBefore {
  /** ARM body of a PATCH with what its properties were; without `scaleSettings`. */
  readonly body: JsonObject
  /** ARM `scaleSettings` as they were. */
  readonly scaleSettings: JsonObject
  /** The properties only change while the pool has no nodes. */
  readonly needsNoNodes: boolean
}

export interface AwaitNodes extends StepBase {
  readonly kind: 'await-nodes'
  readonly impact: 'none'
  readonly apiVersion: string
  readonly goal: NodeGoal
  /** No write precedes this wait in this run: what is there is judged as it stands. */
  readonly existing: boolean
  /** `resizeOperationStatus.startTime` before this run's write: an error with this start is an older resize's. */
  readonly previousStartTime: string | undefined
  /** The service's clock before this run's write, ms since the epoch. */
  readonly notBefore: number | undefined
  /** What counts as there: nodes that are allocated, or nodes that are ready for tasks. */
  readonly until: 'steady' | 'nodes'
  /** Resizes that this run may ask for until the target is reached, the one that the write sets off included. */
  readonly resizeAttempts: number
  /** The most nodes that one resize adds; undefined: all at once. */
  readonly stageNodes?: number
  /** Nodes that were there before this run's write; undefined: none. */
  readonly nodesBefore?: NodeCounts
  /** What the write before this asks for, where that is a first stage and not the goal. */
  readonly firstTargets?: NodeCounts
  /** The user gave no resize timeout: each resize gets one by the number of nodes that it adds. */
  readonly choosesTimeout?: boolean
  /** Sizes that the nodes may have, as the user spells them, the wanted one first. */
  readonly vmSizes: readonly string[]
  /** Those of them that cannot work by what the plan has read: passed over. What a quota leaves changes, so no hash holds them. */
  readonly hopelessSizes?: readonly string[]
  /** Nobody uses the pool yet: nodes that failed before this run are given up for new ones, once. */
  readonly renews?: boolean
  /**
   * How the pool was made, for making it again with another size where it cannot be changed. Only for a pool that this run
   * makes and that may go on with the other sizes, in their order, when the region is out of capacity for its own.
   */
  readonly made?: CreatePool
}

/** Takes the nodes away once their tasks have ended. */
export interface DrainPool extends StepBase {
  readonly kind: 'drain-pool'
  /** `replace` where nothing else takes over meanwhile. */
  readonly impact: 'update' | 'replace'
  readonly apiVersion: string
  /** How long running tasks may take to end. */
  readonly limitMs: number
  /** Of the plan's look: a pool that somebody else changed since is left alone. */
  readonly etag?: string | undefined
  /** What to put back when the run fails from here on. */
  readonly before?: PoolBefore
  /** Names and values of metadata that the same write leaves on the pool. */
  readonly marks?: Readonly<Record<string, string>>
  /** The pool plays no part any more: it is marked so, and Azure is left to it. */
  readonly retires?: { readonly pool: string; readonly keepMs: number }
}

/** Deletes the pool and waits until its name is free. */
export interface DeletePool extends StepBase {
  readonly kind: 'delete-pool'
  readonly impact: 'destroy'
  readonly apiVersion: string
  /** Of the look by which the pool may go: one that somebody else changed since is left alone. */
  readonly etag?: string | undefined
  /** ARM body to make the pool from again when the run fails from here on. */
  readonly before?: JsonObject
}

/** Active jobs of one pool go on in another. */
export interface MoveJobs extends StepBase {
  readonly kind: 'move-jobs'
  readonly impact: 'update'
  readonly fromPoolId: string
  readonly toPoolId: string
  /** Of Batch in Resource Manager: the pool that takes over is marked meanwhile. */
  readonly apiVersion: string
}

/** Writes into a pool's metadata which part it plays in a blue-green rollout, or that a rollout is over. */
export interface MarkPool extends StepBase {
  readonly kind: 'mark-pool'
  readonly impact: 'update'
  readonly apiVersion: string
  readonly role?: PoolRole
  readonly metadata: MetadataEdit
  /** The pool takes the jobs from now on: the outputs name it. */
  readonly goesLive?: boolean
}

/** How a pool's metadata is to change; what is not named stays. */
export interface MetadataEdit {
  /** The user's, in place of what the pool has of theirs; ARM items. */
  readonly theirs?: readonly Json[]
  /** This action's own. */
  readonly set: Readonly<Record<string, string>>
  readonly remove: readonly string[]
}

/** `canary`: new and not yet trusted; `live`: takes the jobs; `retired`: kept without nodes until its window is over. */
export type PoolRole = 'canary' | 'live' | 'retired'

export interface DeleteImage extends StepBase {
  readonly kind: 'delete-image'
  readonly impact: 'destroy'
}

export interface DeleteImageVersion extends StepBase {
  readonly kind: 'delete-image-version'
  readonly impact: 'destroy'
}

export interface DeleteSnapshot extends StepBase {
  readonly kind: 'delete-snapshot'
  readonly impact: 'destroy'
}

export type Step =
  | Reuse
  | CreateSnapshots
  | CreateImage
  | AwaitImage
  | CreateImageDefinition
  | CreateImageVersion
  | AwaitImageVersion
  | UpdateImageVersion
  | CreatePool
  | UpdatePool
  | AwaitNodes
  | DrainPool
  | DeletePool
  | MoveJobs
  | MarkPool
  | DeleteImage
  | DeleteImageVersion
  | DeleteSnapshot

/** Something that a cleanup could have deleted and leaves, and why. */
export interface Keep {
  readonly resource: string
  /** `image render-1` */
  readonly title: string
  /** A clause for people: `pool render of Batch account renderbatch uses it`. */
  readonly because: string
}

/** How much there is that this action did not make, and so does not touch. */
export interface ForeignCounts {
  readonly pool: number
  readonly 'image-version': number
  readonly image: number
  readonly snapshot: number
}

/** What a plan comes to in figures. Each is left out where it is not known. */
export interface PlanFigures {
  readonly vmSize?: string
  readonly nodes?: {
    readonly before: { readonly dedicated: number; readonly spot: number }
    readonly after: { readonly dedicated: number; readonly spot: number }
  }
  readonly cores?: readonly {
    readonly kind: 'dedicated' | 'spot'
    readonly before: number
    readonly after: number
    readonly quota?: {
      /** `cores of standardDSv5Family` */
      readonly of: string
      readonly limit: number
      readonly usedBefore: number
      readonly usedAfter: number
    }
  }[]
  readonly replicas?: {
    readonly count: number
    readonly regions: number
    readonly gigabytesEach?: number
  }
  /** List price, without discounts, disks, licences and traffic. */
  readonly usdPerHour?: {
    readonly before: number
    readonly after: number
    readonly location: string
    readonly osType: OsType
  }
}

/** Everything one config needs, in order. */
export interface Plan {
  readonly steps: readonly Step[]
  /** The worst impact of the steps. */
  readonly impact: Impact
  readonly imageId?: string
  readonly galleryImageVersionId?: string
  /** What the pool's `imageReference.id` will be. */
  readonly imageReferenceId?: string
  readonly poolId?: string
  readonly goal?: NodeGoal
  /** The sizes that the nodes may have, as the user spells them. */
  readonly vmSizes?: readonly string[]
  /** Of a cleanup. */
  readonly keep?: readonly Keep[]
  readonly foreign?: ForeignCounts
  /** What the caller may not list: it may use what is deleted all the same. */
  readonly notLookedAt?: readonly string[]
  readonly figures?: PlanFigures
}

export function worstImpact(steps: readonly Pick<Step, 'impact'>[]): Impact {
  const worst = Math.max(0, ...steps.map((step) => impacts.indexOf(step.impact)))
  return impacts[worst] ?? 'none'
}
