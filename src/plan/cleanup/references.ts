/** What pools refer to, and what that in turn was made from. */
import type { ImageVersion, Pool } from '../../ports/azure.js'
import { armTypes, hasType, idKey, parentId, parseArmId } from '../../shared/arm-id.js'
import { isJsonObject } from '../../shared/json.js'
import { objectsAt, textAt } from '../../shared/json-at.js'
import { sameRegion } from '../../shared/region.js'
import { compareVersions, parseVersion } from '../../model/version-number.js'
import { sourceOf } from '../../model/version-source.js'
import { definitionKey, type Thing } from './world.js'

/** By key: why a thing has to stay. */
export type Reasons = ReadonlyMap<string, string>

interface Found {
  readonly thing: Thing
  readonly because: string
}

/**
 * Everything that one of the pools refers to: images and versions that it names, the versions that can be the latest
 * of a definition that it names, and whatever those were made from. Anywhere in its properties, as a pool that is
 * being recycled has in its metadata what it is put back from.
 */
export function referencedBy(pools: readonly Thing[], things: readonly Thing[]): Reasons {
  const reasons = new Map<string, string>()
  const index = indexOf(things)
  const queue = pools.flatMap((pool) => directlyBy(pool, index))
  for (const { thing, because } of queue) {
    if (reasons.has(thing.key)) continue
    reasons.set(thing.key, because)
    // Grows while it is walked through: what a source was made from comes after it.
    const why = `${thing.title} was made from it, and ${because}`
    queue.push(...sourcesOf(thing, index).map((source) => ({ thing: source, because: why })))
  }
  return reasons
}

interface Index {
  readonly byKey: ReadonlyMap<string, Thing>
  /** By key of the definition. */
  readonly versions: ReadonlyMap<string, readonly Thing[]>
}

function indexOf(things: readonly Thing[]): Index {
  const versions = new Map<string, Thing[]>()
  for (const thing of things) {
    if (thing.of.kind !== 'image-version') continue
    const key = definitionKey(thing.of.version)
    versions.set(key, [...(versions.get(key) ?? []), thing])
  }
  return { byKey: new Map(things.map((thing) => [thing.key, thing])), versions }
}

function directlyBy(pool: Thing, index: Index): readonly Found[] {
  if (pool.of.kind !== 'pool') return []
  const { location } = pool.of
  return idsIn(pool.of.pool).flatMap((id) =>
    resolve(id, location, index).map(({ thing, isLatest }) => ({
      thing,
      because: `${pool.title} ${isLatest ? 'takes the latest version' : 'uses it'}`,
    })),
  )
}

interface Resolved {
  readonly thing: Thing
  readonly isLatest: boolean
}

function resolve(id: string, location: string, { byKey, versions }: Index): readonly Resolved[] {
  const shared = sharedGalleryId.exec(id)
  if (shared !== null) {
    // Named by the gallery's public name, which its versions do not tell: every definition of that name counts.
    const [, definition = '', version = 'latest'] = shared
    const namesakes = [...versions].filter(([key]) => key.endsWith(`/${definition.toLowerCase()}`))
    return namesakes.flatMap(([, of]) => pick(of, version, location))
  }
  const parsed = parseArmId(id)
  if (parsed === undefined) return []
  if (hasType(parsed, armTypes.imageDefinition)) {
    return pick(versions.get(idKey(id)) ?? [], 'latest', location)
  }
  if (hasType(parsed, armTypes.imageVersion) && parsed.name.toLowerCase() === 'latest') {
    return pick(versions.get(idKey(parentId(parsed) ?? id)) ?? [], 'latest', location)
  }
  const thing = byKey.get(idKey(id))
  return thing === undefined ? [] : [{ thing, isLatest: false }]
}

const sharedGalleryId =
  /^\/(?:sharedgalleries|communitygalleries)\/[^/]+\/images\/([^/]+)(?:\/versions\/([^/]+))?$/i

function pick(versions: readonly Thing[], name: string, location: string): readonly Resolved[] {
  if (name.toLowerCase() === 'latest') {
    return possiblyLatest(versions, location).map((thing) => ({ thing, isLatest: true }))
  }
  const named = versions.filter(({ of }) => of.kind === 'image-version' && of.version.name === name)
  return named.map((thing) => ({ thing, isLatest: false }))
}

/**
 * Every version that Azure may take for the latest in a region: the highest that is complete and offered there, and
 * those above it of which that is not certain. All of them, where it is certain of none.
 */
function possiblyLatest(versions: readonly Thing[], location: string): readonly Thing[] {
  const numbered = versions.flatMap((thing) => {
    if (thing.of.kind !== 'image-version') return []
    const { version } = thing.of
    const number = parseVersion(version.name)
    return number === undefined ? [] : [{ thing, version, number }]
  })
  const sure = numbered
    .filter(({ version }) => isSurelyOffered(version, location))
    .toSorted((a, b) => compareVersions(b.number, a.number))[0]
  if (sure === undefined) return versions
  return numbered
    .filter(
      ({ version, number }) =>
        !version.excludeFromLatest && compareVersions(number, sure.number) >= 0,
    )
    .map(({ thing }) => thing)
}

function isSurelyOffered(version: ImageVersion, location: string): boolean {
  if (version.provisioningState.toLowerCase() !== 'succeeded') return false
  if (version.excludeFromLatest) return false
  return objectsAt(version.properties, 'publishingProfile', 'targetRegions').some(
    (region) =>
      sameRegion(textAt(region, 'name'), location) && region['excludeFromLatest'] !== true,
  )
}

/** What a version was made from, of the things that are there. */
function sourcesOf({ of }: Thing, { byKey, versions }: Index): readonly Thing[] {
  if (of.kind !== 'image-version') return []
  const source = sourceOf(of.version.properties)
  if (source?.kind !== 'image') return []
  const id = parseArmId(source.id)
  if (id !== undefined && hasType(id, armTypes.imageDefinition)) {
    return versions.get(idKey(source.id)) ?? []
  }
  const thing = byKey.get(idKey(source.id))
  return thing === undefined ? [] : [thing]
}

/** Of every version that Azure cannot do without its source: that source, with the reason. */
export function neededSources(versions: readonly Thing[], things: readonly Thing[]): Reasons {
  const index = indexOf(things)
  const found = versions.flatMap((version) => {
    const why = needOf(version)
    if (why === undefined) return []
    const because = `${version.title} ${why}`
    return sourcesOf(version, index).map(({ key }) => [key, because] as const)
  })
  return new Map(found)
}

/** Until all replicas are there, and for ever where none is a copy: https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries */
function needOf({ of, state }: Thing): string | undefined {
  if (of.kind !== 'image-version') return undefined
  const mode = textAt(of.version.properties, 'publishingProfile', 'replicationMode')
  if (mode?.toLowerCase() === 'shallow') return 'is a shallow copy of it'
  return ['creating', 'updating', 'migrating'].includes(state) ? 'is being made from it' : undefined
}

/** Every id in a pool's properties, also in JSON that stands in its metadata. */
function idsIn({ properties }: Pool): readonly string[] {
  const ids = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.startsWith('/')) ids.add(value.replace(/\/$/, ''))
      else if (/^\s*[[{]/.test(value)) walk(jsonIn(value))
    } else if (Array.isArray(value)) value.forEach(walk)
    else if (isJsonObject(value)) Object.values(value).forEach(walk)
  }
  walk(properties)
  return [...ids]
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a command line that begins with a bracket
  }
}
