export interface Advice {
  /** What it means, one sentence. */
  readonly cause: string
  /** What to do, imperative. */
  readonly remedy: string
  /** The same once the nodes that it is about are gone. */
  readonly remedyWithoutNodes?: string
  /** Trying again unchanged may help. */
  readonly retryable: boolean
}

/** What went wrong, why, and what to do: one shape for resize errors, ARM refusals and node errors. */
export interface Explanation extends Advice {
  /** The service's code, or ours. */
  readonly code: string
  /** The service's words, first line. */
  readonly message: string
  readonly docs?: string
  /** Azure does not say why: the cause is only what it may be. */
  readonly causeUnknown?: true
  /** What of the request it is about, where Azure says so. */
  readonly target?: string
  /** Codes and texts beneath, flattened in order, e.g. the provider's own error. */
  readonly evidence: readonly {
    readonly code: string
    readonly message: string
    readonly target?: string
  }[]
}

/** A resize error as the `resize-errors` output shows it. */
export interface ResizeErrorReport {
  readonly code: string
  readonly message: string
  readonly details: readonly { readonly code: string; readonly message: string }[]
  /** 1-based resize of this run; 0 for a resize before this run. */
  readonly attempt: number
  /** ISO 8601 start of the resize it belongs to. */
  readonly at: string | undefined
  readonly retryable: boolean
  readonly cause: string
  readonly remedy: string
}

/** Nodes that share a failure, as the `node-errors` output shows it. */
export interface NodeErrorReport extends Advice {
  /** `unusable`, `starttaskfailed`, … */
  readonly state: string
  readonly code: string
  readonly message: string
  /** How many nodes, and the first few of them. */
  readonly count: number
  readonly nodes: readonly string[]
  /** Of a start task. */
  readonly exitCode?: number
  /** The end of what a start task wrote to stderr. */
  readonly stderr?: string
}
