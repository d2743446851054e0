/** Which properties of a pool the Batch API versions know: differences of Azure's published schemas, 2019-08-01 to 2025-06-01. */
import { isJsonObject, type Json } from '../shared/json.js'
import type { Path } from '../shared/finding.js'

/** Knows gallery images; everything older is on Batch's retirement list (https://github.com/Azure/Batch/issues/140). */
export const currentApiVersion = '2025-06-01'
/** The last that documents managed images. */
export const managedImageApiVersion = '2019-08-01'
/** Takes changes of (almost) every property while a pool has no nodes. */
export const wideUpdateApiVersion = '2024-07-01'

interface Availability {
  /** From the body's top; `[]` stands for each element. */
  readonly path: string
  /** First version that has it. */
  readonly since?: string
  /** First version that has it no more. */
  readonly until?: string
  readonly instead?: string
}

const vm = 'properties.deploymentConfiguration.virtualMachineConfiguration'
const network = 'properties.networkConfiguration'

const availabilities: readonly Availability[] = [
  { path: 'properties.maxTasksPerNode', until: '2020-09-01', instead: 'taskSlotsPerNode' },
  { path: 'properties.taskSlotsPerNode', since: '2020-09-01', instead: 'maxTasksPerNode' },
  { path: 'properties.mountConfiguration', since: '2019-08-01' },
  { path: `${network}.publicIPs`, until: '2020-03-01', instead: 'publicIPAddressConfiguration' },
  { path: `${network}.publicIPAddressConfiguration`, since: '2020-03-01', instead: 'publicIPs' },
  { path: `${vm}.diskEncryptionConfiguration`, since: '2020-03-01' },
  { path: 'identity', since: '2021-01-01' },
  { path: `${vm}.extensions`, since: '2021-01-01' },
  { path: `${vm}.nodePlacementConfiguration`, since: '2021-01-01' },
  { path: `${vm}.osDisk`, since: '2021-06-01' },
  {
    path: `${vm}.containerConfiguration.containerRegistries[].identityReference`,
    since: '2021-06-01',
  },
  { path: 'properties.startTask.resourceFiles[].identityReference', since: '2021-06-01' },
  {
    path: 'properties.startTask.containerSettings.registry.identityReference',
    since: '2021-06-01',
  },
  {
    path: 'properties.mountConfiguration[].azureBlobFileSystemConfiguration.identityReference',
    since: '2021-06-01',
  },
  { path: `${network}.dynamicVnetAssignmentScope`, since: '2022-10-01' },
  { path: 'properties.targetNodeCommunicationMode', since: '2022-10-01', until: '2025-06-01' },
  { path: `${network}.enableAcceleratedNetworking`, since: '2023-05-01' },
  { path: `${vm}.securityProfile`, since: '2023-11-01' },
  { path: `${vm}.serviceArtifactReference`, since: '2023-11-01' },
  { path: `${vm}.osDisk.caching`, since: '2023-11-01' },
  { path: `${vm}.osDisk.diskSizeGB`, since: '2023-11-01' },
  { path: `${vm}.osDisk.managedDisk`, since: '2023-11-01' },
  { path: `${vm}.osDisk.writeAcceleratorEnabled`, since: '2023-11-01' },
  { path: 'properties.resourceTags', since: '2023-11-01', until: '2025-06-01', instead: 'tags' },
  { path: 'properties.upgradePolicy', since: '2024-02-01' },
  {
    path: 'properties.deploymentConfiguration.cloudServiceConfiguration',
    until: '2024-07-01',
    instead: 'virtualMachineConfiguration',
  },
  { path: 'tags', since: '2024-07-01', instead: 'metadata' },
  { path: `${vm}.imageReference.communityGalleryImageId`, since: '2024-07-01' },
  { path: `${vm}.imageReference.sharedGalleryImageId`, since: '2024-07-01' },
  { path: `${vm}.osDisk.managedDisk.securityProfile`, since: '2024-07-01' },
  {
    path: 'properties.startTask.containerSettings.containerHostBatchBindMounts',
    since: '2024-07-01',
  },
  { path: 'properties.applicationLicenses', until: '2025-06-01' },
  {
    path: 'properties.certificates',
    until: '2025-06-01',
    instead: 'the virtual machine extension for Key Vault',
  },
  {
    path: `${vm}.dataDisks[].storageAccountType`,
    until: '2025-06-01',
    instead: 'managedDisk.storageAccountType',
  },
  { path: `${vm}.dataDisks[].managedDisk`, since: '2025-06-01', instead: 'storageAccountType' },
  { path: `${vm}.osDisk.managedDisk.diskEncryptionSet`, since: '2025-06-01' },
  { path: `${vm}.osDisk.managedDisk.securityProfile.diskEncryptionSet`, since: '2025-06-01' },
  { path: `${vm}.diskEncryptionConfiguration.customerManagedKey`, since: '2025-06-01' },
  { path: `${vm}.securityProfile.proxyAgentSettings`, since: '2025-06-01' },
  { path: `${network}.publicIPAddressConfiguration.ipFamilies`, since: '2025-06-01' },
  { path: `${network}.publicIPAddressConfiguration.ipTags`, since: '2025-06-01' },
  { path: 'properties.taskSchedulingPolicy.jobDefaultOrder', since: '2025-06-01' },
]

export interface UnknownProperty {
  /** From the body's top: `['properties', 'startTask', 'resourceFiles', 0, 'identityReference']`. */
  readonly at: Path
  readonly since: string | undefined
  readonly until: string | undefined
  readonly instead: string | undefined
}

/** Properties in the body of a pool that `apiVersion` does not know, as far as the differences are listed here. */
export function propertiesUnknownTo(apiVersion: string, body: Json): readonly UnknownProperty[] {
  return availabilities
    .filter(({ since, until }) => !isBetween(apiVersion, since, until))
    .flatMap(({ path, since, until, instead }) =>
      placesOf(body, path.split(/\.|(?=\[\])/)).map((at) => ({ at, since, until, instead })),
    )
}

/** Whether `version` is at least as new as `other`: both `YYYY-MM-DD`, perhaps with `-preview`. */
export function isAtLeast(version: string, other: string): boolean {
  return version >= other
}

function isBetween(version: string, since: string | undefined, until: string | undefined): boolean {
  const isThere = since === undefined || isAtLeast(version, since)
  const isGone = until !== undefined && isAtLeast(version, until)
  return isThere && !isGone
}

/** Where a path of keys is written; `[]` goes into every element. Empty maps and null hold nothing to lose. */
function placesOf(
  value: Json | undefined,
  keys: readonly string[],
  at: Path = [],
): readonly Path[] {
  const [key, ...rest] = keys
  if (value === undefined || value === null) return []
  if (key === undefined) return isEmpty(value) ? [] : [at]
  if (key === '[]') {
    const items: readonly Json[] = Array.isArray(value) ? value : []
    return items.flatMap((item, index) => placesOf(item, rest, [...at, index]))
  }
  return isJsonObject(value) ? placesOf(value[key], rest, [...at, key]) : []
}

function isEmpty(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0
}
