/** Which images a pool may name: the rules of `imageReference`, version by version. */
import { numberAt, objectAt, textAt } from '../../json.js'
import { sameText } from '../../store.js'
import { problem, propertyProblem } from './problem.js'
import { findImage, parseImageId, type FoundImage, type ImageId, type World } from './pool-image.js'
import type { PoolDraft } from './pool-rules.js'
import { lastManagedImageApiVersion, versionDate } from './versions.js'

const path = [
  'properties',
  'deploymentConfiguration',
  'virtualMachineConfiguration',
  'imageReference',
] as const

const formatReason =
  'The specified resource id must be of the format /subscriptions/{subscriptionId}/resourceGroups/' +
  '{resourceGroupName}/providers/Microsoft.Compute/galleries/{galleryName}/images/{galleryImageName}/' +
  'versions/{galleryImageVersionName}'

const managedCaps = [
  { name: 'targetDedicatedNodes', most: 2500 },
  { name: 'targetLowPriorityNodes', most: 1000 },
] as const

/** Where the account is: its region and subscription. */
export interface AccountPlace {
  readonly region: string
  readonly subscriptionId: string
}

/** Refuses an image reference that the service would refuse. */
export function checkImage(world: World, pool: PoolDraft, account: AccountPlace): void {
  const reference = objectAt(pool.properties, ...path.slice(1))
  const ways = ['id', 'sharedGalleryImageId', 'communityGalleryImageId'].filter(
    (name) => reference[name] !== undefined,
  )
  const marketplace = ['publisher', 'offer', 'sku'].filter((name) => reference[name] !== undefined)
  if (ways.length + Math.min(1, marketplace.length) > 1) {
    throw propertyProblem({ path, reason: 'The ways of naming an image exclude each other' })
  }
  if (ways.length === 0) {
    checkMarketplace(reference)
    return
  }
  const id = textAt(reference, 'id')
  if (id !== undefined) checkImageId(world, { pool, account, id })
}

function checkMarketplace(reference: Record<string, unknown>): void {
  const missing = ['publisher', 'offer', 'sku'].find((name) => reference[name] === undefined)
  if (missing === undefined) return
  throw propertyProblem({
    path: [...path, missing],
    reason: 'The property is required',
    code: 'MissingRequiredProperty',
  })
}

interface ImageUse {
  readonly pool: PoolDraft
  readonly account: AccountPlace
  readonly id: string
}

function checkImageId(world: World, { pool, account, id }: ImageUse): void {
  const faulty = (reason: string): Error =>
    propertyProblem({ path: [...path, 'id'], reason, value: id })
  const parsed = parseImageId(id)
  const takesManaged = versionDate(pool.version) <= lastManagedImageApiVersion
  const takesGallery = versionDate(pool.version) >= lastManagedImageApiVersion
  if (parsed === undefined || (parsed.kind === 'managed' && !takesManaged))
    throw faulty(formatReason)
  if (parsed.kind === 'gallery' && !takesGallery) {
    throw faulty(`Gallery images are not part of API version ${pool.version}`)
  }
  if (parsed.kind === 'managed') {
    if (!sameText(parsed.subscriptionId, account.subscriptionId)) {
      throw faulty('The image must be in the same subscription as the Batch account')
    }
    checkManagedCaps(pool)
  }
  const found = findImage(world, parsed, account.region)
  if ('absent' in found) throw refuseAbsent(found, parsed, { faulty, region: account.region, id })
}

function checkManagedCaps({ properties }: PoolDraft): void {
  for (const { name, most } of managedCaps) {
    const scale = ['scaleSettings', 'fixedScale', name] as const
    const nodes = numberAt(properties, ...scale) ?? 0
    if (nodes <= most) continue
    const reason = `A pool made from a managed image has at most ${String(most)} nodes of this kind`
    throw propertyProblem({ path: ['properties', ...scale], reason, value: String(nodes) })
  }
}

function refuseAbsent(
  { absent }: Extract<FoundImage, { absent: string }>,
  parsed: ImageId,
  { faulty, region, id }: { faulty: (reason: string) => Error; region: string; id: string },
): Error {
  switch (absent) {
    case 'unreadable':
      return lacksPermission(parsed, id)
    case 'not-in-region':
      return faulty(`The specified image is not available in ${region}`)
    case 'not-generalized':
      return faulty('The specified image must be generalized')
    case 'not-ready':
      return faulty('The specified image is not in provisioning state Succeeded')
  }
}

/** Answered for an image that is not there, too: the service cannot read it either way. */
function lacksPermission(parsed: ImageId, id: string): Error {
  const action =
    parsed.kind === 'managed'
      ? 'Microsoft.Compute/images/read'
      : 'Microsoft.Compute/galleries/images/versions/read'
  return problem(400, 'InsufficientPermissions', [
    { name: 'Reason', value: `The user identity does not have the permission ${action} on ${id}` },
    { name: 'PropertyName', value: 'id' },
    { name: 'PropertyValue', value: id },
    { name: 'PropertyPath', value: [...path, 'id'].join('.') },
  ])
}
