import type { Finding, Path } from '../../shared/finding.js'
import { aliasesOf, readOnlyPoolKeys } from './keys.js'
import { configSchema, itemKeys } from '../schema.js'
import { readOnlyKey, unknownKey } from './unknown-key.js'
import {
  childOf,
  keyPlace,
  mergeLocated,
  unreadable,
  wrapIn,
  type LocatedValue,
  type LocatedMap,
} from '../yaml/located-value.js'

export interface Normalized {
  readonly root: LocatedMap
  readonly findings: readonly Finding[]
}

/**
 * Brings one file (or the inputs) into the schema's own words before the layers are merged: other names of a
 * key become the key, empty values are not given, and keys that no section has are reported. A key that is
 * only misspelled or misplaced is then read as what was meant, so that it is not missed as well.
 */
export function normalizeKeys(root: LocatedMap): Normalized {
  const findings: Finding[] = []
  const moved: LocatedValue[] = []
  const sections = new Map<string, LocatedValue>()
  const toRead = new Map(root.entries)
  for (const [written, section] of toRead) {
    if (written === '$schema') continue // for editors, in JSON files
    const unknown = sectionKeys.has(written)
      ? undefined
      : unknownKey([written], section, [...sectionKeys.keys()])
    if (unknown !== undefined) findings.push(unknown.finding)
    if (unknown?.moved !== undefined) moved.push(unknown.moved)
    const name = unknown === undefined ? written : unknown.near
    const keys = name === undefined ? undefined : sectionKeys.get(name)
    if (name === undefined || keys === undefined || isEmpty(section)) continue
    if (unknown !== undefined && root.entries.has(name)) continue
    const tidied =
      section.kind === 'map' ? tidySection({ name, section, keys, findings, moved }) : section
    sections.set(name, tidied)
    // One that was indented too far and so came into another; the loop comes to it last.
    for (const [key, inner] of entriesOf(section)) {
      if (sectionKeys.has(key) && !keys.includes(key) && !toRead.has(key)) toRead.set(key, inner)
    }
  }
  // A pool that nobody wrote would lack nearly everything, and every lack would be told.
  const isThere = (value: LocatedValue) =>
    toRead.has('pool') || childOf(value, 'pool') === undefined
  const whole = moved
    .filter(isThere)
    .reduce<LocatedValue>((above, below) => mergeLocated(below, above), {
      ...root,
      entries: sections,
    })
  return { root: whole.kind === 'map' ? whole : root, findings }
}

/** The keys of each section. */
const sectionKeys: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(configSchema.entries).map(([name, { wrapped }]) => [
    name,
    Object.keys(wrapped.entries),
  ]),
)

interface Section {
  readonly name: string
  readonly section: LocatedMap
  readonly keys: readonly string[]
  readonly findings: Finding[]
  readonly moved: LocatedValue[]
}

function tidySection({ name, section, keys, findings, moved }: Section): LocatedMap {
  const entries = new Map<string, LocatedValue>()
  const aliases = aliasesOf(name)
  for (const [written, value] of section.entries) {
    const key = aliases.get(written) ?? written
    const path = [name, written]
    if (name === 'pool' && readOnlyPoolKeys.has(key)) findings.push(readOnlyKey(path, value))
    else if (!keys.includes(key)) {
      const unknown = unknownKey(path, value, keys)
      findings.push(unknown.finding)
      if (unknown.moved !== undefined) moved.push(unknown.moved)
      if (unknown.near !== undefined) moved.push(wrapIn([name, unknown.near], value))
    } else if (isEmpty(value)) continue
    else if (entries.has(key)) findings.push(bothGiven(name, key, value))
    else entries.set(key, tidyValue([name, key], value, findings))
  }
  return { ...section, entries }
}

/** The keys of the maps in a list, by the place of the list. */
const keysOfItems: ReadonlyMap<string, readonly string[]> = new Map([
  ['image.dataSnapshots', itemKeys.dataSnapshots],
  ['gallery.targetRegions', itemKeys.targetRegions],
])

function tidyValue(
  path: readonly [string, string],
  value: LocatedValue,
  findings: Finding[],
): LocatedValue {
  const known = keysOfItems.get(path.join('.'))
  if (value.kind !== 'list' || known === undefined) return value
  const items = value.items.map((item, index): LocatedValue =>
    item.kind === 'map' ? tidyItem(item, { path: [...path, index], known, findings }) : item,
  )
  return { ...value, items }
}

interface Item {
  readonly path: Path
  readonly known: readonly string[]
  readonly findings: Finding[]
}

function tidyItem(item: LocatedMap, { path, known, findings }: Item): LocatedValue {
  const entries = new Map([...item.entries].filter(([name]) => known.includes(name)))
  let isUnread = false
  for (const [name, value] of item.entries) {
    if (known.includes(name)) continue
    const { finding, near } = unknownKey([...path, name], value, known)
    findings.push(finding)
    if (near !== undefined && !entries.has(near)) entries.set(near, value)
    if (near === undefined) isUnread = true
  }
  for (const [name, value] of entries) if (isEmpty(value)) entries.delete(name)
  // The unknown key may well be what would be missing.
  const lacksMost = requiredItemKeys.some((name) => known.includes(name) && !entries.has(name))
  if (isUnread && lacksMost) return unreadable('?', item.at)
  return { ...item, entries }
}

const requiredItemKeys = ['source', 'name']

function entriesOf(value: LocatedValue): Iterable<[string, LocatedValue]> {
  return value.kind === 'map' ? value.entries : []
}

function isEmpty(value: LocatedValue): boolean {
  return value.kind === 'scalar' && value.value === null
}

function bothGiven(section: string, key: string, value: LocatedValue): Finding {
  const alias = [...aliasesOf(section)].find(([, named]) => named === key)?.[0] ?? key
  return {
    rule: 'config/duplicate-key',
    severity: 'error',
    message: `${section}.${key} and ${section}.${alias} are the same, and both are given`,
    help: `keep ${section}.${key}`,
    at: keyPlace(value),
  }
}
