/**
 * What a pool is in Resource Manager, version by version. Where the published schemas and the reference pages
 * say when a property came or went, `since`/`until`/`between` say it here.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools
 */
import {
  anything,
  between,
  choice,
  fieldsOf,
  flag,
  list,
  map,
  object,
  readOnly,
  required,
  secret,
  since,
  text,
  until,
  whole,
  type Field,
} from '../../shape.js'

const caching = choice('None', 'ReadOnly', 'ReadWrite')
const diskType = choice('Standard_LRS', 'Premium_LRS', 'StandardSSD_LRS')
const elevation = choice('NonAdmin', 'Admin')
const named = object({ id: required(text) })
const identityReference: Field = since('2021-01-01', object({ resourceId: text }))
const requiredSecret: Field = { shape: text, required: true, secret: true }

const imageReference = object({
  publisher: text,
  offer: text,
  sku: text,
  version: text,
  id: text,
  sharedGalleryImageId: since('2024-07-01', text),
  communityGalleryImageId: since('2024-07-01', text),
  exactVersion: readOnly(text),
})

const containerRegistry = object({
  registryServer: text,
  username: text,
  password: secret(text),
  identityReference,
})

const managedDisk = object({
  storageAccountType: diskType,
  securityProfile: since(
    '2024-07-01',
    object({
      securityEncryptionType: choice('NonPersistedTPM', 'VMGuestStateOnly', 'DiskWithVMGuestState'),
      diskEncryptionSet: since('2025-06-01', named),
    }),
  ),
  diskEncryptionSet: since('2025-06-01', named),
})

const dataDisk = object({
  lun: required(whole),
  diskSizeGB: required(whole),
  caching,
  storageAccountType: until('2025-06-01', diskType),
  managedDisk: since('2025-06-01', managedDisk),
})

const osDisk = object({
  ephemeralOSDiskSettings: object({ placement: choice('CacheDisk') }),
  caching: since('2023-11-01', caching),
  diskSizeGB: since('2023-11-01', whole),
  managedDisk: since('2023-11-01', managedDisk),
  writeAcceleratorEnabled: since('2023-11-01', flag),
})

const hostEndpoint = object({
  inVMAccessControlProfileReferenceId: text,
  mode: choice('Audit', 'Enforce'),
})

const securityProfile = object({
  securityType: choice('trustedLaunch', 'confidentialVM'),
  encryptionAtHost: flag,
  uefiSettings: object({ secureBootEnabled: flag, vTpmEnabled: flag }),
  proxyAgentSettings: since(
    '2025-06-01',
    object({ enabled: flag, imds: hostEndpoint, wireServer: hostEndpoint }),
  ),
})

const diskEncryption = object({
  targets: list(choice('OsDisk', 'TemporaryDisk')),
  customerManagedKey: since(
    '2025-06-01',
    object({
      identityReference: object({ resourceId: text }),
      keyUrl: text,
      rotationToLatestKeyVersionEnabled: flag,
    }),
  ),
})

const extension = object({
  name: required(text),
  publisher: required(text),
  type: required(text),
  typeHandlerVersion: text,
  autoUpgradeMinorVersion: flag,
  enableAutomaticUpgrade: since('2023-05-01', flag),
  settings: anything,
  protectedSettings: secret(anything),
  provisionAfterExtensions: list(text),
})

const virtualMachineConfiguration = object({
  imageReference: required(imageReference),
  nodeAgentSkuId: required(text),
  windowsConfiguration: object({ enableAutomaticUpdates: flag }),
  dataDisks: list(dataDisk),
  licenseType: text,
  containerConfiguration: object({
    type: required(choice('DockerCompatible', 'CriCompatible')),
    containerImageNames: list(text),
    containerRegistries: list(containerRegistry),
  }),
  diskEncryptionConfiguration: since('2020-03-01', diskEncryption),
  nodePlacementConfiguration: since('2021-01-01', object({ policy: choice('Regional', 'Zonal') })),
  extensions: since('2021-01-01', list(extension)),
  osDisk: since('2021-06-01', osDisk),
  securityProfile: since('2023-11-01', securityProfile),
  serviceArtifactReference: since('2023-11-01', named),
})

const natPool = object({
  name: required(text),
  protocol: required(choice('TCP', 'UDP')),
  backendPort: required(whole),
  frontendPortRangeStart: required(whole),
  frontendPortRangeEnd: required(whole),
  networkSecurityGroupRules: list(
    object({
      priority: required(whole),
      access: required(choice('Allow', 'Deny')),
      sourceAddressPrefix: required(text),
      sourcePortRanges: list(text),
    }),
  ),
})

const networkConfiguration = object({
  subnetId: text,
  endpointConfiguration: object({ inboundNatPools: required(list(natPool)) }),
  publicIPs: between('2019-08-01', '2020-03-01', list(text)),
  publicIPAddressConfiguration: since(
    '2020-03-01',
    object({
      provision: choice('BatchManaged', 'UserManaged', 'NoPublicIPAddresses'),
      ipAddressIds: list(text),
      ipFamilies: since('2025-06-01', list(choice('IPv4', 'IPv6'))),
      ipTags: since('2025-06-01', list(object({ ipTagType: text, tag: text }))),
    }),
  ),
  dynamicVnetAssignmentScope: since('2022-10-01', choice('none', 'job')),
  enableAcceleratedNetworking: since('2023-05-01', flag),
})

const startTask = object({
  commandLine: required(text),
  resourceFiles: list(
    object({
      httpUrl: text,
      storageContainerUrl: text,
      autoStorageContainerName: text,
      blobPrefix: text,
      filePath: text,
      fileMode: text,
      identityReference,
    }),
  ),
  environmentSettings: list(object({ name: required(text), value: text })),
  userIdentity: object({
    userName: text,
    autoUser: object({ scope: choice('Task', 'Pool'), elevationLevel: elevation }),
  }),
  maxTaskRetryCount: whole,
  waitForSuccess: flag,
  containerSettings: object({
    imageName: required(text),
    containerRunOptions: text,
    registry: containerRegistry,
    workingDirectory: choice('TaskWorkingDirectory', 'ContainerImageDefault'),
    containerHostBatchBindMounts: since(
      '2024-07-01',
      list(
        object({
          source: choice('Shared', 'Startup', 'VfsMounts', 'Task', 'JobPrep', 'Applications'),
          isReadOnly: flag,
        }),
      ),
    ),
  }),
})

const mount = object({
  azureBlobFileSystemConfiguration: object({
    accountName: required(text),
    containerName: required(text),
    relativeMountPath: required(text),
    accountKey: secret(text),
    sasKey: secret(text),
    blobfuseOptions: text,
    identityReference,
  }),
  azureFileShareConfiguration: object({
    accountName: required(text),
    azureFileUrl: required(text),
    accountKey: requiredSecret,
    relativeMountPath: required(text),
    mountOptions: text,
  }),
  cifsMountConfiguration: object({
    source: required(text),
    relativeMountPath: required(text),
    // Spelled `username` until 2019-08-01; the change came somewhere before 2023-11-01.
    username: { shape: text, until: '2020-03-01', required: true },
    userName: { shape: text, since: '2020-03-01', required: true },
    password: requiredSecret,
    mountOptions: text,
  }),
  nfsMountConfiguration: object({
    source: required(text),
    relativeMountPath: required(text),
    mountOptions: text,
  }),
})

const upgradePolicy = object({
  mode: required(choice('automatic', 'manual', 'rolling')),
  automaticOSUpgradePolicy: object({
    disableAutomaticRollback: flag,
    enableAutomaticOSUpgrade: flag,
    osRollingUpgradeDeferral: flag,
    useRollingUpgradePolicy: flag,
  }),
  rollingUpgradePolicy: object({
    enableCrossZoneUpgrade: flag,
    maxBatchInstancePercent: whole,
    maxUnhealthyInstancePercent: whole,
    maxUnhealthyUpgradedInstancePercent: whole,
    pauseTimeBetweenBatches: text,
    prioritizeUnhealthyInstances: flag,
    rollbackFailedInstancesOnPolicyBreach: flag,
  }),
})

const userAccount = object({
  name: required(text),
  password: requiredSecret,
  elevationLevel: elevation,
  linuxUserConfiguration: object({ uid: whole, gid: whole, sshPrivateKey: secret(text) }),
  windowsUserConfiguration: object({ loginMode: choice('Batch', 'Interactive') }),
})

const certificate = object({
  id: required(text),
  storeLocation: choice('CurrentUser', 'LocalMachine'),
  storeName: text,
  visibility: list(choice('StartTask', 'Task', 'RemoteUser')),
})

export const scaleSettings = object({
  fixedScale: object({
    targetDedicatedNodes: whole,
    targetLowPriorityNodes: whole,
    resizeTimeout: text,
    // https://github.com/Azure/azure-rest-api-specs/issues/20948: from here on no answer has it.
    nodeDeallocationOption: {
      shape: choice('Requeue', 'Terminate', 'TaskCompletion', 'RetainedData'),
      writeOnlySince: '2022-10-01',
    },
  }),
  autoScale: object({ formula: required(text), evaluationInterval: text }),
})

const serviceFields = [
  'provisioningState',
  'provisioningStateTransitionTime',
  'creationTime',
  'lastModified',
  'allocationState',
  'allocationStateTransitionTime',
  'currentDedicatedNodes',
  'currentLowPriorityNodes',
  'resizeOperationStatus',
  'autoScaleRun',
]

const poolFields = {
  ...Object.fromEntries(serviceFields.map((name) => [name, readOnly(anything)])),
  displayName: text,
  vmSize: text,
  deploymentConfiguration: object({
    virtualMachineConfiguration,
    cloudServiceConfiguration: until(
      '2024-07-01',
      object({ osFamily: required(text), osVersion: text }),
    ),
  }),
  scaleSettings,
  interNodeCommunication: choice('Enabled', 'Disabled'),
  networkConfiguration,
  maxTasksPerNode: until('2020-09-01', whole),
  taskSlotsPerNode: since('2020-09-01', whole),
  taskSchedulingPolicy: object({
    nodeFillType: required(choice('Spread', 'Pack')),
    jobDefaultOrder: since('2025-06-01', choice('None', 'CreationTime')),
  }),
  userAccounts: list(userAccount),
  metadata: list(object({ name: required(text), value: required(text) })),
  startTask,
  certificates: until('2025-06-01', list(certificate)),
  applicationPackages: list(object({ id: required(text), version: text })),
  applicationLicenses: until('2025-06-01', list(text)),
  mountConfiguration: since('2019-08-01', list(mount)),
  targetNodeCommunicationMode: between(
    '2022-10-01',
    '2025-06-01',
    choice('Default', 'Classic', 'Simplified'),
  ),
  currentNodeCommunicationMode: { shape: anything, readOnly: true, until: '2025-06-01' },
  resourceTags: between('2023-11-01', '2025-06-01', map(text)),
  upgradePolicy: since('2024-02-01', upgradePolicy),
}

export const poolProperties = object(poolFields)
/** The properties of a pool one by one. */
export const poolConfigFields: Readonly<Record<string, Field>> = fieldsOf(poolFields)

const poolIdentity = object({
  type: required(choice('UserAssigned', 'None')),
  userAssignedIdentities: map(anything),
})

/** The whole body of a PUT or PATCH. */
export const poolBody = object({
  id: readOnly(text),
  name: readOnly(text),
  type: readOnly(text),
  etag: readOnly(text),
  systemData: readOnly(anything),
  identity: since('2021-01-01', poolIdentity),
  tags: since('2024-07-01', map(text)),
  properties: poolProperties,
})
