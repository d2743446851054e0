/**
 * What images, disks and snapshots may say in a PUT or PATCH: the union over API versions, as published for the newest.
 * https://learn.microsoft.com/azure/templates/microsoft.compute/images, .../disks, .../snapshots
 */
import {
  anything,
  choice,
  fieldsOf,
  flag,
  list,
  map,
  object,
  readOnly,
  text,
  whole,
  type Field,
  type Shape,
} from '../shape.js'

/** What every resource has beside its properties. */
const common: Readonly<Record<string, Shape | Field>> = {
  id: readOnly(text),
  name: readOnly(text),
  type: readOnly(text),
  etag: readOnly(text),
  systemData: readOnly(anything),
  location: text,
  tags: map(text),
}

/** The body of a resource: what all have, more of its own, and its properties, whose state the service sets. */
export function resourceShape(
  properties: Readonly<Record<string, Shape | Field>>,
  more: Readonly<Record<string, Shape | Field>> = {},
): Shape {
  const provisioningState = readOnly(text)
  return object({ ...common, ...more, properties: object({ ...properties, provisioningState }) })
}

const reference = object({ id: text })
const extendedLocation = object({ name: text, type: choice('EdgeZone') })
const osType = choice('Windows', 'Linux')
const hyperVGeneration = choice('V1', 'V2')
const diskTypes = [
  ...['Standard_LRS', 'Premium_LRS', 'StandardSSD_LRS', 'UltraSSD_LRS'],
  ...['Premium_ZRS', 'StandardSSD_ZRS', 'PremiumV2_LRS'],
]

const imageDisk = fieldsOf({
  snapshot: reference,
  managedDisk: reference,
  blobUri: text,
  caching: choice('None', 'ReadOnly', 'ReadWrite'),
  storageAccountType: choice(...diskTypes),
  diskSizeGB: whole,
  diskEncryptionSet: reference,
})

export const imageShape = resourceShape(
  {
    hyperVGeneration,
    sourceVirtualMachine: reference,
    storageProfile: object({
      osDisk: object({ ...imageDisk, osType, osState: choice('Generalized', 'Specialized') }),
      dataDisks: list(object({ ...imageDisk, lun: whole })),
      zoneResilient: flag,
    }),
  },
  { extendedLocation },
)

const imageDiskReference = object({
  id: text,
  lun: whole,
  sharedGalleryImageId: text,
  communityGalleryImageId: text,
})

const creationData = object({
  createOption: choice(
    ...['Empty', 'Attach', 'FromImage', 'Import', 'Copy', 'Restore', 'Upload', 'CopyStart'],
    ...['ImportSecure', 'UploadPreparedSecure', 'CopyFromSanSnapshot'],
  ),
  sourceResourceId: text,
  sourceUri: text,
  storageAccountId: text,
  imageReference: imageDiskReference,
  galleryImageReference: imageDiskReference,
  uploadSizeBytes: whole,
  logicalSectorSize: whole,
  performancePlus: flag,
  elasticSanResourceId: text,
  instantAccessDurationMinutes: whole,
  provisionedBandwidthCopySpeed: choice('None', 'Enhanced'),
  securityDataUri: text,
  securityMetadataUri: text,
  sourceUniqueId: readOnly(text),
})

const confidential = 'ConfidentialVM_'

/** What disks and snapshots have in common. Encryption by Key Vault is kept as it comes. */
const diskProperties = fieldsOf({
  creationData,
  diskSizeGB: whole,
  osType,
  hyperVGeneration,
  encryption: object({
    type: choice(
      'EncryptionAtRestWithPlatformKey',
      'EncryptionAtRestWithCustomerKey',
      'EncryptionAtRestWithPlatformAndCustomerKeys',
    ),
    diskEncryptionSetId: text,
  }),
  encryptionSettingsCollection: anything,
  networkAccessPolicy: choice('AllowAll', 'AllowPrivate', 'DenyAll'),
  publicNetworkAccess: choice('Enabled', 'Disabled'),
  diskAccessId: text,
  dataAccessAuthMode: choice('AzureActiveDirectory', 'None'),
  purchasePlan: object({ name: text, publisher: text, product: text, promotionCode: text }),
  supportsHibernation: flag,
  supportedCapabilities: object({
    architecture: choice('x64', 'Arm64'),
    acceleratedNetwork: flag,
    diskControllerTypes: text,
    supportedSecurityOption: choice(
      'TrustedLaunchSupported',
      'TrustedLaunchAndConfidentialVMSupported',
    ),
  }),
  securityProfile: object({
    securityType: choice(
      'TrustedLaunch',
      `${confidential}VMGuestStateOnlyEncryptedWithPlatformKey`,
      `${confidential}DiskEncryptedWithPlatformKey`,
      `${confidential}DiskEncryptedWithCustomerKey`,
      `${confidential}NonPersistedTPM`,
    ),
    secureVMDiskEncryptionSetId: text,
  }),
  completionPercent: anything,
  timeCreated: readOnly(text),
  diskState: readOnly(text),
  diskSizeBytes: readOnly(whole),
  uniqueId: readOnly(text),
})

const skuOf = (...names: readonly string[]): Shape =>
  object({ name: choice(...names), tier: readOnly(text) })

export const snapshotShape = resourceShape(
  {
    ...diskProperties,
    incremental: flag,
    copyCompletionError: anything,
    incrementalSnapshotFamilyId: readOnly(text),
    snapshotAccessState: readOnly(text),
  },
  {
    extendedLocation,
    managedBy: readOnly(text),
    sku: skuOf('Standard_LRS', 'Premium_LRS', 'Standard_ZRS'),
  },
)

export const diskShape = resourceShape(
  {
    ...diskProperties,
    tier: text,
    maxShares: whole,
    burstingEnabled: flag,
    optimizedForFrequentAttach: flag,
    diskIOPSReadWrite: whole,
    diskIOPSReadOnly: whole,
    diskMBpsReadWrite: whole,
    diskMBpsReadOnly: whole,
    availabilityPolicy: object({ actionOnDiskDelay: choice('None', 'AutomaticReattach') }),
    burstingEnabledTime: readOnly(text),
    propertyUpdatesInProgress: readOnly(anything),
    shareInfo: readOnly(anything),
    LastOwnershipUpdateTime: readOnly(text),
  },
  {
    extendedLocation,
    zones: list(text),
    managedBy: readOnly(text),
    managedByExtended: readOnly(anything),
    sku: skuOf(...diskTypes),
  },
)
