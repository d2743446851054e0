/** What the inputs are read from: the action's inputs, the environment, and the files of the workspace. */
export interface InputSource {
  /** The text of an action input, white space kept (`pool` is YAML); empty when it is not given. */
  readonly input: (name: string) => string
  /** A variable of the environment; undefined when it is not set. */
  readonly env: (name: string) => string | undefined
  readonly files: WorkspaceFiles
}

export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'folder' }
  /** The path, or the link it is, leads out of the workspace. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limitBytes: number }
  /** Not UTF-8. */
  | { readonly kind: 'not-text' }
  /** A code such as `EACCES`. */
  | { readonly kind: 'unreadable'; readonly code: string }

/** Files below the workspace. Paths are relative to it, with forward slashes. */
export interface WorkspaceFiles {
  /** A path as a user wrote it, in the form that the others take; undefined when it leads out of the workspace. */
  readonly relative: (path: string) => string | undefined
  /** Paths of the files that match a pattern, sorted. */
  readonly glob: (pattern: string) => Promise<readonly string[]>
  readonly read: (path: string) => Promise<FileContent>
}
