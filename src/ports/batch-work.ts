/** Nodes, jobs and tasks, as the data plane of a Batch account shows them. */

/** Nodes of one pool by state, as the data plane counts them; keys are Batch's own: `idle`, `running`, `startTaskFailed`, … */
export interface NodeStateCounts {
  readonly dedicated: Readonly<Record<string, number>>
  readonly lowPriority: Readonly<Record<string, number>>
}

export interface NodeError {
  readonly code: string
  readonly message: string
  readonly details: readonly { readonly name: string; readonly value: string }[]
}

/** A node as far as its health goes. */
export interface Node {
  readonly id: string
  readonly state: string
  /** ISO 8601: since when it is in that state. */
  readonly since?: string
  readonly isDedicated: boolean
  readonly errors: readonly NodeError[]
  readonly startTask?: {
    readonly state?: string
    readonly exitCode?: number
    readonly failure?: NodeError
  }
}

/** A job of the data plane. */
export interface Job {
  readonly id: string
  /** `active`, `disabling`, `disabled`, `enabling`, `terminating`, `completed`, `deleting` */
  readonly state: string
  readonly poolId?: string
  readonly etag?: string
}

/** Tasks of a job by state, as the data plane counts them; `active` are those that wait. */
export interface TaskCounts {
  readonly active: number
  readonly running: number
  readonly succeeded: number
  readonly failed: number
}
