import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { poolProperties } from '../../src/simulator/resources/batch/pool-shape.js'
import { exists, type Shape } from '../../src/simulator/shape.js'
import { schemaErrors, schemaProperties, schemasAreHere } from './arm-schemas.js'
import { poolBody } from './batch-world.js'

const versions = ['2019-08-01', '2023-11-01', '2024-07-01', '2025-06-01']

/** Where each definition of the published schemas stands in a pool. */
const places: Readonly<Record<string, string>> = {
  PoolProperties: '',
  ImageReference: 'deploymentConfiguration.virtualMachineConfiguration.imageReference',
  VirtualMachineConfiguration: 'deploymentConfiguration.virtualMachineConfiguration',
  DeploymentConfiguration: 'deploymentConfiguration',
  CloudServiceConfiguration: 'deploymentConfiguration.cloudServiceConfiguration',
  DataDisk: 'deploymentConfiguration.virtualMachineConfiguration.dataDisks',
  OSDisk: 'deploymentConfiguration.virtualMachineConfiguration.osDisk',
  ManagedDisk: 'deploymentConfiguration.virtualMachineConfiguration.osDisk.managedDisk',
  VMDiskSecurityProfile:
    'deploymentConfiguration.virtualMachineConfiguration.osDisk.managedDisk.securityProfile',
  SecurityProfile: 'deploymentConfiguration.virtualMachineConfiguration.securityProfile',
  ProxyAgentSettings:
    'deploymentConfiguration.virtualMachineConfiguration.securityProfile.proxyAgentSettings',
  UefiSettings: 'deploymentConfiguration.virtualMachineConfiguration.securityProfile.uefiSettings',
  DiskEncryptionConfiguration:
    'deploymentConfiguration.virtualMachineConfiguration.diskEncryptionConfiguration',
  VMExtension: 'deploymentConfiguration.virtualMachineConfiguration.extensions',
  ContainerConfiguration:
    'deploymentConfiguration.virtualMachineConfiguration.containerConfiguration',
  ContainerRegistry:
    'deploymentConfiguration.virtualMachineConfiguration.containerConfiguration.containerRegistries',
  NodePlacementConfiguration:
    'deploymentConfiguration.virtualMachineConfiguration.nodePlacementConfiguration',
  FixedScaleSettings: 'scaleSettings.fixedScale',
  AutoScaleSettings: 'scaleSettings.autoScale',
  NetworkConfiguration: 'networkConfiguration',
  PublicIPAddressConfiguration: 'networkConfiguration.publicIPAddressConfiguration',
  InboundNatPool: 'networkConfiguration.endpointConfiguration.inboundNatPools',
  NetworkSecurityGroupRule:
    'networkConfiguration.endpointConfiguration.inboundNatPools.networkSecurityGroupRules',
  StartTask: 'startTask',
  ResourceFile: 'startTask.resourceFiles',
  TaskContainerSettings: 'startTask.containerSettings',
  UserIdentity: 'startTask.userIdentity',
  AutoUserSpecification: 'startTask.userIdentity.autoUser',
  UserAccount: 'userAccounts',
  LinuxUserConfiguration: 'userAccounts.linuxUserConfiguration',
  MountConfiguration: 'mountConfiguration',
  AzureBlobFileSystemConfiguration: 'mountConfiguration.azureBlobFileSystemConfiguration',
  AzureFileShareConfiguration: 'mountConfiguration.azureFileShareConfiguration',
  CifsMountConfiguration: 'mountConfiguration.cifsMountConfiguration',
  NFSMountConfiguration: 'mountConfiguration.nfsMountConfiguration',
  UpgradePolicy: 'upgradePolicy',
  AutomaticOSUpgradePolicy: 'upgradePolicy.automaticOSUpgradePolicy',
  RollingUpgradePolicy: 'upgradePolicy.rollingUpgradePolicy',
  TaskSchedulingPolicy: 'taskSchedulingPolicy',
  CertificateReference: 'certificates',
}

/** Writable properties that our table has at a place in a version; undefined where the place is not there. */
function ours(place: string, version: string): string[] | undefined {
  let shape: Shape = poolProperties
  for (const name of place.split('.').filter((part) => part !== '')) {
    const field = shape.kind === 'object' ? shape.fields[name] : undefined
    if (field === undefined || !exists(field, version)) return undefined
    shape = field.shape.kind === 'list' ? field.shape.of : field.shape
  }
  if (shape.kind !== 'object') return undefined
  return Object.entries(shape.fields)
    .filter(([, field]) => exists(field, version) && field.readOnly !== true)
    .map(([name]) => name)
    .sort()
}

if (!schemasAreHere) {
  test("Azure's published schemas", () => {
    console.log('skipped: ../shared is not here')
  })
} else {
  describe.each(versions)("Azure's published schema of %s", (version) => {
    test.each(Object.entries(places))(
      'has the properties of %s that our table has',
      (definition, place) => {
        expect(ours(place, version)).toEqual(
          schemaProperties(`Microsoft.Batch.${version}`, definition),
        )
      },
    )

    test('takes a usual body and refuses a wrong one', () => {
      const validate = (body: JsonObject): string[] | undefined =>
        schemaErrors(`Microsoft.Batch.${version}`, 'batchAccounts_pools', {
          name: 'render',
          type: 'Microsoft.Batch/batchAccounts/pools',
          apiVersion: version,
          ...body,
        })
      expect(validate(poolBody())).toEqual([])
      expect(validate(poolBody({ interNodeCommunication: 'Sometimes' }))).not.toEqual([])
    })
  })
}
