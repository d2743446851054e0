import type { JsonObject } from './kernel.js'

const region = 'koreacentral'
const otherRegion = 'westeurope'

/**
 * The resources of the default world, all in one subscription: what a team has that prepared a machine, took its
 * snapshots and owns a gallery and a Batch account. README.md lists them.
 */
export function defaultResources(subscriptionId: string): JsonObject[] {
  const subscription = `/subscriptions/${subscriptionId}`
  const images = `${subscription}/resourceGroups/rg-images`
  const compute = `${images}/providers/Microsoft.Compute`
  return [
    group(images, region),
    group(`${subscription}/resourceGroups/rg-batch`, region),
    group(`${subscription}/resourceGroups/rg-europe`, otherRegion),
    ...snapshotsIn(compute),
    snapshot(`${subscription}/resourceGroups/rg-europe/providers/Microsoft.Compute`, {
      name: 'europe-os',
      location: otherRegion,
      generation: 'V2',
      osType: 'Linux',
    }),
    ...disksIn(compute),
    machine(compute),
    networkInterface(images),
    gallery(compute),
    definition(compute, { name: 'render-node', generation: 'V2', osType: 'Linux' }),
    definition(compute, { name: 'render-node-gen1', generation: 'V1', osType: 'Linux' }),
    definition(compute, { name: 'render-node-windows', generation: 'V2', osType: 'Windows' }),
    {
      ...definition(compute, { name: 'render-node-trusted', generation: 'V2', osType: 'Linux' }),
      properties: {
        ...definitionProperties({ name: 'render-node-trusted', generation: 'V2', osType: 'Linux' }),
        features: [{ name: 'SecurityType', value: 'TrustedLaunchSupported' }],
      },
    },
    account(`${subscription}/resourceGroups/rg-batch`, 'renderbatch'),
  ]
}

interface Kind {
  readonly name: string
  readonly location?: string
  readonly generation?: 'V1' | 'V2'
  readonly osType?: 'Linux' | 'Windows'
}

function group(id: string, location: string): JsonObject {
  const name = id.split('/').at(-1) ?? ''
  const properties = { provisioningState: 'Succeeded' }
  return { id, name, type: 'Microsoft.Resources/resourceGroups', location, tags: {}, properties }
}

function snapshotsIn(compute: string): JsonObject[] {
  return [
    snapshot(compute, { name: 'render-os', generation: 'V2', osType: 'Linux' }),
    snapshot(compute, { name: 'render-os-gen1', generation: 'V1', osType: 'Linux' }),
    snapshot(compute, { name: 'render-os-windows', generation: 'V2', osType: 'Windows' }),
    snapshot(compute, { name: 'render-data-0' }),
    snapshot(compute, { name: 'render-data-1' }),
  ]
}

function diskProperties({ generation, osType }: Kind): JsonObject {
  const isOs = osType !== undefined
  return {
    diskSizeGB: isOs ? 30 : 128,
    provisioningState: 'Succeeded',
    ...(isOs ? { osType, hyperVGeneration: generation ?? 'V1' } : {}),
    ...(isOs ? { supportedCapabilities: { architecture: 'x64', acceleratedNetwork: true } } : {}),
  }
}

function snapshot(compute: string, kind: Kind): JsonObject {
  return {
    id: `${compute}/snapshots/${kind.name}`,
    name: kind.name,
    type: 'Microsoft.Compute/snapshots',
    location: kind.location ?? region,
    tags: {},
    sku: { name: 'Standard_LRS', tier: 'Standard' },
    properties: {
      ...diskProperties(kind),
      incremental: false,
      creationData: {
        createOption: 'Copy',
        sourceResourceId: `${compute}/disks/origin-of-${kind.name}`,
      },
    },
  }
}

function disksIn(compute: string): JsonObject[] {
  const kinds: Kind[] = [
    { name: 'render-vm-os', generation: 'V2', osType: 'Linux' },
    { name: 'render-vm-data-0' },
  ]
  return kinds.map((kind) => ({
    id: `${compute}/disks/${kind.name}`,
    name: kind.name,
    type: 'Microsoft.Compute/disks',
    location: region,
    tags: {},
    sku: { name: 'Premium_LRS', tier: 'Premium' },
    properties: { ...diskProperties(kind), creationData: { createOption: 'Empty' } },
  }))
}

/** Generalized: an image can be captured from it. */
function machine(compute: string): JsonObject {
  const disk = (name: string): JsonObject => ({
    name,
    createOption: 'Attach',
    caching: 'ReadWrite',
    managedDisk: { id: `${compute}/disks/${name}`, storageAccountType: 'Premium_LRS' },
  })
  return {
    id: `${compute}/virtualMachines/render-vm`,
    name: 'render-vm',
    type: 'Microsoft.Compute/virtualMachines',
    location: region,
    tags: {},
    properties: {
      vmId: '40000000-0000-4000-a000-000000000001',
      hardwareProfile: { vmSize: 'Standard_D4s_v5' },
      networkProfile: {
        networkInterfaces: [
          {
            id: compute.replace(
              /Microsoft\.Compute$/,
              'Microsoft.Network/networkInterfaces/render-vm-nic',
            ),
          },
        ],
      },
      storageProfile: {
        osDisk: { ...disk('render-vm-os'), osType: 'Linux' },
        dataDisks: [{ lun: 0, ...disk('render-vm-data-0') }],
      },
      instanceView: {
        hyperVGeneration: 'V2',
        statuses: [
          {
            code: 'ProvisioningState/succeeded',
            level: 'Info',
            displayStatus: 'Provisioning succeeded',
          },
          { code: 'OSState/generalized', level: 'Info', displayStatus: 'VM generalized' },
          { code: 'PowerState/deallocated', level: 'Info', displayStatus: 'VM deallocated' },
        ],
      },
      provisioningState: 'Succeeded',
    },
  }
}

/** A machine without a public address. */
function networkInterface(groupId: string): JsonObject {
  return {
    id: `${groupId}/providers/Microsoft.Network/networkInterfaces/render-vm-nic`,
    name: 'render-vm-nic',
    type: 'Microsoft.Network/networkInterfaces',
    location: region,
    tags: {},
    properties: {
      provisioningState: 'Succeeded',
      primary: true,
      macAddress: '00-0D-3A-00-00-01',
      ipConfigurations: [
        { name: 'ipconfig1', properties: { privateIPAddress: '10.0.0.4', primary: true } },
      ],
    },
  }
}

function gallery(compute: string): JsonObject {
  return {
    id: `${compute}/galleries/renderGallery`,
    name: 'renderGallery',
    type: 'Microsoft.Compute/galleries',
    location: region,
    tags: {},
    properties: {
      identifier: { uniqueName: 'simulated-RENDERGALLERY' },
      provisioningState: 'Succeeded',
    },
  }
}

function definition(compute: string, kind: Kind): JsonObject {
  return {
    id: `${compute}/galleries/renderGallery/images/${kind.name}`,
    name: kind.name,
    type: 'Microsoft.Compute/galleries/images',
    location: region,
    tags: {},
    properties: definitionProperties(kind),
  }
}

function definitionProperties({ name, generation, osType }: Kind): JsonObject {
  return {
    osType: osType ?? 'Linux',
    osState: 'Generalized',
    hyperVGeneration: generation ?? 'V1',
    architecture: 'x64',
    identifier: { publisher: 'render-team', offer: 'nodes', sku: name },
    features: [{ name: 'SecurityType', value: 'Standard' }],
    provisioningState: 'Succeeded',
  }
}

/** Enough quota for the demo's 400 nodes of 4 cores; one family has none left. */
function account(groupId: string, name: string): JsonObject {
  return {
    id: `${groupId}/providers/Microsoft.Batch/batchAccounts/${name}`,
    name,
    type: 'Microsoft.Batch/batchAccounts',
    location: region,
    tags: {},
    properties: {
      accountEndpoint: '{batchEndpoint}',
      provisioningState: 'Succeeded',
      poolAllocationMode: 'BatchService',
      publicNetworkAccess: 'Enabled',
      dedicatedCoreQuota: 4000,
      dedicatedCoreQuotaPerVMFamily: [
        { name: 'standardDSv5Family', coreQuota: 2400 },
        { name: 'standardDSv3Family', coreQuota: 400 },
        { name: 'standardFSv2Family', coreQuota: 0 },
      ],
      dedicatedCoreQuotaPerVMFamilyEnforced: true,
      lowPriorityCoreQuota: 2000,
      poolQuota: 100,
      activeJobAndJobScheduleQuota: 300,
    },
  }
}
