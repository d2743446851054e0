import type { Finding, Origin, Path } from '../shared/finding.js'
import { pathText } from '../shared/path-text.js'
import { isSameWord, suggest } from '../shared/suggest.js'
import { aliasesOf, placesOf, readOnlyPoolKeys, readOnlyPoolProperties } from './keys.js'
import { configSchema, itemKeys } from './schema.js'
import { mergeWritten, wrapIn, type Written, type WrittenMap } from './written.js'

export interface Tidied {
  readonly root: WrittenMap
  readonly findings: readonly Finding[]
}

/**
 * Brings one file (or the inputs) into the schema's own words before the layers are merged: other names of a
 * key become the key, empty values are not given, and keys that no section has are reported. A key that is
 * only misspelled or misplaced is then read as what was meant, so that it is not missed as well.
 */
export function tidyConfig(root: WrittenMap): Tidied {
  const findings: Finding[] = []
  const moved: Written[] = []
  const sections = new Map<string, Written>()
  for (const [written, section] of root.entries) {
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
  }
  const whole = moved.reduce<Written>((above, below) => mergeWritten(below, above), {
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
  readonly section: WrittenMap
  readonly keys: readonly string[]
  readonly findings: Finding[]
  readonly moved: Written[]
}

function tidySection({ name, section, keys, findings, moved }: Section): WrittenMap {
  const entries = new Map<string, Written>()
  const aliases = aliasesOf(name)
  for (const [written, value] of section.entries) {
    const key = aliases.get(written) ?? written
    const path = [name, written]
    if (name === 'pool' && readOnlyPoolKeys.has(key)) findings.push(readOnly(path, value))
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

function tidyValue(path: readonly [string, string], value: Written, findings: Finding[]): Written {
  const key = path.join('.')
  if (key === 'pool.properties' && value.kind === 'map') return dropReadOnly(value, findings)
  if (value.kind !== 'list') return value
  const known =
    key === 'image.dataSnapshots'
      ? itemKeys.dataSnapshots
      : key === 'gallery.targetRegions'
        ? itemKeys.targetRegions
        : undefined
  if (known === undefined) return value
  const items = value.items.map((item, index): Written => {
    if (item.kind !== 'map') return item
    const entries = new Map(item.entries)
    for (const [name, inner] of item.entries) {
      if (!known.includes(name))
        findings.push(unknownKey([...path, index, name], inner, known).finding)
      if (!known.includes(name) || isEmpty(inner)) entries.delete(name)
    }
    return { ...item, entries }
  })
  return { ...value, items }
}

function dropReadOnly(properties: WrittenMap, findings: Finding[]): WrittenMap {
  const entries = new Map(properties.entries)
  for (const [key, value] of properties.entries) {
    if (!readOnlyPoolProperties.has(key)) continue
    findings.push(readOnly(['pool', 'properties', key], value))
    entries.delete(key)
  }
  return { ...properties, entries }
}

function isEmpty(value: Written): boolean {
  return value.kind === 'scalar' && value.value === null
}

function keyPlace(value: Written): Origin {
  return value.key ?? value.at
}

function readOnly(path: Path, value: Written): Finding {
  const name = path.at(-1)
  return {
    rule: 'config/read-only',
    severity: 'warning',
    message: `${pathText(path)} is set by Azure and is not sent`,
    help: name === 'apiVersion' ? 'remove it; batchApiVersion sets the version' : 'remove it',
    at: keyPlace(value),
  }
}

function bothGiven(section: string, key: string, value: Written): Finding {
  const alias = [...aliasesOf(section)].find(([, named]) => named === key)?.[0] ?? key
  return {
    rule: 'config/duplicate-key',
    severity: 'error',
    message: `${section}.${key} and ${section}.${alias} are the same, and both are given`,
    help: `keep ${section}.${key}`,
    at: keyPlace(value),
  }
}

interface UnknownKey {
  readonly finding: Finding
  /** The key that was probably meant. */
  readonly near: string | undefined
  /** The value at the one place where it belongs. */
  readonly moved: Written | undefined
}

function unknownKey(path: Path, value: Written, known: readonly string[]): UnknownKey {
  const name = String(path.at(-1))
  const places = placesOf(name).filter((place) => place !== pathText(path))
  const here = known.find((key) => isSameWord(key, name))
  const near = here ?? (places.length > 0 ? undefined : suggest(name, known))
  const isElsewhere = near === undefined && places.length > 0
  const [place, ...otherPlaces] = places
  const finding: Finding = {
    rule: 'config/unknown-key',
    severity: 'error',
    message: isElsewhere
      ? `${pathText(path)} does not belong here`
      : `${pathText(path)} is not a known key`,
    help: isElsewhere
      ? `write it as ${places.join(' or ')}`
      : near === undefined
        ? `the keys here are ${known.join(', ')}`
        : `did you mean ${near}?`,
    at: keyPlace(value),
  }
  const isMoved = isElsewhere && place !== undefined && otherPlaces.length === 0
  return { finding, near, moved: isMoved ? wrapIn(place.split('.'), value) : undefined }
}
