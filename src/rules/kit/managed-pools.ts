import type { Config, LoadedConfig } from '../../inputs/config.js'
import { readSource } from '../../model/image-source.js'
import { hasOwnImage, ownImageId } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'

/** A pool made straight from a managed image, and what that image is. */
export interface ManagedPool {
  readonly loaded: LoadedConfig
  /** A key of the image: two pools with the same one have the same image. */
  readonly image: string
  /** A key of the snapshot that the image is made from, where the config says so. */
  readonly snapshot: string | undefined
}

/** The pools of a run that are made straight from managed images: Batch counts their nodes together. */
export function managedPools(configs: readonly LoadedConfig[]): readonly ManagedPool[] {
  return configs.flatMap((loaded) => {
    const { config } = loaded
    if (config.pool === undefined || routeOf(config) !== 'managed-image') return []
    const image = imageKey(config)
    return image === undefined ? [] : [{ loaded, image, snapshot: snapshotKey(config) }]
  })
}

function imageKey({ image, pool }: Config): string | undefined {
  const id = hasOwnImage(pool?.properties) ? ownImageId(pool?.properties) : image?.id
  if (id !== undefined) return id.toLowerCase()
  if (image?.name === undefined) return undefined
  return [image.resourceGroup, image.name].join('/').toLowerCase()
}

/** With a name, the group that it is looked up in belongs to the key. */
function snapshotKey({ image, pool }: Config): string | undefined {
  const written = image?.osSnapshot ?? image?.source
  if (written === undefined || hasOwnImage(pool?.properties)) return undefined
  const source = readSource(written, image?.osSnapshot === undefined ? 'os' : 'os-snapshot')
  if (source.kind === 'snapshot') return source.readId.toLowerCase()
  if (source.kind !== 'name' || image?.osSnapshot === undefined) return undefined
  return [image.resourceGroup, source.name].join('/').toLowerCase()
}
