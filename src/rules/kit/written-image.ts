/** What is known of the image of a pool's nodes: by what was read, or by the config alone. */
import type { Config } from '../../inputs/config.js'
import { isOwnGiven } from '../../model/given-image.js'
import { marketplaceTraits } from '../../model/marketplace-traits.js'
import { marketplaceImageOf } from '../../model/pool-body.js'
import type { HyperVGeneration } from '../../ports/azure.js'

export interface KnownImage {
  readonly hyperVGeneration?: HyperVGeneration
  readonly architecture?: string
  /** GiB of the OS disk. */
  readonly osDiskGB?: number
  /** That is what images of its kind have: the very image was not looked at. */
  readonly isTypicalDisk?: true
  /** Data disks that it brings. */
  readonly dataDisks: number
}

/** By the config alone. */
export function writtenImage(config: Config): KnownImage {
  const { image, gallery } = config
  if (isOwnGiven(config)) return { ...namedImage(config), dataDisks: 0 }
  const created = gallery?.createImageDefinition === true ? gallery.hyperVGeneration : undefined
  const hyperVGeneration = image?.hyperVGeneration ?? created
  const data = image?.dataSnapshots ?? image?.dataDiskSources ?? []
  return { ...(hyperVGeneration !== undefined && { hyperVGeneration }), dataDisks: data.length }
}

/** What the name of a marketplace image says; `others`: those that the account lists. */
export function namedImage(
  { pool }: Pick<Config, 'pool'>,
  others?: readonly string[],
): Omit<KnownImage, 'dataDisks'> {
  const traits = marketplaceTraits(marketplaceImageOf(pool?.properties), others)
  return { ...traits, ...(traits.osDiskGB !== undefined && { isTypicalDisk: true }) }
}
