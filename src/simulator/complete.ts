/**
 * What Azure shows of every resource although nobody wrote it. The resources of a scenario need not say it: what is
 * missing is filled in, what they say (null included) stays.
 */
import { isObject, numberAt, objectAt, objectsAt, textAt } from './json.js'
import type { Json, JsonObject } from './kernel.js'
import { guidOf } from './operations.js'

const worldBegan = '2026-11-01T09:00:00.0000000+00:00'
const platformKey: Json = { type: 'EncryptionAtRestWithPlatformKey' }

type Completion = (resource: JsonObject) => {
  readonly top?: JsonObject
  readonly properties?: JsonObject
}

const completions: Readonly<Record<string, Completion>> = {
  'microsoft.compute/disks': (disk) => ({
    top: skuOf('Premium_LRS'),
    properties: diskProperties(disk),
  }),
  'microsoft.compute/snapshots': (snapshot) => ({
    top: skuOf('Standard_LRS'),
    properties: { ...diskProperties(snapshot), diskState: 'Unattached', incremental: false },
  }),
  'microsoft.compute/virtualmachines': (machine) => ({
    properties: {
      vmId: guidOf(`machine ${idOf(machine)}`),
      timeCreated: worldBegan,
      hardwareProfile: { vmSize: 'Standard_D4s_v5' },
    },
  }),
  'microsoft.compute/images': () => ({
    properties: { storageProfile: { osDisk: { osType: 'Linux', osState: 'Generalized' } } },
  }),
  'microsoft.compute/galleries/images/versions': () => ({
    properties: { publishingProfile: { publishedDate: worldBegan }, storageProfile: {} },
  }),
  'microsoft.compute/galleries/images': () => ({ properties: { hyperVGeneration: 'V1' } }),
  'microsoft.compute/galleries': (gallery) => ({
    properties: {
      identifier: {
        uniqueName: `${subscriptionOf(gallery)}-${(textAt(gallery, 'name') ?? '').toUpperCase()}`,
      },
    },
  }),
  'microsoft.compute/diskencryptionsets': () => ({
    properties: {
      encryptionType: 'EncryptionAtRestWithCustomerKey',
      provisioningState: 'Succeeded',
    },
  }),
  'microsoft.network/natgateways': networkPart,
  'microsoft.network/routetables': (table) => ({
    ...networkPart(table),
    properties: { resourceGuid: guidOf(`part ${idOf(table)}`), routes: [] },
  }),
  'microsoft.network/virtualnetworks': (network) => ({
    top: { etag: networkEtag(idOf(network)) },
    properties: {
      resourceGuid: guidOf(`network ${idOf(network)}`),
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [],
    },
  }),
  'microsoft.batch/batchaccounts': (account) => ({
    top: { identity: { type: 'None' } },
    properties: {
      nodeManagementEndpoint: `${guidOf(`nodes of ${idOf(account)}`)}.${textAt(account, 'location') ?? ''}.service.batch.azure.com`,
      poolAllocationMode: 'BatchService',
      publicNetworkAccess: 'Enabled',
      poolQuota: 100,
      activeJobAndJobScheduleQuota: 300,
      encryption: { keySource: 'Microsoft.Batch' },
      privateEndpointConnections: [],
      allowedAuthenticationModes: ['AAD', 'SharedKey', 'TaskAuthenticationToken'],
    },
  }),
  'microsoft.batch/batchaccounts/pools': () => ({
    properties: {
      interNodeCommunication: 'Disabled',
      taskSchedulingPolicy: { nodeFillType: 'Spread' },
    },
  }),
}

/** The resource with what Azure always shows of its type. */
export function completeResource(resource: JsonObject): JsonObject {
  const complete = completions[(textAt(resource, 'type') ?? '').toLowerCase()]
  if (complete === undefined) return resource
  const { top = {}, properties = {} } = complete(resource)
  const own = {
    ...fill(resource, top),
    properties: fill(objectAt(resource, 'properties'), properties),
  }
  return withSubnets(own)
}

/** Members that are missing; objects are filled in depth. */
function fill(own: JsonObject, defaults: JsonObject): JsonObject {
  const filled = { ...own }
  for (const [name, value] of Object.entries(defaults)) {
    const has = own[name]
    if (has === undefined) filled[name] = value
    else if (isObject(has) && isObject(value)) filled[name] = fill(has, value)
  }
  return filled
}

function diskProperties(disk: JsonObject): JsonObject {
  const sizeGB = numberAt(disk, 'properties', 'diskSizeGB') ?? 30
  return {
    diskSizeGB: sizeGB,
    diskSizeBytes: sizeGB * 1024 ** 3,
    timeCreated: worldBegan,
    uniqueId: guidOf(`disk ${idOf(disk)}`),
    ...(objectAt(disk, 'properties')['encryption'] === undefined
      ? { encryption: platformKey }
      : {}),
    networkAccessPolicy: 'AllowAll',
    publicNetworkAccess: 'Enabled',
    creationData: { createOption: 'Empty' },
  }
}

function networkPart(part: JsonObject): ReturnType<Completion> {
  return {
    top: { etag: networkEtag(idOf(part)) },
    properties: { resourceGuid: guidOf(`part ${idOf(part)}`) },
  }
}

function skuOf(name: string): JsonObject {
  return { sku: { name, tier: name.split('_')[0] ?? '' } }
}

/** Subnets stand inside of their network, each with policies of its own. */
function withSubnets(network: JsonObject): JsonObject {
  const subnets = objectAt(network, 'properties')['subnets']
  if (!Array.isArray(subnets)) return network
  const filled = objectsAt(network, 'properties', 'subnets').map((subnet) => ({
    ...fill(subnet, { etag: networkEtag(idOf(subnet)) }),
    properties: fill(objectAt(subnet, 'properties'), {
      provisioningState: 'Succeeded',
      delegations: [],
      privateEndpointNetworkPolicies: 'Disabled',
      privateLinkServiceNetworkPolicies: 'Enabled',
    }),
  }))
  return { ...network, properties: { ...objectAt(network, 'properties'), subnets: filled } }
}

function networkEtag(id: string): string {
  return `W/"${guidOf(`etag of ${id}`)}"`
}

function idOf(resource: JsonObject): string {
  return (textAt(resource, 'id') ?? '').toLowerCase()
}

function subscriptionOf(resource: JsonObject): string {
  return /^\/subscriptions\/([^/]+)/i.exec(textAt(resource, 'id') ?? '')?.[1] ?? ''
}
