import type { Config } from '../inputs/config.js'
import { withoutUndefined, type JsonObject } from '../shared/json.js'
import type { HyperVGeneration, OsType } from '../ports/azure.js'
import type { DataDisk, ImageSource } from '../model/settled-source.js'

/** An image with every default settled. */
export interface WantedImage {
  readonly os: ImageSource
  /** In the order in which they are sent. */
  readonly data: readonly DataDisk[]
  /** Short name. Undefined: neither given nor stated anywhere. */
  readonly location: string | undefined
  readonly osType: OsType | undefined
  readonly hyperVGeneration: HyperVGeneration
}

/**
 * The PUT of `az image create` for the same arguments: `tags` and `dataDisks` are sent when empty, everything
 * else that was not given is left out. Undefined while Azure would have to guess: no location, or disks of an
 * unknown OS type.
 */
export function imageBody(config: Config, wanted: WantedImage): JsonObject | undefined {
  const { os, location, osType, hyperVGeneration } = wanted
  const { edgeZone, tags = {}, zoneResilient } = config.image ?? {}
  if (location === undefined || (os.kind !== 'vm' && osType === undefined)) return undefined
  const properties =
    os.kind === 'vm'
      ? {
          sourceVirtualMachine: { id: os.id },
          storageProfile: zoneResilient === undefined ? undefined : { zoneResilient },
        }
      : { storageProfile: storageProfile(config, wanted) }
  return withoutUndefined({
    location,
    tags,
    extendedLocation: edgeZone === undefined ? undefined : { name: edgeZone, type: 'EdgeZone' },
    properties: withoutUndefined({ ...properties, hyperVGeneration }),
  })
}

function storageProfile(config: Config, { os, data, osType }: WantedImage): JsonObject {
  const { osDiskCaching, dataDiskCaching, storageSku, zoneResilient } = config.image ?? {}
  return withoutUndefined({
    osDisk: withoutUndefined({
      ...sourceProperty(os),
      osType,
      osState: 'Generalized',
      caching: osDiskCaching,
      storageAccountType: storageSku,
    }),
    dataDisks: data.map((disk) =>
      withoutUndefined({ ...sourceProperty(disk), lun: disk.lun, caching: dataDiskCaching }),
    ),
    zoneResilient,
  })
}

function sourceProperty({ kind, id }: ImageSource): JsonObject {
  if (kind === 'vhd') return { blobUri: id }
  return kind === 'snapshot' ? { snapshot: { id } } : { managedDisk: { id } }
}
