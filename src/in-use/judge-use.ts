/**
 * Whether something is in use: by what refers to it, by what is made of it, and by what could not be seen. The one
 * judgement for everything that deletes images: a cleanup, taking back, the post step.
 */
import type { ImageVersion } from '../ports/azure.js'
import { armTypes, hasType, idKey, parentId, parseArmId } from '../shared/arm-id.js'
import { objectsAt, textAt } from '../shared/json-at.js'
import { sameRegion } from '../shared/region.js'
import { compareVersions, parseVersion } from '../model/version-number.js'
import { idsIn } from './ids-in.js'
import type { Seen, Unread } from './seen.js'
import { needOf, snapshotReasons } from './snapshot-use.js'
import { definitionKey, thingsIn, type Thing, type ThingKind } from './thing.js'
import { unreadIn, usersIn, type User } from './users.js'

/** By key: why a thing has to stay. */
export type Reasons = ReadonlyMap<string, string>

/**
 * Why images, versions and snapshots have to stay: all that something that stays refers to, or needs, or was made from, and all that a
 * list that could not be read may have named. `goes`: things that are deleted first, and hold nothing back.
 */
export function judgeUse(seen: Seen, goes: (thing: Thing) => boolean = () => false): Reasons {
  const things = thingsIn(seen)
  const index = indexOf(things)
  const staying = things.filter((thing) => !goes(thing))
  const users = usersIn(seen, staying)
  const reasons = new Map<string, string>()
  const queue = users.flatMap((user) => usedBy(user, index))
  for (const { thing, because } of queue) {
    if (reasons.has(thing.key)) continue
    reasons.set(thing.key, because)
    // Grows while it is walked through: what a source was made from comes after it.
    const why = `${thing.title} was made from it, and ${because}`
    queue.push(...sourcesOf(thing, index).map((source) => ({ thing: source, because: why })))
  }
  for (const { thing, because } of staying.flatMap((one) => neededBy(one, index))) {
    if (!reasons.has(thing.key)) reasons.set(thing.key, because)
  }
  for (const [key, because] of snapshotReasons(staying, users)) reasons.set(key, because)
  const unread = unreadIn(seen, things)
  for (const { key, of } of things) {
    const because = blindReason(unread, of.kind)
    if (because !== undefined && !reasons.has(key)) reasons.set(key, because)
  }
  return reasons
}

function blindReason(unread: readonly Unread[], kind: ThingKind): string | undefined {
  const first = unread.find(({ names }) => names.includes(kind))
  return first && `${first.list} cannot be read (${first.why}), and may name what uses it`
}

/** Why an image definition has to stay: what refers to it, or to its latest version; undefined where nothing does. */
export function definitionUse(definitionId: string, seen: Seen): string | undefined {
  const wanted = idKey(definitionId)
  const things = thingsIn(seen)
  const user = usersIn(seen, things).find(({ ids }) =>
    ids.some((id) => idKey(id) === wanted || idKey(id).startsWith(`${wanted}/`)),
  )
  if (user !== undefined) return `${user.title} uses it`
  return blindReason(unreadIn(seen, things), 'image-version')
}

interface Found {
  readonly thing: Thing
  readonly because: string
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

function usedBy({ title, location, ids }: User, index: Index): readonly Found[] {
  return ids.flatMap((id) =>
    resolve(id, location, index).map(({ thing, isLatest }) => ({
      thing,
      because: `${title} ${isLatest ? 'takes the latest version' : 'uses it'}`,
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

/** The sources of a version that Azure cannot do without, with the reason. */
function neededBy(thing: Thing, index: Index): readonly Found[] {
  const why = needOf(thing)
  if (why === undefined) return []
  return sourcesOf(thing, index).map((source) => ({
    thing: source,
    because: `${thing.title} ${why}`,
  }))
}

/** What a version was made from, of the things that are there; a definition stands for any of its versions. */
function sourcesOf({ of }: Thing, { byKey, versions }: Index): readonly Thing[] {
  if (of.kind !== 'image-version') return []
  return idsIn(of.version.properties['storageProfile']).flatMap((id) => {
    const parsed = parseArmId(id)
    if (parsed !== undefined && hasType(parsed, armTypes.imageDefinition)) {
      return versions.get(idKey(id)) ?? []
    }
    return byKey.get(idKey(id)) ?? []
  })
}
