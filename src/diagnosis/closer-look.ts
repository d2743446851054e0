/** What keeps a pool from its nodes, told from what is there now: where Azure's own words leave it open. */
import { valueOf, type ReadResult } from '../model/check-facts.js'
import type { ImageVersion } from '../ports/azure.js'
import { generationOf } from '../model/image-traits.js'
import { findSize, wordsOf } from '../model/offered-sizes.js'
import { parseArmId } from '../shared/arm-id.js'
import { textAt } from '../shared/json-at.js'
import { sameRegion } from '../shared/region.js'
import { docs } from './catalogue.js'
import type { CloserLook, Found, FoundImage, Insight } from './looked-at.js'
import { judgeQuotas } from './quota-now.js'
import { inSubscription } from '../shared/az-command.js'

/** Weighs what was found. */
export function weighFindings(found: Found): CloserLook {
  const looks = [lookAtImage(found), lookAtSubnet(found), lookAtSize(found), judgeQuotas(found)]
  return {
    causes: looks.flatMap(({ causes }) => causes),
    checked: looks.flatMap(({ checked }) => checked),
  }
}

const nothing: CloserLook = { causes: [], checked: [] }

/** Where trying again may help, it says so. */
function cause(
  insight: Omit<Insight, 'retryable'> & Partial<Pick<Insight, 'retryable'>>,
): CloserLook {
  return { causes: [{ retryable: false, ...insight }], checked: [] }
}

function fine(...checked: readonly string[]): CloserLook {
  return { causes: [], checked }
}

function unread(what: string, read: ReadResult<unknown>): CloserLook {
  if (read.kind !== 'unreadable') return nothing
  return fine(`${what} could not be looked at (${read.failure.error.code})`)
}

function lookAtImage(found: Found): CloserLook {
  const { image } = found
  if (image === undefined) return nothing
  const what = describeImage(image)
  if (image.read.kind === 'missing') return missingImage(what, image, found)
  if (image.read.kind === 'unreadable') return unread(what, image.read)
  return image.kind === 'managed-image'
    ? lookAtSources(what, found)
    : lookAtVersion(what, image.read.value, found)
}

function describeImage({ kind, id }: FoundImage): string {
  const { name = id, names = [] } = parseArmId(id) ?? {}
  if (kind === 'managed-image') return `image ${name}`
  const [gallery = '', definition = ''] = names
  const version = names[2] ?? 'latest'
  return `gallery image version ${gallery}/${definition}/${version}`
}

function missingImage(what: string, { kind }: FoundImage, { sources }: Found): CloserLook {
  const names = sources.map(({ id }) => nameSource(id))
  const from = names.length === 0 ? '' : `, made from ${names.join(', ')},`
  const gone = sources.filter(({ read }) => read.kind === 'missing')
  const alsoGone =
    gone.length === 0
      ? ''
      : `; nor ${gone.length === 1 ? 'does' : 'do'} ${gone.map(({ id }) => nameSource(id)).join(', ')}`
  const again =
    gone.length === 0
      ? 'recreate it from its source with the image section'
      : 'take a new snapshot, make a new image from it'
  const publish =
    kind === 'version' ? 'publish the version again, or name one that exists in image-id' : again
  return cause({
    code: kind === 'version' ? 'ImageVersionMissing' : 'ImageMissing',
    cause: `${what}${from} no longer exists${alsoGone}`,
    remedy: `${publish}; keep the image, and what it was made from, for as long as a pool uses it`,
    docs: kind === 'version' ? docs.galleryImages : docs.managedImages,
  })
}

/** Batch copies the disks of a managed image from its snapshots, for as long as the pool lives. */
function lookAtSources(what: string, { sources }: Found): CloserLook {
  const gone = sources.filter(({ read }) => read.kind === 'missing')
  if (gone.length > 0) {
    const names = gone.map(({ id }) => nameSource(id)).join(', ')
    const verb = gone.length === 1 ? 'exists' : 'exist'
    return cause({
      code: 'ImageSourceMissing',
      cause: `${names}, which ${what} was made from, no longer ${verb}: the nodes of a managed image need it for as long as the pool lives`,
      remedy:
        'take a new snapshot and make a new image from it; or publish through a gallery, whose versions keep their own copy',
      docs: docs.managedImages,
    })
  }
  const there = sources.filter(({ read }) => read.kind === 'found')
  const unreadable = sources.flatMap(({ id, read }) => unread(nameSource(id), read).checked)
  return fine(
    `${what} exists`,
    ...there.map(({ id }) => `${nameSource(id)}, its source, exists`),
    ...unreadable,
  )
}

/** `snapshot render-os` */
function nameSource(id: string): string {
  const parsed = parseArmId(id)
  if (parsed === undefined) return id
  return `${parsed.types.at(-1)?.toLowerCase().replace(/s$/, '') ?? 'source'} ${parsed.name}`
}

function lookAtVersion(what: string, version: ImageVersion, { account }: Found): CloserLook {
  const region = valueOf(account)?.location
  const { provisioningState, replication } = version
  if (/^(failed|deleting)$/i.test(provisioningState)) {
    return cause({
      code: 'ImageVersionUnusable',
      cause: `${what} is ${provisioningState}`,
      remedy: 'publish a new version',
      docs: docs.gallery,
    })
  }
  if (region === undefined || replication === undefined) return fine(`${what} exists`)
  const replica = replication.find((one) => sameRegion(one.region, region))
  if (replica !== undefined && /^completed$/i.test(replica.state)) {
    return fine(`${what} exists and has its replica in ${region}`)
  }
  const others = replication.map((one) => one.region).join(', ')
  const isComing = replica !== undefined && !/^failed$/i.test(replica.state)
  const how =
    replica === undefined
      ? `has no replica in ${region}, the region of the account (it has ${others || 'none'})`
      : `has no complete replica in ${region}: ${replica.state}${replica.details ? `, ${replica.details}` : ''}`
  return cause({
    code: 'ImageReplicaMissing',
    cause: `${what} ${how}`,
    remedy: isComing
      ? 'run again once that replica is complete'
      : `add ${region} to target-regions${replica === undefined ? '' : ' of a new version'}`,
    retryable: isComing,
    docs: docs.galleryImages,
  })
}

function lookAtSubnet({ subnet }: Found): CloserLook {
  if (subnet === undefined) return nothing
  const { name = subnet.id, names = [] } = parseArmId(subnet.id) ?? {}
  const network = names[0] ?? ''
  const what = `subnet ${network}/${name}`
  if (subnet.read.kind === 'unreadable') return unread(what, subnet.read)
  const there = valueOf(subnet.read)?.subnets.find(
    (one) => one.name.toLowerCase() === name.toLowerCase(),
  )
  if (there === undefined) {
    return cause({
      code: 'SubnetMissing',
      cause:
        subnet.read.kind === 'missing'
          ? `${what} no longer exists: there is no virtual network ${network}`
          : `${what} no longer exists`,
      remedy: 'make the subnet again, or name another one in networkConfiguration.subnetId',
      docs: docs.network,
    })
  }
  if (there.delegations.length === 0) return fine(`${what} exists`)
  return cause({
    code: 'SubnetDelegated',
    cause: `${what} is delegated to ${there.delegations.join(', ')}, so Batch cannot put nodes into it`,
    remedy: 'remove the delegation, or name another subnet in networkConfiguration.subnetId',
    docs: docs.network,
  })
}

function lookAtSize({ pool, vmSizes, account, image }: Found): CloserLook {
  const name = textAt(pool.properties, 'vmSize')
  const offered = valueOf(vmSizes)
  if (name === undefined || offered === undefined) return nothing
  const size = findSize(name, offered)
  const region = valueOf(account)?.location ?? 'the region'
  if (size === undefined) {
    return cause({
      code: 'VmSizeNotOffered',
      cause: `Batch does not offer ${name} in ${region}`,
      remedy: `choose another vmSize; \`az batch location list-skus --location ${region}${inSubscription(pool.id)}\` lists what Batch offers there`,
      docs: docs.resizing,
    })
  }
  const generation = image && generationOfImage(image)
  const boots = wordsOf(size, 'HyperVGenerations')
  if (generation === undefined || boots === undefined)
    return fine(`${name} is offered in ${region}`)
  if (boots.includes(generation)) return fine(`${name} boots ${generation}, which the image is`)
  return cause({
    code: 'GenerationMismatch',
    cause: `${name} boots generation ${boots.join(' and ')} only, and the image is ${generation}`,
    remedy: `choose a vmSize that boots ${generation}, or an image of generation ${boots.join(' or ')}`,
    docs: docs.resizing,
  })
}

function generationOfImage(image: FoundImage): string | undefined {
  if (image.kind === 'version') return valueOf(image.definition)?.hyperVGeneration
  const properties = valueOf(image.read)?.properties
  return properties && generationOf(properties)
}
