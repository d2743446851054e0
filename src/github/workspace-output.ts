import { lstat, mkdir, realpath, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'

/** Writes a file below the workspace, its folders included. Throws where the path, or a link on it, leads out. */
export async function writeWorkspaceFile(
  workspace: string,
  path: string,
  text: string,
): Promise<void> {
  const target = resolve(workspace, path)
  await requireInside(workspace, target)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, text)
}

/** The nearest part of the path that is there is looked at as what it really is. */
async function requireInside(workspace: string, target: string): Promise<void> {
  const root = await realpath(workspace)
  for (let path = target; ; path = dirname(path)) {
    const real = await realOf(path)
    if (real === undefined) continue
    const way = relative(root, real)
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
      throw new Error(`${target} leads out of the workspace`)
    }
    return
  }
}

async function realOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path)
  } catch (error) {
    // A link to what is not there would be written through.
    if (!isMissing(error) || (await isThere(path))) throw error
    return undefined
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (!isMissing(error)) throw error
    return false
  }
}

function isMissing(error: unknown): boolean {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error
  return hasCode && error.code === 'ENOENT'
}
