import type { Azure, Disk, ManagedImage, PurchasePlan, VirtualMachine } from '../ports/azure.js'
import { armTypes, hasType, parseArmId } from '../shared/arm-id.js'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import {
  flagAt,
  given,
  idOf,
  listAt,
  numberAt,
  objectAt,
  oneOf,
  tagsOf,
  textAt,
} from './answer-fields.js'
import { armId } from './arm.js'
import type { Clients } from './clients.js'
import { startDeletion, startOperation } from './operations.js'
import { listRaw, readRaw } from './raw-reads.js'
import { toModel } from './sent-body.js'

type Compute = Pick<
  Azure,
  | 'disk'
  | 'virtualMachine'
  | 'createSnapshot'
  | 'snapshots'
  | 'deleteSnapshot'
  | 'image'
  | 'images'
  | 'createImage'
  | 'deleteImage'
>

/** Snapshots, disks, virtual machines and managed images, by @azure/arm-compute. */
export function computeOf(clients: Clients): Compute {
  async function readImage(id: string, signal: AbortSignal): Promise<JsonObject | undefined> {
    const { subscriptionId, resourceGroup, name } = armId(id)
    const { images } = clients.compute(subscriptionId)
    const about = { operation: `read image ${name}`, resource: id }
    return await readRaw(about, signal, async () => await images.get(resourceGroup, name))
  }

  async function readDisk(
    id: string,
    kind: Disk['kind'],
    signal: AbortSignal,
  ): Promise<JsonObject | undefined> {
    const { subscriptionId, resourceGroup, name } = armId(id)
    const { snapshots, disks } = clients.compute(subscriptionId)
    const reader = kind === 'snapshot' ? snapshots : disks
    const about = { operation: `read ${kind} ${name}`, resource: id }
    return await readRaw(about, signal, async () => await reader.get(resourceGroup, name))
  }

  return {
    async disk(id, { signal }) {
      const kind = hasType(armId(id), armTypes.snapshot) ? 'snapshot' : 'disk'
      const found = await readDisk(id, kind, signal)
      return found && toDisk(found, kind, id)
    },

    async createSnapshot(id, body, call) {
      const { subscriptionId, resourceGroup, name } = armId(id)
      const { snapshots } = clients.compute(subscriptionId)
      const model = toModel(body) as unknown as Parameters<typeof snapshots.createOrUpdate>[2]
      return await startOperation(
        {
          about: { operation: `create snapshot ${name}`, resource: id },
          sent: body,
          begin: () => ({ poller: snapshots.createOrUpdate(resourceGroup, name, model) }),
          read: async ({ signal }) => await readDisk(id, 'snapshot', signal),
          mostLooksWhenForgotten: 10,
        },
        call,
      )
    },

    async snapshots(subscriptionId, { signal }) {
      const about = {
        operation: `list the snapshots of subscription ${subscriptionId}`,
        resource: `/subscriptions/${subscriptionId}`,
      }
      const { snapshots } = clients.compute(subscriptionId)
      const found = await listRaw(about, signal, () => snapshots.list())
      return found.map((one) => toDisk(one, 'snapshot', textAt(one, 'id') ?? ''))
    },

    async deleteSnapshot(id, call) {
      const { subscriptionId, resourceGroup, name } = armId(id)
      const { snapshots } = clients.compute(subscriptionId)
      return await startDeletion(
        {
          about: { operation: `delete snapshot ${name}`, resource: id },
          begin: () => ({ poller: snapshots.delete(resourceGroup, name) }),
          read: async ({ signal }) => await readDisk(id, 'snapshot', signal),
        },
        call,
      )
    },

    async virtualMachine(id, { signal, instanceView = false }) {
      const { subscriptionId, resourceGroup, name } = armId(id)
      const { virtualMachines } = clients.compute(subscriptionId)
      const about = { operation: `read virtual machine ${name}`, resource: id }
      const found = await readRaw(
        about,
        signal,
        async () =>
          await virtualMachines.get(
            resourceGroup,
            name,
            instanceView ? { expand: 'instanceView' } : {},
          ),
      )
      return found && toVirtualMachine(found, id)
    },

    async image(id, { signal }) {
      const found = await readImage(id, signal)
      return found && toManagedImage(found, id)
    },

    async createImage(id, body, call) {
      const { subscriptionId, resourceGroup, name } = armId(id)
      const { images } = clients.compute(subscriptionId)
      const model = toModel(body) as unknown as Parameters<typeof images.createOrUpdate>[2]
      return await startOperation(
        {
          about: { operation: `create image ${name}`, resource: id },
          sent: body,
          begin: () => ({ poller: images.createOrUpdate(resourceGroup, name, model) }),
          read: async ({ signal }) => await readImage(id, signal),
          mostLooksWhenForgotten: 10,
        },
        call,
      )
    },

    async images(subscriptionId, { signal }) {
      const about = {
        operation: `list the images of subscription ${subscriptionId}`,
        resource: `/subscriptions/${subscriptionId}`,
      }
      const { images } = clients.compute(subscriptionId)
      const found = await listRaw(about, signal, () => images.list())
      return found.map((image) => toManagedImage(image, textAt(image, 'id') ?? ''))
    },

    async deleteImage(id, call) {
      const { subscriptionId, resourceGroup, name } = armId(id)
      const { images } = clients.compute(subscriptionId)
      return await startDeletion(
        {
          about: { operation: `delete image ${name}`, resource: id },
          begin: () => ({ poller: images.delete(resourceGroup, name) }),
          read: async ({ signal }) => await readImage(id, signal),
        },
        call,
      )
    },
  }
}

const osTypes = ['Linux', 'Windows'] as const
const generations = ['V1', 'V2'] as const

function toDisk(found: JsonObject, kind: Disk['kind'], id: string): Disk {
  const properties = objectAt(found, 'properties')
  return {
    id: idOf(found, id),
    kind,
    location: textAt(found, 'location') ?? '',
    tags: tagsOf(found),
    ...given('osType', oneOf(osTypes, textAt(properties, 'osType'))),
    ...given('hyperVGeneration', oneOf(generations, textAt(properties, 'hyperVGeneration'))),
    ...given('provisioningState', textAt(properties, 'provisioningState')),
    ...given('completionPercent', numberAt(properties, 'completionPercent')),
    ...given('sizeGB', numberAt(properties, 'diskSizeGB')),
    ...given('timeCreated', textAt(properties, 'timeCreated')),
    ...given('architecture', textAt(properties, 'supportedCapabilities', 'architecture')),
    ...given('securityType', textAt(properties, 'securityProfile', 'securityType')),
    ...given('purchasePlan', purchasePlanAt(properties, 'purchasePlan')),
    ...given('encrypted', flagAt(properties, 'encryptionSettingsCollection', 'enabled')),
    ...given('sourceResourceId', textAt(properties, 'creationData', 'sourceResourceId')),
    ...given('accessState', textAt(properties, 'snapshotAccessState')),
    ...given('networkAccessPolicy', textAt(properties, 'networkAccessPolicy')),
    ...given('managedBy', textAt(found, 'managedBy')),
    ...given('sku', textAt(found, 'sku', 'name')),
    ...given('logicalSectorSize', numberAt(properties, 'creationData', 'logicalSectorSize')),
    ...given('encryptionType', textAt(properties, 'encryption', 'type')),
    ...(objectAt(properties, 'immutabilityPolicy')['immutabilityDuration'] !== undefined ||
    textAt(properties, 'immutabilityPolicy', 'state') !== undefined
      ? { isLocked: true }
      : {}),
    ...given('uniqueId', textAt(properties, 'uniqueId')),
    ...given('sourceUniqueId', textAt(properties, 'creationData', 'sourceUniqueId')),
    ...given('lastOwnershipUpdateTime', textAt(properties, 'LastOwnershipUpdateTime')),
    ...given('copyError', copyErrorOf(properties)),
    ...given('incremental', flagAt(properties, 'incremental')),
    ...given('imageReferenceId', textAt(properties, 'creationData', 'imageReference', 'id')),
  }
}

/** A plan counts only when it is whole: Azure shows empty ones too. */
export function purchasePlanAt(properties: JsonObject, key: string): PurchasePlan | undefined {
  const name = textAt(properties, key, 'name')
  const publisher = textAt(properties, key, 'publisher')
  const product = textAt(properties, key, 'product')
  if (name === undefined || publisher === undefined || product === undefined) return undefined
  return { name, publisher, product }
}

function copyErrorOf(properties: JsonObject | undefined): Disk['copyError'] {
  const code = textAt(properties, 'copyCompletionError', 'errorCode')
  if (code === undefined) return undefined
  return { code, message: textAt(properties, 'copyCompletionError', 'errorMessage') ?? code }
}

function toVirtualMachine(found: JsonObject, id: string): VirtualMachine {
  const properties = objectAt(found, 'properties')
  const storage = objectAt(properties, 'storageProfile')
  const osDisk = objectAt(storage, 'osDisk')
  const dataDisks = listAt(storage, 'dataDisks').flatMap((disk) => {
    const lun = numberAt(disk, 'lun')
    if (lun === undefined) return []
    const sku = textAt(disk, 'managedDisk', 'storageAccountType')
    return [{ lun, ...given('id', managedDiskId(disk)), ...given('sku', sku) }]
  })
  return {
    id: idOf(found, id),
    location: textAt(found, 'location') ?? '',
    tags: tagsOf(found),
    dataDisks,
    ...given('osType', oneOf(osTypes, textAt(osDisk, 'osType'))),
    ...given('securityType', textAt(properties, 'securityProfile', 'securityType')),
    ...given('osDiskId', managedDiskId(osDisk)),
    ...(textAt(osDisk, 'vhd', 'uri') !== undefined && { isUnmanaged: true }),
    ...(textAt(osDisk, 'diffDiskSettings', 'option')?.toLowerCase() === 'local' && {
      hasEphemeralOsDisk: true,
    }),
    ...given('extensions', extensionsOf(found)),
    ...(isEncrypted(found) && { isEncrypted: true }),
    ...given('purchasePlan', purchasePlanAt(found, 'plan')),
    ...given('baseImage', baseImageOf(objectAt(storage, 'imageReference'))),
    ...stateOf(objectAt(properties, 'instanceView')),
  }
}

/** Where it is no ID, nobody can say which disk it is. */
function managedDiskId(disk: JsonObject): string | undefined {
  const id = textAt(disk, 'managedDisk', 'id')
  return parseArmId(id ?? '') === undefined ? undefined : id
}

function baseImageOf(reference: JsonObject): VirtualMachine['baseImage'] {
  const image = {
    ...given('publisher', textAt(reference, 'publisher')),
    ...given('offer', textAt(reference, 'offer')),
    ...given('sku', textAt(reference, 'sku')),
    ...given(
      'id',
      textAt(reference, 'id') ??
        textAt(reference, 'sharedGalleryImageId') ??
        textAt(reference, 'communityGalleryImageId'),
    ),
  }
  return Object.keys(image).length === 0 ? undefined : image
}

/** Codes such as `PowerState/deallocated` and `OSState/generalized`, in any letter case, and more may follow behind a slash. */
function stateOf(instanceView: JsonObject): Pick<VirtualMachine, 'powerState' | 'isGeneralized'> {
  const statuses = listAt(instanceView, 'statuses')
  if (statuses.length === 0) return {}
  const codes = statuses.map((status) => (textAt(status, 'code') ?? '').toLowerCase().split('/'))
  const power = codes.find(([kind]) => kind === 'powerstate')?.[1]
  return {
    ...given('powerState', power),
    isGeneralized: codes.some(([kind, state]) => kind === 'osstate' && state === 'generalized'),
  }
}

/**
 * Azure Disk Encryption shows as settings of the OS disk (its first version), as an extension, or in the instance view
 * of a disk; the disk itself is the fourth place (`Disk.encrypted`).
 */
function isEncrypted(found: JsonObject): boolean {
  const osDisk = objectAt(found, 'properties', 'storageProfile', 'osDisk')
  const isSet = flagAt(osDisk, 'encryptionSettings', 'enabled') === true
  const byExtension = listAt(found, 'resources').some(
    (extension) =>
      textAt(extension, 'properties', 'publisher')?.toLowerCase() === 'microsoft.azure.security' &&
      /^azurediskencryption/i.test(textAt(extension, 'properties', 'type') ?? ''),
  )
  const byDisk = listAt(found, 'properties', 'instanceView', 'disks').some((disk) =>
    listAt(disk, 'statuses').some(({ code }) =>
      /^EncryptionState\/encrypted/i.test(typeof code === 'string' ? code : ''),
    ),
  )
  return isSet || byExtension || byDisk
}

/** A machine's extensions are resources below it; without any, Azure leaves the list out. */
function extensionsOf(machine: JsonObject): readonly string[] | undefined {
  const ids = listAt(machine, 'resources').flatMap((resource) => textAt(resource, 'id') ?? [])
  const names = ids.flatMap((id) => /\/extensions\/([^/]+)$/i.exec(id)?.[1] ?? [])
  return names.length === 0 ? undefined : names
}

function toManagedImage(found: JsonObject, id: string): ManagedImage {
  const properties = objectAt(found, 'properties')
  const extendedLocation = found['extendedLocation']
  return {
    id: idOf(found, id),
    location: textAt(found, 'location') ?? '',
    tags: tagsOf(found),
    ...(isJsonObject(extendedLocation) ? { extendedLocation } : {}),
    ...given('provisioningState', textAt(properties, 'provisioningState')),
    properties,
  }
}
