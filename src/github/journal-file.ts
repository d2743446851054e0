import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalFile } from '../ports/host.js'

const stateName = 'journal'

interface Place {
  /** RUNNER_TEMP: emptied by the runner when the job ends. */
  readonly folder: string
  readonly saveState: (name: string, value: string) => void
  readonly state: (name: string) => string
}

/**
 * The journal as a file: state itself reaches the post step in environment variables, which hold no more than
 * 128 KiB each. Written beside and renamed, so that a process that is killed leaves the last whole one.
 */
export function journalFile({ folder, saveState, state }: Place): JournalFile {
  let path = state(stateName)
  return {
    write: (text) => {
      if (path === '') {
        path = join(folder, `image-to-pool-${randomUUID()}.json`)
        saveState(stateName, path)
      }
      writeFileSync(`${path}.new`, text, { mode: 0o600 })
      renameSync(`${path}.new`, path)
    },
    read: () => (path !== '' && existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    remove: () => {
      if (path === '') return
      rmSync(`${path}.new`, { force: true })
      rmSync(path, { force: true })
    },
  }
}
