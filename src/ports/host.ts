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
  readonly column?: number
  /** Only where the start and the end are on one line. */
  readonly endColumn?: number
}

/** The step's log. Every text is one harmless line already (`logLine`). */
export interface Log {
  readonly info: (line: string) => void
  /** Takes what a run came to, where that goes somewhere else than its progress. */
  readonly result?: (line: string) => void
  readonly debug: (line: string) => void
  readonly startGroup: (title: string) => void
  readonly endGroup: () => void
  /** The log shows its message; `details` are lines for the log beneath it. */
  readonly annotate: (annotation: Annotation, details?: readonly string[]) => void
  /** Marks the step as failed, with the one message that says why; may hold several lines. */
  readonly fail: (message: string) => void
}

/** The workflow run this is part of, as far as it is known. */
export interface RunContext {
  /** Page of the run, which shows its summary. */
  readonly url?: string
  /** File of the workflow, relative to the repository. */
  readonly workflow?: string
  /** `owner/name` */
  readonly repository?: string
  /** What the run is of: of a pull request its head. */
  readonly commit?: string
  /** Address of docs/rules.md in the repository and at the version that this action is used from. */
  readonly rulesPage?: string
  /** `{run id}/{attempt}` */
  readonly attempt?: string
  /** Of the event that began the run. */
  readonly pullRequest?: number
  /** It has just been closed, merged or not. */
  readonly isClosed?: boolean
}

/** A comment on a pull request that is written anew or, where one begins with the same marker, edited. */
export interface PullRequestComment {
  /** First line of the body; nobody sees it. */
  readonly marker: string
  readonly body: string
  readonly token: string
  /** Also for events that only name a pull request, such as a comment on it. */
  readonly forAnyEvent: boolean
  /** Only where there is one already. */
  readonly onlyEdit?: boolean
}

export type CommentOutcome =
  | { readonly kind: 'created' | 'edited'; readonly url: string }
  | { readonly kind: 'no-pull-request' }
  /** There was none to edit. */
  | { readonly kind: 'none-to-edit' }
  /** GitHub said no or did not answer. */
  | { readonly kind: 'refused'; readonly status: number | undefined; readonly message: string }

/** Which plan was reviewed: asked of the pull request that was merged as the commit that runs. */
export interface ReviewQuestion {
  /** First line of the comment that the plan was written in. */
  readonly marker: string
  readonly token: string
}

export type ReviewAnswer =
  | { readonly kind: 'found'; readonly hash: string; readonly url: string }
  /** Why there is none to go by, as a sentence without its first capital and full stop, and what to do. */
  | { readonly kind: 'none'; readonly message: string; readonly help: string }

/** A file of this job that outlives the process, for the post step. */
export interface JournalFile {
  /** Adds a line, before it returns; a process that is killed leaves at worst a part of the last. Throws when it cannot. */
  readonly append: (line: string) => void
  /** What the main step left, in the post step; undefined when that is nothing. */
  readonly read: () => string | undefined
  readonly remove: () => void
}

export interface Host {
  /** A person at a terminal, and no runner. */
  readonly isTerminal?: true
  readonly log: Log
  readonly run: RunContext
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute path of the checked-out repository. */
  readonly workspace: string
  /** The text of an action input, white space kept; empty when it is not given. */
  readonly input: (name: string) => string
  readonly setOutput: (name: string, value: string) => void
  /** Appends to the job summary; throws when there is nowhere to write it. */
  readonly writeSummary: (markdown: string) => void
  /** Writes a file of the workspace, folders included; throws when it would lie, or be, outside. */
  /** `keep`: files of the workspace that must not be written over. */
  readonly writeFile: (path: string, text: string, keep: readonly string[]) => Promise<void>
  /** Keeps a value for the post step of this action in this job; a later value takes its place. */
  readonly saveState: (name: string, value: string) => void
  /** What the main step saved, in the post step; empty otherwise. */
  readonly state: (name: string) => string
  /** Undefined where no post step follows: outside of a runner. */
  readonly journal: JournalFile | undefined
  readonly comment: (comment: PullRequestComment, signal: AbortSignal) => Promise<CommentOutcome>
  readonly review: (question: ReviewQuestion, signal: AbortSignal) => Promise<ReviewAnswer>
  /** Hides a value in everything that is printed from now on. */
  readonly setSecret: (secret: string) => void
  /** The text without what `setSecret` was told; absent where nobody remembers it. */
  readonly hideSecrets?: (text: string) => string
  /** A fresh OIDC token of the runner for an audience; undefined where the runner offers none. */
  readonly getIdToken: ((audience: string) => Promise<string>) | undefined
}
