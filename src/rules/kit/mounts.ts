import type { Config } from '../../inputs/config.js'
import { isJsonObject } from '../../shared/json.js'
import { isGiven, poolItems, type Item } from './values.js'

export const mountKinds = [
  'azureBlobFileSystemConfiguration',
  'azureFileShareConfiguration',
  'cifsMountConfiguration',
  'nfsMountConfiguration',
] as const
export type MountKind = (typeof mountKinds)[number]

/** The file systems that a pool mounts, each as written. */
export function mounts(config: Config): readonly Item[] {
  return poolItems(config, 'mountConfiguration')
}

/** What a mount is configured as: one kind, if it is right. */
export function kindsOf({ item }: Item): readonly MountKind[] {
  return mountKinds.filter((kind) => isGiven(item[kind]))
}

/** The configurations of one kind, or of all. */
export function mountsOf(config: Config, only: readonly MountKind[] = mountKinds): readonly Item[] {
  return mounts(config).flatMap((mount) =>
    kindsOf(mount).flatMap((kind) => {
      const item = mount.item[kind]
      return only.includes(kind) && isJsonObject(item) ? [{ at: [...mount.at, kind], item }] : []
    }),
  )
}
