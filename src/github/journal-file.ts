import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
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
 * 128 KiB each.
 */
export function journalFile({ folder, saveState, state }: Place): JournalFile {
  let path = state(stateName)
  return {
    append: (line) => {
      if (path === '') {
        path = join(folder, `image-to-pool-${randomUUID()}.json`)
        saveState(stateName, path)
      }
      appendFileSync(path, line, { mode: 0o600 })
    },
    read: () => (path !== '' && existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    remove: () => {
      if (path !== '') rmSync(path, { force: true })
    },
  }
}
