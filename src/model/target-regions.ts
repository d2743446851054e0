import type { GalleryConfig, PoolConfig } from '../inputs/config.js'
import type { Path } from '../shared/finding.js'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import { numberAt, objectsAt, textAt } from '../shared/json-at.js'
import { normaliseRegion } from '../shared/region.js'

/** One replica for each 300 nodes: https://learn.microsoft.com/azure/batch/batch-sig-images */
const nodesPerReplica = 300
/** Replicas that one version may have: https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery */
const mostReplicas = 100

/** Replicas that let `nodes` nodes start from one region without queueing for the image. */
export function replicasForNodes(nodes: number): number {
  return Math.min(mostReplicas, Math.max(1, Math.ceil(nodes / nodesPerReplica)))
}

/** Nodes that the pool asks for; undefined without a pool, and where a formula decides. */
export function nodesWanted(pool: PoolConfig | undefined): number | undefined {
  if (pool === undefined) return undefined
  const scale = pool.properties?.['scaleSettings']
  if (!isJsonObject(scale)) return 0
  if (scale['autoScale'] !== undefined) return undefined
  const fixed = scale['fixedScale']
  if (!isJsonObject(fixed)) return 0
  const { targetDedicatedNodes, targetLowPriorityNodes } = fixed
  return [targetDedicatedNodes, targetLowPriorityNodes]
    .filter((count) => typeof count === 'number')
    .reduce((sum, count) => sum + count, 0)
}

export interface RegionWishes {
  /** The version's own region: Azure wants it among the targets. */
  readonly homeRegion: string
  /** Where the pool's nodes are made. */
  readonly accountRegion?: string | undefined
  /** Nodes that the pool asks for; undefined: not known (no pool, or autoscale). */
  readonly nodes?: number | undefined
}

/**
 * `targetRegions` of the version: those the user lists, in order, then the version's own and the Batch
 * account's where they are missing. With `replicaCount` not given or `auto` and a known number of nodes, the
 * account's region gets as many replicas as they need; a count that the user wrote is never touched.
 */
export function targetRegions(gallery: GalleryConfig, wishes: RegionWishes): JsonObject[] {
  const { homeRegion, accountRegion, nodes } = wishes
  const listed = (gallery.targetRegions ?? []).map((region) => ({
    ...region,
    name: normaliseRegion(region.name),
  }))
  const names = [homeRegion, accountRegion].filter((name) => name !== undefined)
  const all = new Map<string, (typeof listed)[number]>(
    listed.map((region) => [region.name, region]),
  )
  for (const name of names.map(normaliseRegion)) if (!all.has(name)) all.set(name, { name })
  const isAuto = (gallery.replicaCount ?? 'auto') === 'auto'
  return [...all.values()].map(({ name, replicas, storageAccountType, encryption }) => {
    const isAccounts = accountRegion !== undefined && name === normaliseRegion(accountRegion)
    const counted =
      isAuto && isAccounts && nodes !== undefined ? replicasForNodes(nodes) : undefined
    const regionalReplicaCount = replicas ?? counted
    return {
      name,
      ...(regionalReplicaCount !== undefined && { regionalReplicaCount }),
      ...(storageAccountType !== undefined && { storageAccountType }),
      ...(encryption !== undefined && { encryption: encryptionBody(encryption) }),
    }
  })
}

type RegionEncryption = NonNullable<
  NonNullable<GalleryConfig['targetRegions']>[number]['encryption']
>

/** In ARM's words: https://learn.microsoft.com/azure/virtual-machines/image-version-encryption */
function encryptionBody({ osDisk, dataDisks = [] }: RegionEncryption): JsonObject {
  return {
    ...(osDisk !== undefined && { osDiskImage: { diskEncryptionSetId: osDisk } }),
    ...(dataDisks.length > 0 && {
      dataDiskImages: dataDisks.map(({ lun, diskEncryptionSetId }) => ({
        lun,
        diskEncryptionSetId,
      })),
    }),
  }
}

export interface NamedEncryptionSet {
  readonly at: Path
  /** Normalised: where the replica is that it is for. */
  readonly region: string
  readonly id: string
}

/** Every disk encryption set that a config names, with the region that it is for and its place. */
export function encryptionSets(gallery: GalleryConfig): readonly NamedEncryptionSet[] {
  return (gallery.targetRegions ?? []).flatMap(({ name, encryption }, index) => {
    const at = ['gallery', 'targetRegions', index, 'encryption']
    const region = normaliseRegion(name)
    const { osDisk, dataDisks = [] } = encryption ?? {}
    return [
      ...(osDisk === undefined ? [] : [{ at: [...at, 'osDisk'], region, id: osDisk }]),
      ...dataDisks.map(({ diskEncryptionSetId: id }, item) => ({
        ...{ at: [...at, 'dataDisks', item, 'diskEncryptionSetId'], region, id },
      })),
    ]
  })
}

export interface PublishedRegion {
  /** Normalised. */
  readonly name: string
  readonly replicas: number
}

/** Where a version that was read is published, and with how many replicas. */
export function publishedRegions(properties: JsonObject): PublishedRegion[] {
  const usual = numberAt(properties, 'publishingProfile', 'replicaCount') ?? 1
  return objectsAt(properties, 'publishingProfile', 'targetRegions').flatMap((region) => {
    const name = textAt(region, 'name')
    if (name === undefined) return []
    const replicas = numberAt(region, 'regionalReplicaCount') ?? usual
    return [{ name: normaliseRegion(name), replicas }]
  })
}
