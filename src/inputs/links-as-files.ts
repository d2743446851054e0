import { readdir, statSync, type Dirent } from 'node:fs'
import { join } from 'node:path'

type Listed = (error: Error | null, entries: Dirent[]) => void

/**
 * Lists a folder with links as the files that they stand for, so that a pattern finds them: one that is passed over
 * would be a config that nobody checked. Links to folders stay links, which a pattern does not follow.
 */
function listFolder(folder: string, _options: unknown, done: Listed): void {
  readdir(folder, { withFileTypes: true }, (error, entries) => {
    if (error !== null) {
      done(error, [])
      return
    }
    for (const entry of entries) {
      if (entry.isSymbolicLink() && !isFolder(join(folder, entry.name))) entry.isFile = () => true
    }
    done(null, entries)
  })
}

/** A link to nothing is none: reading it says so. */
function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  } catch {
    return false
  }
}

// The one of the overloads that tinyglobby calls.
export const linksAsFiles = { readdir: listFolder as unknown as typeof readdir }
