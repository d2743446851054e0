/**
 * Since which API version an answer shows a property: azure-rest-api-specs by folder of version, where it could be told,
 * else the first version of Azure's published types (bicep-types-az) that has it. Pools have a table of their own.
 */
import { isObject, objectAt, textAt } from './json.js'
import type { Json, JsonObject } from './kernel.js'

type Since = Readonly<Record<string, string>>

const disk: Since = {
  'properties.hyperVGeneration': '2018-09-30',
  'properties.diskSizeBytes': '2019-03-01',
  'properties.uniqueId': '2019-03-01',
  'properties.encryption': '2019-07-01',
  'properties.networkAccessPolicy': '2020-05-01',
  'properties.purchasePlan': '2020-06-30',
  'properties.securityProfile': '2020-12-01',
  'properties.publicNetworkAccess': '2021-04-01',
  'properties.supportedCapabilities': '2021-08-01',
  'properties.supportedCapabilities.diskControllerTypes': '2022-07-02',
  'properties.supportedCapabilities.supportedSecurityOption': '2023-10-02',
  'properties.completionPercent': '2021-04-01',
  'properties.creationData.sourceUniqueId': '2019-07-01',
  'properties.creationData.performancePlus': '2022-07-02',
  'properties.creationData.instantAccessDurationMinutes': '2025-01-02',
  'properties.creationData.provisionedBandwidthCopySpeed': '2024-03-02',
  'properties.creationData.elasticSanResourceId': '2023-04-02',
  systemData: '2025-01-02',
}

const shownSince: Readonly<Record<string, Since>> = {
  'microsoft.compute/disks': {
    ...disk,
    'properties.burstingEnabledTime': '2022-07-02',
    'properties.optimizedForFrequentAttach': '2022-07-02',
    'properties.LastOwnershipUpdateTime': '2023-01-02',
    'properties.availabilityPolicy': '2025-01-02',
  },
  'microsoft.compute/snapshots': {
    ...disk,
    'properties.incremental': '2019-03-01',
    'properties.copyCompletionError': '2022-03-02',
    'properties.incrementalSnapshotFamilyId': '2022-07-02',
    'properties.snapshotAccessState': '2025-01-02',
  },
  'microsoft.compute/images': {
    'properties.hyperVGeneration': '2019-03-01',
    systemData: '2026-03-01',
  },
  'microsoft.compute/virtualmachines': {
    'properties.timeCreated': '2021-11-01',
    etag: '2024-11-01',
    managedBy: '2024-11-01',
    systemData: '2026-03-01',
  },
  'microsoft.compute/galleries': { identity: '2023-07-03', systemData: '2025-03-03' },
  'microsoft.compute/galleries/images': {
    'properties.hyperVGeneration': '2019-07-01',
    'properties.features': '2020-09-30',
    'properties.architecture': '2021-10-01',
    'properties.allowUpdateImage': '2024-03-03',
    systemData: '2025-03-03',
  },
  'microsoft.compute/galleries/images/versions': {
    'properties.publishingProfile.replicationMode': '2021-07-01',
    'properties.publishingProfile.targetRegions[].excludeFromLatest': '2022-03-03',
    'properties.publishingProfile.targetRegions[].additionalReplicaSets': '2023-07-03',
    'properties.safetyProfile': '2022-03-03',
    'properties.safetyProfile.blockDeletionBeforeEndOfLife': '2024-03-03',
    'properties.securityProfile': '2022-08-03',
    'properties.restore': '2024-03-03',
    'properties.validationsProfile': '2024-03-03',
    'properties.storageProfile.source.virtualMachineId': '2023-07-03',
    systemData: '2025-03-03',
  },
  'microsoft.batch/batchaccounts': {
    'properties.lowPriorityCoreQuota': '2017-09-01',
    'properties.dedicatedCoreQuotaPerVMFamily': '2019-08-01',
    'properties.dedicatedCoreQuotaPerVMFamilyEnforced': '2019-08-01',
    'properties.publicNetworkAccess': '2020-03-01',
    'properties.privateEndpointConnections': '2020-03-01',
    'properties.encryption': '2020-05-01',
    identity: '2020-09-01',
    'properties.allowedAuthenticationModes': '2021-06-01',
    'properties.autoStorage.authenticationMode': '2021-06-01',
    'properties.autoStorage.nodeIdentityReference': '2021-06-01',
    'properties.networkProfile': '2022-10-01',
    'properties.nodeManagementEndpoint': '2022-10-01',
    systemData: '2024-07-01',
  },
}

/** An answer without what its API version does not know: a resource, a list, an operation with its output. */
export function forVersion(body: Json, version: string): Json {
  if (!isObject(body)) return body
  const { value } = body
  if (Array.isArray(value)) return { ...body, value: value.map((one) => forVersion(one, version)) }
  const properties = objectAt(body, 'properties')
  if (isObject(properties['output'])) {
    return {
      ...body,
      properties: { ...properties, output: forVersion(properties['output'], version) },
    }
  }
  const since = shownSince[(textAt(body, 'type') ?? '').toLowerCase()]
  if (since === undefined) return body
  return Object.entries(since)
    .filter(([, first]) => version < first)
    .reduce((shown, [path]) => leaveOut(shown, path.split('.')), body)
}

function leaveOut(holder: JsonObject, [name = '', ...rest]: readonly string[]): JsonObject {
  const key = name.replace('[]', '')
  const inner = holder[key]
  if (inner === undefined) return holder
  if (rest.length === 0) {
    return Object.fromEntries(Object.entries(holder).filter(([other]) => other !== key))
  }
  if (Array.isArray(inner)) {
    return { ...holder, [key]: inner.map((one) => (isObject(one) ? leaveOut(one, rest) : one)) }
  }
  return isObject(inner) ? { ...holder, [key]: leaveOut(inner, rest) } : holder
}
