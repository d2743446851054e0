/**
 * What a config writes of a version's publishing that an adopted version has otherwise. A version may be anybody's, so it is
 * only added to (regions, higher counts); what takes something away is changed only where that is nobody else's loss.
 */
import type { GalleryConfig } from '../inputs/config.js'
import type { ImageVersion } from '../ports/azure.js'
import type { Path } from '../shared/finding.js'
import { sameJson, withoutKeys, type Json, type JsonObject } from '../shared/json.js'
import { numberAt, objectAt, objectsAt, textAt } from '../shared/json-at.js'
import { normaliseRegion } from '../shared/region.js'
import { parseEndOfLifeDate } from './end-of-life.js'
import type { Change } from './step.js'
import { publishedRegions, replicasForNodes, targetRegions } from './target-regions.js'

export interface VersionDifference extends Change {
  /** Where the config asks for it. */
  readonly at: Path
  /** `add` is always done, `change` where the version is ours alone, `never`: Azure lets nobody. */
  readonly kind: 'add' | 'change' | 'never'
  /** A clause about the version: `it has no replica in eastus`. */
  readonly message: string
  /** Arguments of `az sig image-version update` that would do it. */
  readonly flags?: string
  readonly update?: VersionUpdate
}

/** How the publishing of a version is to change; what is not named stays. */
export interface VersionUpdate {
  /** ARM target regions: new ones, and those whose count is to be another. */
  readonly regions: readonly JsonObject[]
  /** Counts that may go down as well, by normalised region. */
  readonly lowered: readonly string[]
  /** Regions that go, normalised. */
  readonly removed: readonly string[]
  /** Of the publishing profile as a whole. */
  readonly settings: JsonObject
}

const nothing: VersionUpdate = { regions: [], lowered: [], removed: [], settings: {} }

interface Wishes {
  readonly accountRegion: string | undefined
  /** Nodes that the pool asks for; undefined: not known. */
  readonly nodes: number | undefined
}

/** In the order in which the config could write them. */
export function versionDifferences(
  gallery: GalleryConfig,
  version: ImageVersion,
  wishes: Wishes,
): readonly VersionDifference[] {
  return [
    ...regionDifferences(gallery, version, wishes),
    ...removedRegions(gallery, version, wishes),
    ...settingDifferences(gallery, version),
  ]
}

function regionDifferences(
  gallery: GalleryConfig,
  version: ImageVersion,
  { accountRegion, nodes }: Wishes,
): readonly VersionDifference[] {
  const homeRegion = normaliseRegion(version.location)
  const there = publishedRegions(version.properties)
  const listed = (gallery.targetRegions ?? []).map(({ name }) => normaliseRegion(name))
  const usual = gallery.replicaCount
  return targetRegions(gallery, { homeRegion, accountRegion }).flatMap((wanted) => {
    const name = textAt(wanted, 'name') ?? ''
    const index = listed.indexOf(name)
    const at = index === -1 ? ['gallery'] : ['gallery', 'targetRegions', index]
    const had = there.find((region) => region.name === name)
    const own = numberAt(wanted, 'regionalReplicaCount')
    const forNodes =
      usual === 'auto' && name === accountRegion && nodes !== undefined
        ? replicasForNodes(nodes)
        : undefined
    const written = typeof usual === 'number' ? usual : forNodes
    const replicas = own ?? written
    const countAt = own === undefined ? ['gallery', 'replicaCount'] : [...at, 'replicas']
    if (had === undefined) {
      const body = withCount(wanted, replicas)
      const all = [...there.map(asFlag), asFlag({ name, replicas: replicas ?? 1 })]
      return [
        {
          ...{ at, kind: 'add', property: `targetRegions.${name}` },
          to: replicas ?? 1,
          message: `it has no replica in ${name}`,
          flags: `--target-regions ${all.join(' ')}`,
          update: { ...nothing, regions: [body] },
        },
      ]
    }
    const ofReplicas = { place: at, name, had, there, version }
    return [
      ...countDifference(ofReplicas, { replicas, at: countAt, isRaisedOnly: own === undefined }),
      ...fixedDifferences(ofReplicas, wanted),
    ]
  })
}

interface OfRegion {
  readonly place: Path
  readonly name: string
  readonly had: { readonly name: string; readonly replicas: number }
  readonly there: readonly { readonly name: string; readonly replicas: number }[]
  readonly version: ImageVersion
}

interface WantedCount {
  readonly replicas: number | undefined
  readonly at: Path
  /** A count for all regions at once says nothing against more in one of them. */
  readonly isRaisedOnly: boolean
}

function countDifference(
  { name, had, there }: OfRegion,
  { replicas, at, isRaisedOnly }: WantedCount,
): readonly VersionDifference[] {
  if (replicas === undefined || replicas === had.replicas) return []
  const isMore = replicas > had.replicas
  if (!isMore && isRaisedOnly) return []
  const all = there.map((region) => asFlag(region.name === name ? { name, replicas } : region))
  return [
    {
      ...{ at, kind: isMore ? 'add' : 'change', property: `targetRegions.${name}.replicas` },
      ...{ from: had.replicas, to: replicas },
      message: `it has ${countOf(had.replicas)} in ${name}, not ${String(replicas)}`,
      flags: `--target-regions ${all.join(' ')}`,
      update: {
        ...nothing,
        regions: [{ name, regionalReplicaCount: replicas }],
        lowered: isMore ? [] : [name],
      },
    },
  ]
}

/** What is chosen when a replica is made. */
function fixedDifferences(
  { place, name, version }: OfRegion,
  wanted: JsonObject,
): readonly VersionDifference[] {
  const profile = objectAt(version.properties, 'publishingProfile')
  const own = objectsAt(profile, 'targetRegions').find(
    (one) => normaliseRegion(textAt(one, 'name') ?? '') === name,
  )
  const storage = textAt(wanted, 'storageAccountType')
  const held = textAt(own, 'storageAccountType') ?? textAt(profile, 'storageAccountType')
  const differences: VersionDifference[] = []
  if (storage !== undefined && held !== undefined && storage.toLowerCase() !== held.toLowerCase()) {
    differences.push({
      ...{ at: [...place, 'storageAccountType'], kind: 'never', from: held, to: storage },
      property: `targetRegions.${name}.storageAccountType`,
      message: `in ${name} it lies on ${held}, not ${storage}`,
    })
  }
  const keys = objectAt(wanted, 'encryption')
  const heldKeys = objectAt(own, 'encryption')
  if (keys !== undefined && !sameJson(inOneCase(keys), inOneCase(heldKeys ?? {}))) {
    differences.push({
      ...{ at: [...place, 'encryption'], kind: 'never', to: keys },
      property: `targetRegions.${name}.encryption`,
      message: `its replica in ${name} is under ${heldKeys === undefined ? 'a key of the platform' : 'other disk encryption sets'}`,
    })
  }
  return differences
}

/** Ids come back in any letter case, and what is empty may be left out. */
function inOneCase(keys: JsonObject): Json {
  const osDisk = textAt(keys, 'osDiskImage', 'diskEncryptionSetId')?.toLowerCase() ?? null
  const disks = objectsAt(keys, 'dataDiskImages').map((disk) => [
    numberAt(disk, 'lun') ?? null,
    textAt(disk, 'diskEncryptionSetId')?.toLowerCase() ?? null,
  ])
  return [osDisk, disks.toSorted(([a], [b]) => Number(a) - Number(b))]
}

/** Only a config that lists regions says that there are to be no others. */
function removedRegions(
  { targetRegions: listed }: GalleryConfig,
  version: ImageVersion,
  { accountRegion }: Wishes,
): readonly VersionDifference[] {
  if (listed === undefined) return []
  const kept = new Set([
    ...listed.map(({ name }) => normaliseRegion(name)),
    normaliseRegion(version.location),
    accountRegion,
  ])
  const there = publishedRegions(version.properties)
  return there.flatMap(({ name, replicas }) => {
    if (kept.has(name)) return []
    const others = there.filter((region) => region.name !== name).map(asFlag)
    return [
      {
        ...{ at: ['gallery', 'targetRegions'], kind: 'change', from: replicas },
        property: `targetRegions.${name}`,
        message: `it has ${countOf(replicas)} in ${name}, which is not listed`,
        flags: `--target-regions ${others.join(' ')}`,
        update: { ...nothing, removed: [name] },
      },
    ]
  })
}

function settingDifferences(
  { excludeFromLatest, endOfLifeDate, replicationMode }: GalleryConfig,
  { properties, excludeFromLatest: isHidden }: ImageVersion,
): readonly VersionDifference[] {
  const profile = objectAt(properties, 'publishingProfile') ?? {}
  const differences: VersionDifference[] = []
  if (excludeFromLatest !== undefined && excludeFromLatest !== isHidden) {
    differences.push({
      ...{ at: ['gallery', 'excludeFromLatest'], kind: 'change', property: 'excludeFromLatest' },
      ...{ from: isHidden, to: excludeFromLatest },
      message: `excludeFromLatest is ${String(isHidden)}, not ${String(excludeFromLatest)}`,
      flags: `--set publishingProfile.excludeFromLatest=${String(excludeFromLatest)}`,
      update: { ...nothing, settings: { excludeFromLatest } },
    })
  }
  const end = parseEndOfLifeDate(endOfLifeDate ?? '')
  const heldEnd = textAt(profile, 'endOfLifeDate')
  if (end !== undefined && Date.parse(end) !== Date.parse(heldEnd ?? '')) {
    differences.push({
      ...{ at: ['gallery', 'endOfLifeDate'], kind: 'change', property: 'endOfLifeDate', to: end },
      ...(heldEnd !== undefined && { from: heldEnd }),
      message: `its end of life is ${heldEnd ?? 'not set'}, not ${end}`,
      flags: `--set publishingProfile.endOfLifeDate=${end}`,
      update: { ...nothing, settings: { endOfLifeDate: end } },
    })
  }
  const mode = textAt(profile, 'replicationMode') ?? 'Full'
  if (replicationMode !== undefined && replicationMode.toLowerCase() !== mode.toLowerCase()) {
    differences.push({
      ...{ at: ['gallery', 'replicationMode'], kind: 'never', property: 'replicationMode' },
      ...{ from: mode, to: replicationMode },
      message: `its replication mode is ${mode}, not ${replicationMode}`,
    })
  }
  return differences
}

export function joinUpdates(updates: readonly VersionUpdate[]): VersionUpdate {
  return {
    regions: updates.flatMap(({ regions }) => regions),
    lowered: updates.flatMap(({ lowered }) => lowered),
    removed: updates.flatMap(({ removed }) => removed),
    settings: Object.assign({}, ...updates.map(({ settings }) => settings)) as JsonObject,
  }
}

/** ARM `properties` of the PATCH that makes it so, by what the version has now; undefined where nothing is left to do. */
export function updatedProperties(
  properties: JsonObject,
  { regions, lowered, removed, settings }: VersionUpdate,
): JsonObject | undefined {
  // Azure's own word on when it was published is read-only.
  const profile = withoutKeys(objectAt(properties, 'publishingProfile') ?? {}, 'publishedDate')
  const usual = numberAt(profile, 'replicaCount') ?? 1
  const targets = objectsAt(profile, 'targetRegions')
  const nameOf = (region: JsonObject) => normaliseRegion(textAt(region, 'name') ?? '')
  const kept = targets.filter((region) => !removed.includes(nameOf(region)))
  const changed = kept.map((region) => {
    const wish = regions.find((one) => nameOf(one) === nameOf(region))
    const wanted = numberAt(wish, 'regionalReplicaCount')
    const has = numberAt(region, 'regionalReplicaCount') ?? usual
    if (wanted === undefined || wanted === has) return region
    const isAllowed = wanted > has || lowered.includes(nameOf(region))
    return isAllowed ? { ...region, regionalReplicaCount: wanted } : region
  })
  const added = regions.filter((wish) => !targets.some((region) => nameOf(region) === nameOf(wish)))
  const wanted = { ...profile, ...settings, targetRegions: [...changed, ...added] }
  if (sameJson(wanted, profile)) return undefined
  return {
    publishingProfile: wanted,
    // Without it Azure keeps the replicas of regions that are not named any more.
    ...(kept.length < targets.length && {
      safetyProfile: { allowDeletionOfReplicatedLocations: true },
    }),
  }
}

function withCount(region: JsonObject, replicas: number | undefined): JsonObject {
  return replicas === undefined ? region : { ...region, regionalReplicaCount: replicas }
}

function asFlag({ name, replicas }: { readonly name: string; readonly replicas: number }): string {
  return `${name}=${String(replicas)}`
}

function countOf(replicas: number): string {
  return replicas === 1 ? '1 replica' : `${String(replicas)} replicas`
}
