import type { ActionInput } from '../inputs/action-input.js'
import type { Terminal } from './terminal.js'

/** A command of `image-to-pool`: a row of the table in commands.ts. */
export interface Command {
  readonly name: string
  /** What it does, in a few words, for `--help`. */
  readonly summary: string
  /** How it is called, behind the name of the program: `autoscale FILE [--json]`. */
  readonly usage: string
  /** Its flags, one a line, with what they do. */
  readonly flags: readonly (readonly [string, string])[]
  /** The inputs of the action that are flags of it as well. */
  readonly inputs?: readonly ActionInput[]
  readonly examples?: readonly string[]
  /** Loads what it needs and carries it out; the number is the exit status. */
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>
}

/** Exit statuses: all well; it failed or found an error; the call itself is wrong. */
export const exitStatus = { succeeded: 0, failed: 1, wrongCall: 2 } as const

/** The command line cannot be understood. The message says why, in one line. */
export class WrongCall extends Error {
  override readonly name = 'WrongCall'
}

/** The code of an error of Node's: `ENOENT`, `ERR_PARSE_ARGS_UNKNOWN_OPTION`. */
export function codeOf(error: unknown): string | undefined {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error
  return isCoded && typeof error.code === 'string' ? error.code : undefined
}
