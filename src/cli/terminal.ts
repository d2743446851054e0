import type { JournalFile } from '../ports/host.js'
import type { RunEnvironment } from '../run/run-environment.js'

/** What a command may use of the world: results go to stdout, everything that is told on the way to stderr. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Relative paths start here. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** stderr is a terminal that shows colours. */
  readonly hasColours: boolean
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** What it takes to carry out a run. */
  readonly machine: Machine
}

/** The machine behind a terminal, for what does more than read and print. */
export interface Machine extends Omit<RunEnvironment, 'host'> {
  /** stdout is a terminal that shows colours. */
  readonly hasColouredResults: boolean
  /** Writes a file of the folder; `keep`: those that must not be written over. */
  readonly writeFile: (path: string, text: string, keep: readonly string[]) => Promise<void>
  /** What a run of these configs notes, for the next one if it is killed. */
  readonly journalOf: (configs: readonly string[]) => JournalFile
}

/** https://no-color.org */
export function hasColours(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
}

const codes = { red: 31, yellow: 33, blue: 34, bold: 1 } as const

export function coloured(
  text: string,
  colour: keyof typeof codes,
  { hasColours: isColoured }: Pick<Terminal, 'hasColours'>,
): string {
  return isColoured ? `\u001b[${String(codes[colour])}m${text}\u001b[0m` : text
}
