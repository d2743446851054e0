/** What the run needs of the place it runs in: a runner, or a shell that looks like one. */
import type { Severity } from '../shared/finding.js'

/** A remark shown at a line of a file. Lines and columns count from 1, ends inclusive, as GitHub takes them. */
export interface Annotation {
  readonly severity: Severity
  readonly message: string
  readonly title?: string
  readonly file?: string
  readonly line?: number
  readonly endLine?: number
  /** Only where the start and the end are on one line: GitHub refuses columns otherwise. */
  readonly column?: number
  readonly endColumn?: number
}

/** The step's log. Every text is one harmless line already (`logLine`). */
export interface Log {
  readonly info: (line: string) => void
  readonly debug: (line: string) => void
  readonly startGroup: (title: string) => void
  readonly endGroup: () => void
  readonly annotate: (annotation: Annotation) => void
  /** Marks the step as failed, with the one message that says why; may hold several lines. */
  readonly fail: (message: string) => void
}

/** The workflow run this is part of, as far as it is known. */
export interface RunContext {
  /** `owner/name` */
  readonly repository?: string
  readonly runId?: string
  readonly sha?: string
}

export interface Host {
  readonly log: Log
  readonly run: RunContext
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path of the checked-out repository. */
  readonly workspace: string
  /** The text of an action input, white space kept; empty when it is not given. */
  readonly input: (name: string) => string
  readonly setOutput: (name: string, value: string) => void
  /** Appends to the job summary; throws when there is nowhere to write it. */
  readonly writeSummary: (markdown: string) => Promise<void>
  /** Hides a value in everything that is printed from now on. */
  readonly setSecret: (secret: string) => void
  /** A fresh OIDC token of the runner for an audience; undefined where the runner offers none. */
  readonly getIdToken: ((audience: string) => Promise<string>) | undefined
}
