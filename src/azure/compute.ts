import type { Azure, Disk, ManagedImage, PurchasePlan, VirtualMachine } from '../ports/azure.js'
import { armTypes, hasType } from '../shared/arm-id.js'
import { isJsonObject, type JsonObject } from '../shared/json.js'
import {
  flagAt,
  given,
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
  'disk' | 'virtualMachine' | 'image' | 'images' | 'createImage' | 'deleteImage'
>

/** Snapshots, disks, virtual machines and managed images, by @azure/arm-compute. */
export function computeOf(clients: Clients): Compute {
  async function readImage(id: string, signal: AbortSignal): Promise<JsonObject | undefined> {
    const { subscriptionId, resourceGroup, name } = armId(id)
    const { images } = clients.compute(subscriptionId)
    const about = { operation: `read image ${name}`, resource: id }
    return await readRaw(about, signal, async () => await images.get(resourceGroup, name))
  }

  return {
    async disk(id, { signal }) {
      const target = armId(id)
      const kind = hasType(target, armTypes.snapshot) ? 'snapshot' : 'disk'
      const { snapshots, disks } = clients.compute(target.subscriptionId)
      const reader = kind === 'snapshot' ? snapshots : disks
      const about = { operation: `read ${kind} ${target.name}`, resource: id }
      const found = await readRaw(
        about,
        signal,
        async () => await reader.get(target.resourceGroup, target.name),
      )
      return found && toDisk(found, kind, id)
    },

    async virtualMachine(id, { signal }) {
      const { subscriptionId, resourceGroup, name } = armId(id)
      const { virtualMachines } = clients.compute(subscriptionId)
      const about = { operation: `read virtual machine ${name}`, resource: id }
      const found = await readRaw(
        about,
        signal,
        async () => await virtualMachines.get(resourceGroup, name),
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
      return (found ?? []).map((image) => toManagedImage(image, textAt(image, 'id') ?? ''))
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
    id: textAt(found, 'id') ?? id,
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

function toVirtualMachine(found: JsonObject, id: string): VirtualMachine {
  const osDisk = objectAt(found, 'properties', 'storageProfile', 'osDisk')
  return {
    id: textAt(found, 'id') ?? id,
    location: textAt(found, 'location') ?? '',
    tags: tagsOf(found),
    ...given('osType', oneOf(osTypes, textAt(osDisk, 'osType'))),
    ...given('securityType', textAt(found, 'properties', 'securityProfile', 'securityType')),
    ...given('osDiskId', textAt(osDisk, 'managedDisk', 'id')),
    ...given('extensions', extensionsOf(found)),
  }
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
    id: textAt(found, 'id') ?? id,
    location: textAt(found, 'location') ?? '',
    tags: tagsOf(found),
    ...(isJsonObject(extendedLocation) ? { extendedLocation } : {}),
    ...given('provisioningState', textAt(properties, 'provisioningState')),
    properties,
  }
}
