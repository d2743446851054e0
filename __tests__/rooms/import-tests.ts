/**
 * All tests of a folder of `__tests__` as one suite, so that what they test is loaded once and not once a file: of 250
 * files, loading took five times as long as testing. Hooks lie in a `describe` of their file, or they would be
 * everybody's (ESLint tells).
 */
import { existsSync } from 'node:fs'
import { glob } from 'tinyglobby'

export async function importTests(...folders: readonly string[]): Promise<void> {
  const cwd = new URL('..', import.meta.url).pathname
  const files = await glob(
    folders.map((folder) => `${folder}/**/*.test.ts`),
    { cwd, ignore: ['**/*az-cli.test.ts'] },
  )
  for (const file of files.sort()) if (!hasSnapshots(file)) await import(`../${file}`)
}

/** Jest keeps snapshots by suite: such a file is one of its own (jest.config.js). */
function hasSnapshots(file: string): boolean {
  const snapshots = file.replace(/[^/]+$/, '__snapshots__/$&.snap')
  return existsSync(new URL(`../${snapshots}`, import.meta.url))
}
