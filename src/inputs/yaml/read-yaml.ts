import type { Origin, Span } from '../../shared/finding.js'
import type { LocatedMap } from './located-value.js'
import type { ParsedYaml } from './parse-yaml.js'
import { readOrdinaryYaml } from './read-ordinary-yaml.js'

export interface ReadYaml extends ParsedYaml {
  /** Reads the same once more, at once; absent where that takes the library. */
  readonly again?: () => LocatedMap
}

/**
 * Reads YAML 1.2 (core schema; JSON is a part of it) into values that know their places. Never throws: what is wrong
 * comes back as findings. `placeOf` says where a stretch of the text is. The library that reads all of YAML is loaded
 * with the first text that is more than ordinary.
 */
export async function readYaml(text: string, placeOf: (span: Span) => Origin): Promise<ReadYaml> {
  const root = readOrdinaryYaml(text, placeOf)
  if (root !== undefined) {
    return { root, findings: [], again: () => readAgain(text, placeOf) }
  }
  const { parseYaml } = await import('./parse-yaml.js')
  return parseYaml(text, placeOf)
}

/** Of a text that was read before. Apart, so that what was read then is not held. */
function readAgain(text: string, placeOf: (span: Span) => Origin): LocatedMap {
  const root = readOrdinaryYaml(text, placeOf)
  if (root === undefined) throw new Error('a text that could be read can be read again')
  return root
}
