import type { ManagedImage } from '../ports/azure.js'
import { sameId } from '../shared/arm-id.js'
import { isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { objectAt, objectsAt, textAt } from '../shared/json-at.js'
import { sameRegion } from '../shared/region.js'
import { showSource } from './image-source.js'
import { generationOf } from './image-traits.js'
import type { Change } from './step.js'

/**
 * In which respects an image that exists is not what a PUT of `body` would make; `from` is what there is, `to`
 * what is wanted. Sizes, the defaults that Azure fills in, and tags do not count.
 */
export function imageDifferences(body: JsonObject, existing: ManagedImage): readonly Change[] {
  const wanted = objectAt(body, 'properties') ?? {}
  const zone = { to: zoneOf(body['extendedLocation']), from: zoneOf(existing.extendedLocation) }
  const changes: Change[] = []
  if (!sameRegion(textOf(body['location']), existing.location)) {
    changes.push(change('location', existing.location, body['location']))
  }
  if (zone.from?.toLowerCase() !== zone.to?.toLowerCase()) {
    changes.push(change('edgeZone', zone.from, zone.to))
  }
  const generation = { from: generationOf(existing.properties), to: wanted['hyperVGeneration'] }
  if (generation.from !== generation.to) {
    changes.push(change('hyperVGeneration', generation.from, generation.to))
  }
  return [...changes, ...sourceChanges(wanted, existing.properties)]
}

/** Tags that are wanted and not there, or with another value; tags of others do not count. */
export function tagDifferences(
  wanted: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): readonly Change[] {
  // Azure ignores the letter case of a tag's name, not of its value.
  const there = new Map(Object.entries(found).map(([name, value]) => [name.toLowerCase(), value]))
  return Object.entries(wanted).flatMap(([name, value]) => {
    const from = there.get(name.toLowerCase())
    return from === value ? [] : [change(`tag ${name}`, from, value)]
  })
}

function sourceChanges(wanted: JsonObject, found: JsonObject): readonly Change[] {
  const vm = {
    to: textAt(wanted, 'sourceVirtualMachine', 'id'),
    from: textAt(found, 'sourceVirtualMachine', 'id'),
  }
  const profile = {
    to: objectAt(wanted, 'storageProfile') ?? {},
    from: objectAt(found, 'storageProfile') ?? {},
  }
  const zones = { to: profile.to['zoneResilient'], from: profile.from['zoneResilient'] }
  const zoneChanges =
    (zones.to ?? false) === (zones.from ?? false)
      ? []
      : [change('zoneResilient', zones.from ?? false, zones.to ?? false)]
  if (vm.to !== undefined || vm.from !== undefined) {
    const same = sameId(vm.to, vm.from)
    const from = vm.from ?? sourceOf(objectAt(profile.from, 'osDisk'))
    const to = vm.to ?? sourceOf(objectAt(profile.to, 'osDisk'))
    // The disks of a captured VM are filled in by Azure: nothing to compare them with.
    return [...(same ? [] : [change('source', from, to)]), ...zoneChanges]
  }
  return [
    ...osDiskChanges(objectAt(profile.to, 'osDisk') ?? {}, objectAt(profile.from, 'osDisk') ?? {}),
    ...dataDiskChanges(objectsAt(profile.to, 'dataDisks'), objectsAt(profile.from, 'dataDisks')),
    ...zoneChanges,
  ]
}

function osDiskChanges(wanted: JsonObject, found: JsonObject): readonly Change[] {
  const changes = diskChanges('osDisk', wanted, found)
  for (const property of ['osType', 'osState'] as const) {
    if (wanted[property] !== found[property]) {
      changes.push(change(property, found[property], wanted[property]))
    }
  }
  const sku = { to: wanted['storageAccountType'], from: found['storageAccountType'] }
  // Unset, it becomes Standard_LRS for a snapshot (recorded).
  // @unverified image/storage-of-disk What other sources get then is not known.
  const unset = sku.to === undefined && objectAt(wanted, 'snapshot') === undefined
  if (!unset && (sku.to ?? 'Standard_LRS') !== (sku.from ?? 'Standard_LRS')) {
    changes.push(change('osDisk.storageAccountType', sku.from, sku.to))
  }
  return changes
}

function dataDiskChanges(
  wanted: readonly JsonObject[],
  found: readonly JsonObject[],
): readonly Change[] {
  const luns = [...wanted, ...found].map((disk) => Number(disk['lun']))
  return [...new Set(luns)]
    .sort((a, b) => a - b)
    .flatMap((lun) => {
      const to = wanted.find((disk) => disk['lun'] === lun)
      const from = found.find((disk) => disk['lun'] === lun)
      const name = `dataDisks[lun ${String(lun)}]`
      return to === undefined || from === undefined
        ? [change(name, sourceOf(from), sourceOf(to))]
        : diskChanges(name, to, from)
    })
}

function diskChanges(name: string, wanted: JsonObject, found: JsonObject): Change[] {
  const changes: Change[] = []
  if (sourceKey(wanted) !== sourceKey(found)) {
    changes.push(change(`${name}.source`, sourceOf(found), sourceOf(wanted)))
  }
  const caching = { to: wanted['caching'], from: found['caching'] }
  if (!isCaching(caching, found)) {
    changes.push(change(`${name}.caching`, caching.from, caching.to))
  }
  return changes
}

/** Unset, caching becomes None (recorded), ReadOnly on premium storage (per the REST reference of images). */
function isCaching(
  { to, from }: { to?: Json | undefined; from?: Json | undefined },
  found: JsonObject,
) {
  if (to !== undefined) return to === (from ?? 'None')
  const premium = textOf(found['storageAccountType'])?.startsWith('Premium') === true
  return from === undefined || from === 'None' || (premium && from === 'ReadOnly')
}

/** The source of an image's disk, fit to be shown. */
function sourceOf(disk: JsonObject | undefined): string | undefined {
  if (disk === undefined) return undefined
  const uri = textOf(disk['blobUri'])
  return (
    textAt(disk, 'snapshot', 'id') ?? textAt(disk, 'managedDisk', 'id') ?? (uri && showSource(uri))
  )
}

/** Equal for disks made from the same. A VHD is told by its URI without the query, which is only a signature. */
function sourceKey(disk: JsonObject): string | undefined {
  return sourceOf(disk)?.toLowerCase()
}

function zoneOf(extendedLocation: Json | undefined): string | undefined {
  return isJsonObject(extendedLocation) ? textOf(extendedLocation['name']) : undefined
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function change(property: string, from: Json | undefined, to: Json | undefined): Change {
  return {
    property,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}
