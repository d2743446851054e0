/**
 * All tests of a folder of `__tests__` as one suite, so that what they test is loaded once and not once a file: of 250
 * files, loading took five times as long as testing. Hooks lie in a `describe` of their file, or they would be
 * everybody's (ESLint tells).
 */
import { glob } from 'tinyglobby'

export async function importTests(...folders: readonly string[]): Promise<void> {
  const cwd = new URL('..', import.meta.url).pathname
  const files = await glob(
    folders.map((folder) => `${folder}/**/*.test.ts`),
    { cwd, ignore: ['**/*az-cli.test.ts'] },
  )
  for (const file of files.sort()) await import(`../${file}`)
}
