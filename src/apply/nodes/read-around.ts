import type { Found, FoundImage } from '../../diagnosis/looked-at.js'
import { ownMetadata, sourcesIn } from '../../model/lineage.js'
import type { ReadResult } from '../../model/check-facts.js'
import { ownImageId } from '../../model/pool-body.js'
import { latestVersion } from '../../model/version-choice.js'
import type { Azure, BatchAccount, Call, ImageVersion, Pool } from '../../ports/azure.js'
import { armTypes, hasType, idKey, parentId, parseArmId, type ArmId } from '../../shared/arm-id.js'
import { AzureFailure } from '../../shared/errors.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt, objectsAt, textAt } from '../../shared/json-at.js'
import { normaliseRegion } from '../../shared/region.js'

/** Sources of one image that are looked at, the OS disk's first. */
const mostSources = 5

export interface KnownPool {
  readonly poolId: string
  /** As it was read last. */
  readonly pool: Pool
  /** What this run meant the pool's image to be, for a pool that does not show it. */
  readonly imageId: string | undefined
}

/**
 * Reads, side by side, what a pool's nodes depend on, as it is now. A read that is refused, fails or takes too long is an
 * answer too.
 */
export async function readAround(known: KnownPool, azure: Azure, call: Call): Promise<Found> {
  const { poolId, pool, imageId } = known
  const image = parseArmId(ownImageId(pool.properties) ?? imageId ?? '')
  const accountId = parentId(parseArmId(poolId) ?? parseArmId(pool.id) ?? noId) ?? ''
  const [ofAccount, ofImage, subnet] = await Promise.all([
    readAccount(accountId, azure, call),
    image === undefined ? { sources: [] } : readImage(image, pool.properties, { azure, ...call }),
    readSubnet(pool.properties, azure, call),
  ])
  return { pool, ...ofAccount, ...ofImage, ...(subnet === undefined ? {} : { subnet }) }
}

const noId: ArmId = {
  text: '',
  subscriptionId: '',
  resourceGroup: '',
  provider: '',
  type: '',
  name: '',
  types: [],
  names: [],
}

interface Reading extends Call {
  readonly azure: Azure
}

async function readAccount(accountId: string, azure: Azure, call: Call) {
  const [account, pools] = await Promise.all([
    attempt(azure.batchAccount(accountId, call)),
    attempt(azure.pools(accountId, call)),
  ])
  const rest =
    account.kind === 'found' ? await readRegion(accountId, account.value, { azure, ...call }) : {}
  return { account, pools, ...rest }
}

async function readRegion(
  accountId: string,
  { location, poolAllocationMode }: BatchAccount,
  { azure, signal }: Reading,
) {
  const subscriptionId = parseArmId(accountId)?.subscriptionId ?? ''
  const place = { subscriptionId, location: normaliseRegion(location) }
  const isOurs = poolAllocationMode === 'UserSubscription'
  const [vmSizes, usages] = await Promise.all([
    attempt(azure.vmSizes(place, { signal })),
    isOurs ? attempt(azure.computeUsages(place, { signal })) : undefined,
  ])
  return { vmSizes, ...(usages === undefined ? {} : { usages }) }
}

async function readImage(
  image: ArmId,
  properties: JsonObject,
  { azure, signal }: Reading,
): Promise<Pick<Found, 'image' | 'sources'>> {
  const recorded = sourcesIn(ownMetadata(properties))
  const readSources = async (ids: readonly string[]) =>
    await Promise.all(
      ids.map(async (id) => ({ id, read: await attempt(azure.disk(id, { signal })) })),
    )
  if (hasType(image, armTypes.image)) {
    const read = await attempt(azure.image(image.text, { signal }))
    const shown = read.kind === 'found' ? sourcesOf(read.value.properties) : []
    const ids = shown.length > 0 ? shown : recorded
    const sources = await readSources(diskIds(ids))
    return { image: { kind: 'managed-image', id: image.text, read }, sources }
  }
  const found = await readVersion(image, { azure, signal })
  if (found === undefined) return { sources: [] }
  // A version has its own copy of what it was made from: its sources only say what is gone with it.
  const sources = found.read.kind === 'missing' ? await readSources(diskIds(recorded)) : []
  return { image: found, sources }
}

async function readVersion(image: ArmId, { azure, signal }: Reading) {
  const isVersion = hasType(image, armTypes.imageVersion)
  if (!isVersion && !hasType(image, armTypes.imageDefinition)) return undefined
  const definitionId = isVersion ? (parentId(image) ?? '') : image.text
  const [read, definition] = await Promise.all([
    attempt(
      isVersion
        ? azure.imageVersion(image.text, { signal, replication: true })
        : readLatest(definitionId, { azure, signal }),
    ),
    attempt(azure.imageDefinition(definitionId, { signal })),
  ])
  return { kind: 'version', id: image.text, read, definition } satisfies FoundImage
}

async function readLatest(
  definitionId: string,
  { azure, signal }: Reading,
): Promise<ImageVersion | undefined> {
  const latest = latestVersion((await azure.imageVersions(definitionId, { signal })) ?? [])
  return latest && (await azure.imageVersion(latest.id, { signal, replication: true }))
}

/** The disks and snapshots in `storageProfile`, the OS disk's first. */
function sourcesOf(properties: JsonObject): readonly string[] {
  const profile = objectAt(properties, 'storageProfile')
  return [objectAt(profile, 'osDisk') ?? {}, ...objectsAt(profile, 'dataDisks')].flatMap(
    (disk) => textAt(disk, 'snapshot', 'id') ?? textAt(disk, 'managedDisk', 'id') ?? [],
  )
}

function diskIds(ids: readonly string[]): readonly string[] {
  const disks = ids.filter((id) => {
    const parsed = parseArmId(id)
    return (
      parsed !== undefined && (hasType(parsed, armTypes.snapshot) || hasType(parsed, armTypes.disk))
    )
  })
  const distinct = new Map(disks.map((id) => [idKey(id), id]))
  return [...distinct.values()].slice(0, mostSources)
}

async function readSubnet(properties: JsonObject, azure: Azure, { signal }: Call) {
  const id = parseArmId(textAt(properties, 'networkConfiguration', 'subnetId') ?? '')
  const network = id && parentId(id)
  if (id === undefined || network === undefined) return undefined
  return { id: id.text, read: await attempt(azure.virtualNetwork(network, { signal })) }
}

/** Takes whatever comes of a read for an answer. */
async function attempt<T>(read: Promise<T | undefined>): Promise<ReadResult<T>> {
  try {
    const value = await read
    return value === undefined ? { kind: 'missing' } : { kind: 'found', value }
  } catch (error) {
    if (error instanceof AzureFailure) return { kind: 'unreadable', failure: error }
    const code =
      error instanceof Error && error.name === 'TimeoutError' ? 'NoAnswerInTime' : 'NotRead'
    const message = error instanceof Error ? error.message : String(error)
    const failure = { operation: 'look closer', error: { code, message, details: [] } }
    return { kind: 'unreadable', failure: new AzureFailure(failure) }
  }
}
