import type { Azure, ManagedImage } from '../ports/azure.js'
import { armTypes, hasType, parseArmId } from '../shared/arm-id.js'
import type { JsonObject } from '../shared/json.js'
import { objectsAt, textAt } from '../shared/json-at.js'

type Reads = Pick<Azure, 'image' | 'imageVersion' | 'galleries'>

/** Where the image of a pool comes from, link by link, and what is at the end of its time. */
export interface ImageOrigin {
  /** For a person: `gallery version 1.4.0 of render-node`, `made from managed image …`. */
  readonly chain: readonly string[]
  /** The pool is on it directly, which Batch has retired. */
  readonly managedImage: ManagedImage | undefined
  /** A gallery in the region of that image, where there is exactly one. */
  readonly galleryId: string | undefined
}

/** Follows the image of a pool back to the disks that it was made from, as far as they can be read. */
export async function readImageOrigin(
  azure: Reads,
  imageId: string,
  signal: AbortSignal,
): Promise<ImageOrigin> {
  const chain: string[] = []
  let next: string | undefined = imageId
  let managedImage: ManagedImage | undefined
  // A version may come from another version; nobody has chains as long as this.
  for (let links = 0; next !== undefined && links < longestChain; links += 1) {
    const id = parseArmId(next)
    const isVersion = id !== undefined && hasType(id, armTypes.imageVersion)
    const isImage = id !== undefined && hasType(id, armTypes.image)
    chain.push(`${links === 0 ? 'the image is' : 'made from'} ${next}`)
    if (isVersion) {
      const version = await azure.imageVersion(next, { signal })
      next = version && sourceOfVersion(version.properties)
    } else if (isImage) {
      const image = await azure.image(next, { signal })
      if (links === 0) managedImage = image
      chain.push(...dataDisksOf(image?.properties))
      next = image && sourceOfImage(image.properties)
    } else next = undefined
  }
  const galleryId = managedImage && (await onlyGallery(azure, managedImage, signal))
  return { chain, managedImage, galleryId }
}

const longestChain = 10

function sourceOfVersion(properties: JsonObject): string | undefined {
  return (
    textAt(properties, 'storageProfile', 'source', 'id') ??
    textAt(properties, 'storageProfile', 'source', 'virtualMachineId') ??
    textAt(properties, 'storageProfile', 'osDiskImage', 'source', 'id')
  )
}

function sourceOfImage(properties: JsonObject): string | undefined {
  return (
    diskSource(properties, 'storageProfile', 'osDisk') ??
    textAt(properties, 'sourceVirtualMachine', 'id')
  )
}

function diskSource(value: JsonObject, ...keys: readonly string[]): string | undefined {
  return (
    textAt(value, ...keys, 'snapshot', 'id') ??
    textAt(value, ...keys, 'managedDisk', 'id') ??
    textAt(value, ...keys, 'blobUri')
  )
}

function dataDisksOf(properties: JsonObject | undefined): readonly string[] {
  return objectsAt(properties, 'storageProfile', 'dataDisks').flatMap((disk) => {
    const source = diskSource(disk)
    return source === undefined ? [] : [`with a data disk from ${source}`]
  })
}

async function onlyGallery(
  azure: Reads,
  { id, location }: ManagedImage,
  signal: AbortSignal,
): Promise<string | undefined> {
  const subscription = parseArmId(id)?.subscriptionId
  if (subscription === undefined) return undefined
  const galleries = await azure.galleries(subscription, { signal })
  const near = galleries.filter((gallery) => gallery.location === location)
  return near.length === 1 ? near[0]?.id : undefined
}
