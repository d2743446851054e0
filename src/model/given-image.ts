import type { Config } from '../inputs/config.js'
import type { Path } from '../shared/finding.js'
import { hasOwnImage, imageIdPath, ownImageId } from './pool-body.js'

/** The image that is there and used: by `image-id`, or without image sections by what the pool itself refers to. */
export function givenImageId(config: Config): string | undefined {
  return isOwnGiven(config) ? ownImageId(config.pool?.properties) : config.image?.id
}

/** Where it is named. */
export function givenImagePath(config: Config): Path {
  return isOwnGiven(config) ? ['pool', 'properties', ...imageIdPath] : ['image', 'id']
}

/** The pool's own image is the only one: pasted from a template, of another team, maybe not for the caller to read. */
export function isOwnGiven({ image, gallery, pool }: Config): boolean {
  return image === undefined && gallery === undefined && hasOwnImage(pool?.properties)
}

/** The pool refers to an image beside that of the sections, and nothing was read of it. */
export function hasOtherImage(config: Config): boolean {
  return hasOwnImage(config.pool?.properties) && !isOwnGiven(config)
}
