import type { Stats } from 'node:fs'
import { lstat, mkdir, realpath, stat, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'

interface Output {
  readonly text: string
  /** Files that must not be written over, however they or the path are spelled. */
  readonly keep: readonly string[]
}

/**
 * Writes a file below the workspace, its folders included. Throws where the path, or a link on it, leads out, into `.git`, or
 * to something that is no regular file or is to be kept.
 */
export async function writeWorkspaceFile(
  workspace: string,
  path: string,
  { text, keep }: Output,
): Promise<void> {
  const target = resolve(workspace, path)
  await requireInside(workspace, target)
  await mkdir(dirname(target), { recursive: true })
  await requireFree(workspace, target, keep)
  await writeFile(target, text)
}

async function requireFree(
  workspace: string,
  target: string,
  keep: readonly string[],
): Promise<void> {
  const there = await aboutOf(target)
  if (there === undefined) return
  if (!there.isFile()) throw new Error(`${target} is no regular file`)
  for (const path of keep) {
    const kept = await aboutOf(resolve(workspace, path))
    if (kept?.dev === there.dev && kept.ino === there.ino) {
      throw new Error(`${target} is a file that this run reads or writes otherwise`)
    }
  }
}

/** Of what the path leads to; undefined where that is nothing. */
async function aboutOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
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
    const steps = [way, relative(path, target)].flatMap((part) => part.split(sep))
    if (steps.some((step) => /^\.git$/i.test(step))) throw new Error(`${target} is in .git`)
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
