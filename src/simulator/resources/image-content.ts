import { numberAt, objectAt, objectsAt, textAt, withoutUndefined } from '../json.js'
import type { JsonObject, StoredResource } from '../kernel.js'
import type { ImageSources } from './image-rules.js'

/** What a GET shows of an image: while it is being created, and after. */
export interface ImageContent {
  readonly whileCreating: JsonObject
  readonly properties: JsonObject
}

const defaultSizeGB = 30

/**
 * Defaults that the service fills in: the disks of a captured machine at once; size, caching and storage type when
 * the image is done.
 */
export function describeImage(sent: JsonObject, sources: ImageSources): ImageContent {
  const { machine } = sources
  const storage =
    machine === undefined ? objectAt(sent, 'storageProfile') : captureDisks(sent, machine)
  const generation = textAt(sent, 'hyperVGeneration') ?? sources.generation ?? 'V1'
  const common = { ...sent, hyperVGeneration: generation }
  const done = {
    ...storage,
    osDisk: completeDisk(objectAt(storage, 'osDisk'), sources.osDisk),
    dataDisks: objectsAt(storage, 'dataDisks').map((disk, index) =>
      completeDisk(disk, sources.dataDisks[index]),
    ),
    zoneResilient: storage['zoneResilient'] ?? false,
  }
  return {
    whileCreating: { ...common, storageProfile: storage },
    properties: { ...common, storageProfile: done },
  }
}

function captureDisks(sent: JsonObject, machine: StoredResource): JsonObject {
  const profile = objectAt(machine.properties, 'storageProfile')
  const osDisk = objectAt(profile, 'osDisk')
  return {
    ...objectAt(sent, 'storageProfile'),
    osDisk: {
      ...captureDisk(osDisk),
      osType: textAt(osDisk, 'osType') ?? 'Linux',
      osState: 'Generalized',
    },
    dataDisks: objectsAt(profile, 'dataDisks').map((disk) => ({
      lun: numberAt(disk, 'lun') ?? 0,
      ...captureDisk(disk),
    })),
  }
}

function captureDisk(disk: JsonObject): JsonObject {
  const id = textAt(disk, 'managedDisk', 'id')
  return withoutUndefined({
    managedDisk: id === undefined ? undefined : { id },
    blobUri: textAt(disk, 'vhd', 'uri'),
    caching: textAt(disk, 'caching'),
    storageAccountType: textAt(disk, 'managedDisk', 'storageAccountType'),
  })
}

function completeDisk(disk: JsonObject, source: StoredResource | undefined): JsonObject {
  return {
    caching: 'None',
    storageAccountType: 'Standard_LRS',
    diskSizeGB: numberAt(source?.properties, 'diskSizeGB') ?? defaultSizeGB,
    ...disk,
  }
}
