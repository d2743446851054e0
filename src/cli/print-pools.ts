import type { ImportedPool } from '../import/import-pools.js'
import { painter } from './colours.js'
import type { Terminal } from './terminal.js'

/** Prints the configs, one document each; 1 where none could be made. */
export function printPools(terminal: Terminal, pools: readonly ImportedPool[]): number {
  const paint = painter(terminal.hasColours)
  const readable = pools.flatMap(({ yaml }) => (yaml === undefined ? [] : [yaml]))
  terminal.out(readable.join('---\n'))
  for (const { name, notes, yaml } of pools) {
    const severity = yaml === undefined ? paint('red', 'error:') : paint('cyan', 'note:')
    for (const line of notes) terminal.err(`${severity} ${name ?? 'pool'}: ${line}\n`)
    const asked = [...(yaml ?? '').matchAll(/^\s*(?:- )?# fill in: (.+)$/gm)]
    for (const [, path = ''] of asked) {
      terminal.err(`${paint('yellow', 'fill in:')} ${name ?? 'pool'}: ${path}\n`)
    }
  }
  return readable.length > 0 && readable.length === pools.length ? 0 : 1
}
