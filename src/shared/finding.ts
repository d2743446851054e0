/** Steps into a config: keys and indices, e.g. `['gallery', 'targetRegions', 0, 'name']`. */
export type Path = readonly (string | number)[]

/** A stretch of text; lines and columns count from 1, the end is exclusive (as editors and GitHub count). */
export interface Span {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** Where a value was written. `file` is relative to the workspace, with forward slashes. */
export type Origin =
  | { readonly kind: 'file'; readonly file: string; readonly span: Span }
  | { readonly kind: 'input'; readonly input: string; readonly span?: Span }
  /** Something that exists, and that no config describes. */
  | { readonly kind: 'resource'; readonly id: string; readonly span?: undefined }
  | { readonly kind: 'default' }

export type Severity = 'error' | 'warning' | 'notice'

/** Something to tell about a config: what is wrong (naming the value), where, and what to do. */
export interface Finding {
  /** Stable id, e.g. `image/generation-agrees`. */
  readonly rule: string
  readonly severity: Severity
  /** Lower case, no full stop, names the offending value. */
  readonly message: string
  /** The fix, in the imperative. */
  readonly help: string
  readonly docs?: string
  readonly at: Origin
  /** The line that is wrong with a caret under the place, for a log in a fixed-width font. */
  readonly snippet?: string
}
