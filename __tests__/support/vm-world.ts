/** A virtual machine with an OS disk and data disks, as Azure shows them, and what there is around it. */
import type { JsonObject } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'

export const subscription = `/subscriptions/${defaultSubscriptionId}`
export const group = `${subscription}/resourceGroups/rg-images`
export const compute = `${group}/providers/Microsoft.Compute`
export const vmId = `${compute}/virtualMachines/golden-vm`
const location = 'koreacentral'

export interface MachineTraits {
  readonly power?: string
  readonly isGeneralized?: boolean
  readonly osType?: 'Linux' | 'Windows'
  readonly extensions?: readonly JsonObject[]
  /** Laid over the machine's `properties`. */
  readonly properties?: JsonObject
  readonly plan?: JsonObject
  /** Laid over the OS disk's `properties`. */
  readonly osDisk?: JsonObject
  readonly osDiskSku?: string
  readonly luns?: readonly number[]
  readonly location?: string
}

/** Generalized and deallocated, two data disks, unless it says otherwise. */
export function machineWorld(traits: MachineTraits = {}): readonly JsonObject[] {
  const { power = 'deallocated', isGeneralized = true, osType = 'Linux', luns = [0, 1] } = traits
  const region = traits.location ?? location
  const diskOf = (name: string, properties: JsonObject, sku = 'Premium_LRS'): JsonObject => ({
    id: `${compute}/disks/${name}`,
    name,
    type: 'Microsoft.Compute/disks',
    location: region,
    tags: {},
    managedBy: vmId,
    sku: { name: sku, tier: 'Premium' },
    properties: {
      diskSizeGB: 30,
      diskState: 'Reserved',
      timeCreated: '2026-11-01T09:00:00.0000000+00:00',
      LastOwnershipUpdateTime: '2026-11-20T09:00:00.0000000+00:00',
      provisioningState: 'Succeeded',
      creationData: { createOption: 'FromImage' },
      ...properties,
    },
  })
  const attached = (name: string): JsonObject => ({
    name,
    createOption: 'Attach',
    caching: 'ReadWrite',
    managedDisk: { id: `${compute}/disks/${name}`, storageAccountType: 'Premium_LRS' },
  })
  const statuses = [
    { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
    ...(isGeneralized
      ? [{ code: 'OSState/generalized', level: 'Info', displayStatus: 'VM generalized' }]
      : []),
    { code: `PowerState/${power}`, level: 'Info', displayStatus: `VM ${power}` },
  ]
  return [
    diskOf('golden-os', { osType, hyperVGeneration: 'V2', ...traits.osDisk }, traits.osDiskSku),
    ...luns.map((lun) => diskOf(`golden-data-${String(lun)}`, { diskSizeGB: 128 })),
    {
      id: vmId,
      name: 'golden-vm',
      type: 'Microsoft.Compute/virtualMachines',
      location: region,
      tags: {},
      ...(traits.plan !== undefined && { plan: traits.plan }),
      properties: {
        vmId: '40000000-0000-4000-a000-000000000009',
        hardwareProfile: { vmSize: 'Standard_D4s_v5' },
        storageProfile: {
          imageReference: {
            publisher: 'canonical',
            offer: '0001-com-ubuntu-server-jammy',
            sku: '22_04-lts-gen2',
            version: 'latest',
          },
          osDisk: { ...attached('golden-os'), osType },
          dataDisks: luns.map((lun) => ({ lun, ...attached(`golden-data-${String(lun)}`) })),
        },
        instanceView: { hyperVGeneration: 'V2', statuses },
        provisioningState: 'Succeeded',
        ...traits.properties,
      },
    },
    ...(traits.extensions ?? []),
  ]
}
