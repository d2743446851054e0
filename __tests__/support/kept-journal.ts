import type { JournalFile } from '../../src/ports/host.js'

/** A journal in memory: what a process that is killed leaves, too. */
export function keptJournal() {
  const kept: { text: string | undefined; writes: number } = { text: undefined, writes: 0 }
  const journal: JournalFile = {
    append: (line) => {
      kept.text = (kept.text ?? '') + line
      kept.writes += 1
    },
    read: () => kept.text,
    remove: () => {
      kept.text = undefined
    },
  }
  return { kept, journal }
}
