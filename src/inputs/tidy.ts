import type { Finding, Origin, Path } from '../shared/finding.js'
import { pathText } from '../shared/path-text.js'
import { isSameWord, suggest } from '../shared/suggest.js'
import { aliasesOf, placesOf, readOnlyPoolKeys, readOnlyPoolProperties } from './keys.js'
import { configSchema, itemKeys } from './schema.js'
import type { Written, WrittenMap } from './written.js'

export interface Tidied {
  readonly root: WrittenMap
  readonly findings: readonly Finding[]
}

/**
 * Brings one file (or the inputs) into the schema's own words before the layers are merged: other names of a
 * key become the key, empty values are not given, and keys that no section has are reported and left out.
 */
export function tidyConfig(root: WrittenMap): Tidied {
  const findings: Finding[] = []
  const sections = new Map<string, Written>()
  for (const [name, section] of root.entries) {
    if (name === '$schema') continue // for editors, in JSON files
    const schema = Object.entries(configSchema.entries).find(([known]) => known === name)?.[1]
    if (schema === undefined) {
      findings.push(unknownKey([name], section, Object.keys(configSchema.entries)))
    } else if (section.kind === 'map') {
      const keys = Object.keys(schema.wrapped.entries)
      sections.set(name, tidySection({ name, section, keys, findings }))
    } else if (!isEmpty(section)) sections.set(name, section)
  }
  return { root: { ...root, entries: sections }, findings }
}

interface Section {
  readonly name: string
  readonly section: WrittenMap
  readonly keys: readonly string[]
  readonly findings: Finding[]
}

function tidySection({ name, section, keys, findings }: Section): WrittenMap {
  const entries = new Map<string, Written>()
  for (const [written, value] of section.entries) {
    const key = aliasesOf(name).get(written) ?? written
    const path = [name, written]
    if (name === 'pool' && readOnlyPoolKeys.has(key)) findings.push(readOnly(path, value))
    else if (!keys.includes(key)) findings.push(unknownKey(path, value, keys))
    else if (isEmpty(value)) continue
    else if (entries.has(key)) findings.push(bothGiven([name, key], path, value))
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
      if (!known.includes(name)) findings.push(unknownKey([...path, index, name], inner, known))
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

function bothGiven(key: Path, alias: Path, value: Written): Finding {
  const other = key.join('.') === alias.join('.') ? 'its other name' : pathText(alias)
  return {
    rule: 'config/duplicate-key',
    severity: 'error',
    message: `${pathText(key)} is given here twice, also as ${other}`,
    help: `keep ${pathText(key)}`,
    at: keyPlace(value),
  }
}

function unknownKey(path: Path, value: Written, known: readonly string[]): Finding {
  const name = String(path.at(-1))
  const places = placesOf(name).filter((place) => place !== pathText(path))
  const here = known.find((key) => isSameWord(key, name))
  const near = here ?? (places.length > 0 ? undefined : suggest(name, known))
  return {
    rule: 'config/unknown-key',
    severity: 'error',
    message:
      near === undefined && places.length > 0
        ? `${pathText(path)} does not belong here`
        : `${pathText(path)} is not a key that there is`,
    help:
      near !== undefined
        ? `did you mean ${near}?`
        : places.length > 0
          ? `write it as ${places.join(' or ')}`
          : `the keys here are ${known.join(', ')}`,
    at: keyPlace(value),
  }
}
