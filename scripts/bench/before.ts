/** The bundles of the commit that the figures are set beside, as git has them. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { workspace } from './run.js'

/** The last one before anything was done for speed. Its bundles are those of its sources: CI holds them to each other. */
export const beforeCommit = '0b8d602'

/** Folder of the bundles; undefined where the clone does not go back that far. */
export function bundlesBefore(): string | undefined {
  const folder = join(workspace, 'before')
  try {
    const archive = execFileSync('git', ['archive', beforeCommit, 'dist'], {
      ...{ maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] },
    })
    mkdirSync(folder)
    execFileSync('tar', ['-x', '-C', folder], { input: archive })
    return join(folder, 'dist')
  } catch {
    return undefined
  }
}
