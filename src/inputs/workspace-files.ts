import { readFileSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { FileContent, WorkspaceFiles } from './source.js'

const limitBytes = 1024 * 1024

/** The files of a folder and nothing outside it. Links are read when they stay in it; patterns follow none to a folder. */
export function createWorkspaceFiles(workspace: string): WorkspaceFiles {
  let realRoot: string | undefined
  const root = (): string => (realRoot ??= realpathSync.native(workspace))
  return {
    relative: (path) => inside(workspace, path),
    glob: async (pattern) => {
      const { glob } = await import('tinyglobby')
      const { linksAsFiles } = await import(/* webpackMode: "eager" */ './links-as-files.js')
      const found = await glob([pattern], {
        cwd: workspace,
        onlyFiles: true,
        expandDirectories: false,
        // A link could lead out of the workspace, and then through the whole disk.
        followSymbolicLinks: false,
        fs: linksAsFiles,
        ignore: ['**/node_modules/**'],
      })
      return found.sort()
    },
    // One after another: what the disk saves side by side is less than the handing to and fro costs.
    read: async (path) => await Promise.resolve(readText(workspace, path, root)),
  }
}

/** Relative with forward slashes; undefined when it leads out. On Windows both slashes separate. */
function inside(workspace: string, path: string): string | undefined {
  const way = relative(workspace, resolve(workspace, path))
  const leadsOut = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
  return leadsOut ? undefined : way.split(sep).join('/')
}

function readText(workspace: string, path: string, root: () => string): FileContent {
  if (path.includes('\0') || inside(workspace, path) === undefined) return { kind: 'outside' }
  try {
    const real = realpathSync.native(resolve(workspace, path))
    if (inside(root(), real) === undefined) return { kind: 'outside' }
    // Looked at before it is opened: opening a pipe would wait for its other end.
    const about = statSync(real)
    if (about.isDirectory()) return { kind: 'folder' }
    if (!about.isFile()) return { kind: 'unreadable', code: 'not a regular file' }
    if (about.size > limitBytes) return { kind: 'too-large', bytes: about.size, limitBytes }
    const bytes = readFileSync(real)
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { kind: 'not-text' }
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR'
    return isMissing ? { kind: 'missing' } : { kind: 'unreadable', code }
  }
}

function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error
  return hasCode && typeof error.code === 'string' ? error.code : undefined
}
