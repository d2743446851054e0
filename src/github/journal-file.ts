import { appendFileSync, lstatSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { JournalFile } from '../ports/host.js'

const stateName = 'journal'
const namePattern = /^image-to-pool-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.json$/

interface Place {
  /** RUNNER_TEMP: emptied by the runner when the job ends. */
  readonly folder: string
  readonly saveState: (name: string, value: string) => void
  readonly state: (name: string) => string
  /** The main step writes a journal of its own and obeys no state: whoever sets its environment could name any file. */
  readonly isPost: boolean
}

/**
 * The journal as a file: state itself reaches the post step in environment variables, which hold no more than
 * 128 KiB each. Nothing but a regular file of the name that the main step gives, in the folder where it puts it, is ever
 * opened or removed.
 */
export function journalFile({ folder, saveState, state, isPost }: Place): JournalFile {
  const given = isPost ? state(stateName) : ''
  let path = ''
  return {
    append: (line) => {
      if (path === '') {
        path = join(folder, `image-to-pool-${globalThis.crypto.randomUUID()}.json`)
        saveState(stateName, path)
      }
      appendFileSync(path, line, { mode: 0o600 })
    },
    read: () => {
      if (given === '') return undefined
      const trouble = troubleWith(given, folder)
      if (trouble === 'missing') return undefined
      if (trouble !== undefined)
        throw new Error(`the journal that the post step was given ${trouble}`)
      return readFileSync(given, 'utf8')
    },
    remove: () => {
      const own = isPost ? given : path
      if (own !== '' && troubleWith(own, folder) === undefined) rmSync(own, { force: true })
    },
  }
}

/** Why it cannot be the file that the main step wrote. */
function troubleWith(path: string, folder: string): string | undefined {
  if (dirname(resolve(path)) !== resolve(folder)) return 'is not directly in RUNNER_TEMP'
  if (!namePattern.test(basename(path))) return 'does not have the name of one'
  try {
    // Of a link this is the link itself, which the main step never makes.
    return lstatSync(path).isFile() ? undefined : 'is no regular file'
  } catch (error) {
    const hasCode = typeof error === 'object' && error !== null && 'code' in error
    if (hasCode && error.code === 'ENOENT') return 'missing'
    return `cannot be looked at: ${error instanceof Error ? error.message : String(error)}`
  }
}
