import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const shared = join(import.meta.dirname, '..', '..', '..', 'shared')

/** A file of the material that lies beside the project; undefined where it does not. */
export function sharedText(...path: readonly string[]): string | undefined {
  const file = join(shared, ...path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
