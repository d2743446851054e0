import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { JournalFile } from '../ports/host.js'

/** The journal of the runs of these configs in this folder: the next one takes up what the last one left. */
export function journalIn(
  temporary: string,
  { folder, configs }: { readonly folder: string; readonly configs: readonly string[] },
): JournalFile {
  const key = [userInfo().username, folder, ...[...configs].sort()].join('\n')
  const name = createHash('sha256').update(key).digest('hex').slice(0, 20)
  const own = join(temporary, `image-to-pool-${String(userInfo().uid)}`)
  const path = join(own, `${name}.json`)
  return {
    append: (line) => {
      mkdirSync(own, { recursive: true, mode: 0o700 })
      requireOwn(own, 'directory')
      if (existsSync(path)) requireOwn(path, 'file')
      appendFileSync(path, line, { mode: 0o600 })
    },
    read: () => {
      if (!existsSync(own)) return undefined
      requireOwn(own, 'directory')
      if (!existsSync(path)) return undefined
      requireOwn(path, 'file')
      return readFileSync(path, 'utf8')
    },
    remove: () => {
      if (!existsSync(own)) return
      requireOwn(own, 'directory')
      rmSync(path, { force: true })
    },
  }
}

/** The temporary folder is everybody's: whoever comes first could leave a link or a journal of theirs under our names. */
function requireOwn(path: string, kind: 'directory' | 'file'): void {
  const found = lstatSync(path)
  const isKind = kind === 'file' ? found.isFile() : found.isDirectory()
  // Windows has neither owners nor modes of this sort, and a temporary folder for each user.
  const isOurs = process.platform === 'win32' || found.uid === userInfo().uid
  const isOpen = process.platform !== 'win32' && (found.mode & 0o022) !== 0
  if (isKind && isOurs && !isOpen) return
  throw new Error(`${path} is not a ${kind} of this user alone: remove it and run again`)
}
