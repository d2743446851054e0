import type { Config } from '../../inputs/config.js'
import type { Facts, ImageFacts, SourceFacts } from '../../model/facts.js'
import { showSource } from '../../model/image-source.js'
import { imageSource, type ImageSource } from '../../model/settled-source.js'
import { normaliseRegion } from '../../shared/region.js'

/** Every source of the image that is to be made, the OS's first. */
export function sourcesOf({ image }: Facts): readonly SourceFacts[] {
  return image === undefined ? [] : [image.osSource, ...image.dataSources]
}

/** Those of them that were found. */
export function settledSources(facts: Facts): readonly ImageSource[] {
  return sourcesOf(facts).flatMap((source) => imageSource(source) ?? [])
}

/** The OS source, when it was found. */
export function osSourceOf({ image }: Facts): ImageSource | undefined {
  return image === undefined ? undefined : imageSource(image.osSource)
}

const nouns = { snapshot: 'snapshot', disk: 'disk', vm: 'VM', vhd: 'VHD' } as const

/** `snapshot render-os`, with the id that is sent. */
export function nameSource({ kind, id }: Pick<ImageSource, 'kind' | 'id'>): string {
  return `${nouns[kind]} ${showSource(id)}`
}

/** Whether a managed image is made (and not a gallery version straight from snapshots). */
export function makesManagedImage({ image }: Facts): boolean {
  return image?.imageId !== undefined
}

/** False when a location is given that no region of the subscription is called. */
export function isKnownLocation({ givenLocation, locations }: ImageFacts): boolean {
  if (givenLocation === undefined || locations === undefined) return true
  const short = normaliseRegion(givenLocation)
  return locations.some(
    ({ name, displayName }) =>
      normaliseRegion(name) === short || normaliseRegion(displayName) === short,
  )
}

/** The path of what an image is made from, as the config gives it. */
export function osSourcePath({ image }: Config): readonly string[] {
  return image?.osSnapshot === undefined ? ['image', 'source'] : ['image', 'osSnapshot']
}
