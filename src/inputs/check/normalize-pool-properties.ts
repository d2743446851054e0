import type { GenericSchema } from 'valibot'
import type { Finding, Path } from '../../shared/finding.js'
import { readOnlyPoolProperties } from './keys.js'
import { newestApiVersion } from '../pool-schema/lifetimes.js'
import { partsOf } from '../pool-schema/parts.js'
import { poolPropertiesSchema } from '../pool-schema/pool-properties.js'
import type { Normalized } from './normalize-keys.js'
import { readOnlyKey, unknownKey } from './unknown-key.js'
import {
  mergeLocated,
  unreadable,
  valueAt,
  type LocatedValue,
  type LocatedMap,
} from '../yaml/located-value.js'

/**
 * Looks in `pool.properties`, at any depth, for keys that Batch has in no API version, and takes out what only
 * Azure sets. A key that is misspelled or misplaced is an error, and then read as what was meant. Where the pool
 * asks for an API version newer than the schema it is a warning, and sent as it is.
 */
export function normalizePoolProperties(root: LocatedMap): Normalized {
  const pool = root.entries.get('pool')
  const properties = valueAt(root, ['pool', 'properties'])
  if (pool?.kind !== 'map' || properties?.kind !== 'map') return { root, findings: [] }
  const walk: Walk = { findings: [], moved: [], isNewer: asksForNewerApi(root) }
  const place = { schema: poolPropertiesSchema, value: properties, path: ['pool', 'properties'] }
  const entries = new Map(pool.entries).set('properties', tidyValue(walk, place))
  const tidied = { ...root, entries: new Map(root.entries).set('pool', { ...pool, entries }) }
  const whole = walk.moved.reduce<LocatedValue>(
    (above, below) => mergeLocated(below, above),
    tidied,
  )
  if (walk.moved.length === 0 || whole.kind !== 'map')
    return { root: tidied, findings: walk.findings }
  // What came to its place has not been looked into yet; there it is known, so this comes to an end.
  const again = normalizePoolProperties(whole)
  return { root: again.root, findings: [...walk.findings, ...again.findings] }
}

/** Whether the pool is written for an API version that the schema does not know yet. */
export function asksForNewerApi(root: LocatedMap): boolean {
  const version = valueAt(root, ['pool', 'batchApiVersion'])
  return (
    version?.kind === 'scalar' &&
    typeof version.value === 'string' &&
    /^\d{4}-\d\d-\d\d(-preview)?$/.test(version.value) &&
    version.value > newestApiVersion
  )
}

interface Walk {
  readonly findings: Finding[]
  readonly moved: LocatedValue[]
  readonly isNewer: boolean
}

interface Place {
  readonly schema: GenericSchema
  readonly value: LocatedValue
  readonly path: Path
}

function tidyValue(walk: Walk, { schema, value, path }: Place): LocatedValue {
  const { entries, required = [], item } = partsOf(schema)
  if (value.kind === 'list' && item !== undefined) {
    const items = value.items.map((element, index) =>
      tidyValue(walk, { schema: item, value: element, path: [...path, index] }),
    )
    return { ...value, items }
  }
  if (value.kind !== 'map' || entries === undefined) return value
  const known = [...entries.keys()]
  const tidied = new Map<string, LocatedValue>()
  let unread = 0
  for (const [written, inner] of value.entries) {
    const at = [...path, written]
    const isReadOnly =
      readOnlyPoolProperties.has(written) || (written === 'id' && path.length === 2)
    if (!entries.has(written) && isReadOnly) {
      walk.findings.push(readOnlyKey(at, inner))
      continue
    }
    const key = entries.has(written)
      ? written
      : reportUnknown(walk, { path: at, value: inner, known })
    const entry = key === undefined ? undefined : entries.get(key)
    if (key === undefined) unread += 1
    const isTaken = key !== written && value.entries.has(key ?? written)
    if (key === undefined || isTaken) continue
    tidied.set(
      key,
      entry === undefined ? inner : tidyValue(walk, { schema: entry, value: inner, path: at }),
    )
  }
  // An unknown key may well be what would be missing.
  const missing = required.filter((key) => !tidied.has(key))
  for (const key of missing.slice(0, unread)) tidied.set(key, unreadable('?', value.at))
  return { ...value, entries: tidied }
}

interface Unknown {
  readonly path: Path
  readonly value: LocatedValue
  readonly known: readonly string[]
}

/** The key that it is read as; undefined where it is left out, or moved to where it belongs. */
function reportUnknown(walk: Walk, { path, value, known }: Unknown): string | undefined {
  const { finding, near, moved } = unknownKey(path, value, known)
  if (walk.isNewer) {
    walk.findings.push({ ...finding, severity: 'warning' })
    return String(path.at(-1))
  }
  walk.findings.push(finding)
  if (moved !== undefined) walk.moved.push(moved)
  return near
}
