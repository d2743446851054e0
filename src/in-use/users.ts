import type { Pool } from '../ports/azure.js'
import { nameOfId, parseArmId } from '../shared/arm-id.js'
import { isJsonObject } from '../shared/json.js'
import { objectAt } from '../shared/json-at.js'
import { idsIn } from './ids-in.js'
import type { Seen, Unread, UserNoun } from './seen.js'
import type { Thing } from './thing.js'

/** Something that is made from images, and what it names. */
export interface User {
  /** `pool render of Batch account renderbatch` */
  readonly title: string
  readonly location: string
  readonly ids: readonly string[]
}

/** All that uses images: the pools among `staying`, machines, scale sets and disks. */
export function usersIn(seen: Seen, staying: readonly Thing[]): readonly User[] {
  const pools = staying.flatMap(({ title, of }) =>
    of.kind === 'pool' ? [{ title, location: of.location, ids: idsIn(of.pool.properties) }] : [],
  )
  const others = seen.users.map(({ id, location, noun, properties }) => ({
    title: titleOf(noun, id),
    location,
    ids: idsIn(properties),
  }))
  return [...pools, ...others]
}

function titleOf(noun: UserNoun, id: string): string {
  const [scaleSet = ''] = parseArmId(id)?.names ?? []
  const name = nameOfId(id)
  return noun === 'scale set instance'
    ? `instance ${name} of scale set ${scaleSet}`
    : `${noun} ${name}`
}

/** The lists that could not be read, and what does not show its image though it must have one. */
export function unreadIn(seen: Seen, things: readonly Thing[]): readonly Unread[] {
  const pools = things.flatMap(({ title, of }) =>
    of.kind === 'pool' && !showsImage(of.pool) ? [title] : [],
  )
  const versions = things.flatMap(({ title, of }) =>
    of.kind === 'image-version' && !isJsonObject(of.version.properties['storageProfile'])
      ? [title]
      : [],
  )
  const others = seen.users.flatMap(({ id, noun, properties }) =>
    showsSource(noun, properties) ? [] : [titleOf(noun, id)],
  )
  const unseen = [...pools, ...versions, ...others].map((title) => ({
    list: `the image of ${title}`,
    why: 'Azure does not show it',
    names: ['image', 'image-version', 'snapshot'] as const,
  }))
  return [...seen.unread, ...unseen]
}

/** A pool of cloud services has none: https://learn.microsoft.com/rest/api/batchmanagement/pool/get */
function showsImage({ properties }: Pool): boolean {
  const deployment = objectAt(properties, 'deploymentConfiguration')
  if (objectAt(deployment, 'cloudServiceConfiguration') !== undefined) return true
  const reference = objectAt(deployment, 'virtualMachineConfiguration', 'imageReference') ?? {}
  const { id, sharedGalleryImageId, communityGalleryImageId, publisher, offer, sku } = reference
  const isMarketplace = [publisher, offer, sku].every(isText)
  const isNamed = typeof id === 'string' && parseArmId(id) !== undefined
  return isMarketplace || isNamed || [sharedGalleryImageId, communityGalleryImageId].some(isText)
}

/** A flexible scale set may have no profile, and a machine on a disk of its own no image. */
function showsSource(noun: UserNoun, properties: Seen['users'][number]['properties']): boolean {
  if (properties === undefined) return false
  switch (noun) {
    case 'virtual machine':
    case 'scale set instance':
      return objectAt(properties, 'storageProfile') !== undefined
    case 'scale set': {
      const profile = properties['virtualMachineProfile'] ?? null
      return (
        profile === null ||
        objectAt(properties, 'virtualMachineProfile', 'storageProfile') !== undefined
      )
    }
    case 'disk':
      return objectAt(properties, 'creationData') !== undefined
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
