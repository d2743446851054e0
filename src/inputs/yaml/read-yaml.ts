import type { Origin, Span } from '../../shared/finding.js'
import type { ParsedYaml } from './parse-yaml.js'
import { readOrdinaryYaml } from './read-ordinary-yaml.js'

/**
 * Reads YAML 1.2 (core schema; JSON is a part of it) into values that know their places. Never throws: what is wrong
 * comes back as findings. `placeOf` says where a stretch of the text is. The library that reads all of YAML is loaded
 * with the first text that is more than ordinary.
 */
export async function readYaml(text: string, placeOf: (span: Span) => Origin): Promise<ParsedYaml> {
  const root = readOrdinaryYaml(text, placeOf)
  if (root !== undefined) return { root, findings: [] }
  const { parseYaml } = await import('./parse-yaml.js')
  return parseYaml(text, placeOf)
}
