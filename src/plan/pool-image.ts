import type { Config } from '../inputs/config.js'
import { armTypes, hasType, parseArmId } from '../shared/arm-id.js'
import { currentApiVersion, managedImageApiVersion } from '../model/batch-api-versions.js'
import type { Facts, ImageTraits } from '../model/facts.js'
import { planGallery } from './gallery.js'
import { planImage } from './image.js'
import { hasOwnImage, ownImageId } from '../model/pool-body.js'

/** How a pool gets its image; the two ways want different API versions of Batch. */
export type Route = 'gallery' | 'managed-image' | 'marketplace'

/** What the image sections end in. */
export interface PoolImage {
  /** What `imageReference.id` is to be. */
  readonly id: string
  /** Undefined where nothing is known of it yet. */
  readonly traits: ImageTraits | undefined
}

/** Whether nodes are made from a gallery version, a managed image or the marketplace: the config alone says so. */
export function routeOf({ image, gallery, pool }: Config): Route {
  if (hasOwnImage(pool?.properties)) {
    const own = ownImageId(pool?.properties)
    return own === undefined ? 'marketplace' : routeOfId(own)
  }
  if (gallery !== undefined) return 'gallery'
  if (image?.id !== undefined) return routeOfId(image.id)
  return image === undefined ? 'gallery' : 'managed-image'
}

function routeOfId(id: string): Route {
  const parsed = parseArmId(id)
  return parsed !== undefined && hasType(parsed, armTypes.image) ? 'managed-image' : 'gallery'
}

/** The API version of Batch for this config: the one that is given, else the one for the route. */
export function apiVersionFor(config: Config): string {
  const usual = routeOf(config) === 'managed-image' ? managedImageApiVersion : currentApiVersion
  return config.pool?.batchApiVersion ?? usual
}

/** Undefined without image sections, and where the rules found that there can be no image. */
export function imageOfPool(config: Config, facts: Facts): PoolImage | undefined {
  const image = planImage(config, facts)
  const gallery = planGallery(config, facts)
  if (gallery !== undefined) return { id: gallery.imageReferenceId, traits: gallery.traits }
  if (config.gallery !== undefined || facts.given?.kind === 'gallery') return undefined
  return image.imageId === undefined ? undefined : { id: image.imageId, traits: image.traits }
}
