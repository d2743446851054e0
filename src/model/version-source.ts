import { sameId } from '../shared/arm-id.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { objectAt } from '../shared/json-at.js'

export interface DataDiskSource {
  readonly lun: number
  readonly id: string
}

/** What a gallery image version is made from; ids in any letter case. */
export type VersionSource =
  /** A managed image, or another gallery image version. */
  | { readonly kind: 'image'; readonly id: string }
  /** Snapshots (or managed disks), one for each disk. */
  | { readonly kind: 'disks'; readonly osId: string; readonly data: readonly DataDiskSource[] }

/** As `storageProfile` of a version's PUT, in the form that `az sig image-version create` sends. */
export function storageProfileOf(source: VersionSource): JsonObject {
  if (source.kind === 'image') return { source: { id: source.id } }
  const dataDiskImages = source.data.map(({ lun, id }) => ({ source: { id }, lun }))
  return {
    osDiskImage: { source: { id: source.osId } },
    ...(dataDiskImages.length > 0 && { dataDiskImages }),
  }
}

/** The source in a version's `properties`, as read or as sent; undefined for a source of another kind. */
export function sourceOf(properties: JsonObject): VersionSource | undefined {
  const profile = objectAt(properties, 'storageProfile')
  const id = sourceIdOf(profile)
  if (id !== undefined) return { kind: 'image', id }
  const osId = sourceIdOf(objectAt(profile, 'osDiskImage'))
  if (osId === undefined) return undefined
  const disks = profile?.['dataDiskImages']
  const data = (isJsonArray(disks) ? disks : []).map(dataDiskOf)
  const known = data.filter((disk) => disk !== undefined)
  return known.length === data.length ? { kind: 'disks', osId, data: known } : undefined
}

function dataDiskOf(disk: Json): DataDiskSource | undefined {
  if (!isJsonObject(disk)) return undefined
  const id = sourceIdOf(disk)
  const lun = disk['lun']
  return id === undefined || typeof lun !== 'number' ? undefined : { lun, id }
}

/** `source.id`; newer API versions state a virtual machine as `source.virtualMachineId`. */
function sourceIdOf(holder: JsonObject | undefined): string | undefined {
  const source = objectAt(holder, 'source')
  const id = source?.['id'] ?? source?.['virtualMachineId']
  return typeof id === 'string' ? id : undefined
}

/** Whether both name the same resources at the same LUNs, in any order and letter case. */
export function sameSource(a: VersionSource, b: VersionSource): boolean {
  if (a.kind === 'image') return b.kind === 'image' && sameId(a.id, b.id)
  if (b.kind === 'image' || a.data.length !== b.data.length || !sameId(a.osId, b.osId)) return false
  return a.data.every((disk) =>
    b.data.some((other) => other.lun === disk.lun && sameId(other.id, disk.id)),
  )
}

/** For people: the id, or the ids with their LUNs. */
export function describeSource(source: VersionSource | undefined): string {
  if (source === undefined) return 'a source that is not stated'
  if (source.kind === 'image') return source.id
  const data = source.data.map(({ lun, id }) => `${id} at LUN ${String(lun)}`)
  return [source.osId, ...data].join(', ')
}
