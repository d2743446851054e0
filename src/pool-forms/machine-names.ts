import type { PoolName } from './pool-name.js'

const vm = 'deploymentConfiguration.virtualMachineConfiguration'

/** A managed disk below `parent`. */
function managedDisk(parent: string, terraform: '' | null, flat?: string): readonly PoolName[] {
  const disk = `${parent}.managedDisk`
  return [
    { arm: disk, terraform },
    {
      arm: `${disk}.storageAccountType`,
      ...(flat !== undefined && { olderAbove: flat }),
    },
    { arm: `${disk}.diskEncryptionSet`, terraform: null },
    { arm: `${disk}.diskEncryptionSet.id` },
    { arm: `${disk}.securityProfile`, terraform: null },
    { arm: `${disk}.securityProfile.securityEncryptionType` },
    { arm: `${disk}.securityProfile.diskEncryptionSet` },
    { arm: `${disk}.securityProfile.diskEncryptionSet.id` },
  ]
}

/** `deploymentConfiguration`: the image and the machine. */
export const machineNames: readonly PoolName[] = [
  { arm: 'deploymentConfiguration', service: '', terraform: '' },
  { arm: vm, terraform: '' },
  { arm: `${vm}.imageReference`, terraform: 'storage_image_reference' },
  { arm: `${vm}.imageReference.id`, service: 'virtualMachineImageId' },
  { arm: `${vm}.imageReference.publisher` },
  { arm: `${vm}.imageReference.offer` },
  { arm: `${vm}.imageReference.sku` },
  { arm: `${vm}.imageReference.version` },
  { arm: `${vm}.imageReference.communityGalleryImageId`, terraform: null },
  { arm: `${vm}.imageReference.sharedGalleryImageId`, terraform: null },
  { arm: `${vm}.nodeAgentSkuId`, service: 'nodeAgentSKUId' },
  { arm: `${vm}.licenseType` },
  { arm: `${vm}.windowsConfiguration`, terraform: 'windows' },
  { arm: `${vm}.windowsConfiguration.enableAutomaticUpdates` },
  { arm: `${vm}.osDisk`, terraform: '' },
  { arm: `${vm}.osDisk.ephemeralOSDiskSettings`, terraform: '' },
  { arm: `${vm}.osDisk.ephemeralOSDiskSettings.placement`, terraform: 'os_disk_placement' },
  { arm: `${vm}.osDisk.caching`, terraform: null },
  { arm: `${vm}.osDisk.diskSizeGB`, terraform: null },
  { arm: `${vm}.osDisk.writeAcceleratorEnabled`, terraform: null },
  ...managedDisk(`${vm}.osDisk`, null),
  { arm: `${vm}.dataDisks[]` },
  { arm: `${vm}.dataDisks[].lun`, older: ['logicalUnitNumber'] },
  { arm: `${vm}.dataDisks[].caching` },
  { arm: `${vm}.dataDisks[].diskSizeGB` },
  ...managedDisk(`${vm}.dataDisks[]`, '', 'storageAccountType'),
  { arm: `${vm}.containerConfiguration` },
  { arm: `${vm}.containerConfiguration.type` },
  { arm: `${vm}.containerConfiguration.containerImageNames[]` },
  { arm: `${vm}.containerConfiguration.containerRegistries[]` },
  { arm: `${vm}.containerConfiguration.containerRegistries[].registryServer` },
  {
    arm: `${vm}.containerConfiguration.containerRegistries[].username`,
    terraform: 'user_name',
  },
  { arm: `${vm}.containerConfiguration.containerRegistries[].password`, isSecret: true },
  {
    arm: `${vm}.containerConfiguration.containerRegistries[].identityReference`,
    terraform: '',
  },
  {
    arm: `${vm}.containerConfiguration.containerRegistries[].identityReference.resourceId`,
    terraform: 'user_assigned_identity_id',
  },
  { arm: `${vm}.diskEncryptionConfiguration`, terraform: '' },
  {
    arm: `${vm}.diskEncryptionConfiguration.targets[]`,
    terraform: 'disk_encryption[].disk_encryption_target',
  },
  { arm: `${vm}.diskEncryptionConfiguration.customerManagedKey`, terraform: null },
  { arm: `${vm}.diskEncryptionConfiguration.customerManagedKey.keyUrl` },
  {
    arm: `${vm}.diskEncryptionConfiguration.customerManagedKey.rotationToLatestKeyVersionEnabled`,
  },
  { arm: `${vm}.diskEncryptionConfiguration.customerManagedKey.identityReference` },
  { arm: `${vm}.diskEncryptionConfiguration.customerManagedKey.identityReference.resourceId` },
  { arm: `${vm}.nodePlacementConfiguration`, terraform: 'node_placement' },
  { arm: `${vm}.nodePlacementConfiguration.policy` },
  { arm: `${vm}.extensions[]` },
  { arm: `${vm}.extensions[].name` },
  { arm: `${vm}.extensions[].publisher` },
  { arm: `${vm}.extensions[].type` },
  { arm: `${vm}.extensions[].typeHandlerVersion` },
  { arm: `${vm}.extensions[].autoUpgradeMinorVersion` },
  {
    arm: `${vm}.extensions[].enableAutomaticUpgrade`,
    terraform: 'automatic_upgrade_enabled',
  },
  { arm: `${vm}.extensions[].settings`, terraform: 'settings_json', kind: 'json' },
  { arm: `${vm}.extensions[].protectedSettings`, kind: 'json', isSecret: true },
  { arm: `${vm}.extensions[].provisionAfterExtensions[]` },
  { arm: `${vm}.securityProfile` },
  { arm: `${vm}.securityProfile.securityType` },
  { arm: `${vm}.securityProfile.encryptionAtHost`, terraform: 'host_encryption_enabled' },
  { arm: `${vm}.securityProfile.uefiSettings`, terraform: '' },
  { arm: `${vm}.securityProfile.uefiSettings.secureBootEnabled` },
  { arm: `${vm}.securityProfile.uefiSettings.vTpmEnabled`, terraform: 'vtpm_enabled' },
  { arm: `${vm}.securityProfile.proxyAgentSettings`, terraform: null },
  { arm: `${vm}.securityProfile.proxyAgentSettings.enabled` },
  ...['imds', 'wireServer'].flatMap((endpoint): readonly PoolName[] => [
    { arm: `${vm}.securityProfile.proxyAgentSettings.${endpoint}` },
    {
      arm: `${vm}.securityProfile.proxyAgentSettings.${endpoint}.inVMAccessControlProfileReferenceId`,
    },
    { arm: `${vm}.securityProfile.proxyAgentSettings.${endpoint}.mode` },
  ]),
  { arm: `${vm}.serviceArtifactReference`, terraform: null },
  { arm: `${vm}.serviceArtifactReference.id` },
]
