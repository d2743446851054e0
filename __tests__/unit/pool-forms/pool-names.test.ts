import { describe, expect, test } from '@jest/globals'
import type { GenericSchema } from 'valibot'
import { lifetimeOf, partsOf } from '../../../src/inputs/pool-schema/parts.js'
import { poolPropertiesSchema } from '../../../src/inputs/pool-schema/pool-properties.js'
import { findNames } from '../../../src/pool-forms/find-name.js'
import { namesIn, parentOf } from '../../../src/pool-forms/forms-of.js'
import { poolNames } from '../../../src/pool-forms/pool-names.js'

/** Every property of the newest API version that the schema has; a list has `[]` behind its name. */
function pathsOfSchema(schema: GenericSchema, above = ''): readonly string[] {
  return [...(partsOf(schema).entries ?? [])].flatMap(([key, entry]) => {
    if (lifetimeOf(entry).until !== undefined) return []
    const { item } = partsOf(entry)
    const path = `${above}${key}${item === undefined ? '' : '[]'}`
    return [path, ...pathsOfSchema(item ?? entry, `${path}.`)]
  })
}

const pathIn = (form: 'service' | 'terraform' | 'powershell', arm: string) =>
  namesIn(form).find(({ name }) => name.arm === arm)?.path

describe('the names of a pool in its forms', () => {
  test('are those of the schema, each once', () => {
    const named = poolNames.map(({ arm }) => arm)
    expect(new Set(named).size).toBe(named.length)
    expect([...named].sort()).toEqual([...pathsOfSchema(poolPropertiesSchema)].sort())
  })

  test('have their parents before them', () => {
    const seen = new Set([''])
    for (const { arm } of poolNames) {
      expect(seen).toContain(parentOf(arm))
      seen.add(arm)
    }
  })

  test.each([
    ['service', 'scaleSettings.fixedScale.resizeTimeout', 'resizeTimeout'],
    [
      'service',
      'deploymentConfiguration.virtualMachineConfiguration.osDisk.caching',
      'virtualMachineConfiguration.osDisk.caching',
    ],
    ['service', 'applicationPackages[].id', 'applicationPackageReferences[].applicationId'],
    [
      'terraform',
      'deploymentConfiguration.virtualMachineConfiguration.osDisk.ephemeralOSDiskSettings.placement',
      'os_disk_placement',
    ],
    [
      'terraform',
      'deploymentConfiguration.virtualMachineConfiguration.dataDisks[].managedDisk.storageAccountType',
      'data_disks[].storage_account_type',
    ],
    [
      'terraform',
      'networkConfiguration.endpointConfiguration.inboundNatPools[].networkSecurityGroupRules[].sourcePortRanges[]',
      'network_configuration.endpoint_configuration[].network_security_group_rules[].source_port_ranges[]',
    ],
    [
      'terraform',
      'mountConfiguration[].azureBlobFileSystemConfiguration.identityReference.resourceId',
      'mount[].azure_blob_file_system.identity_id',
    ],
    ['terraform', 'upgradePolicy.mode', undefined],
    ['powershell', 'vmSize', 'VirtualMachineSize'],
    ['powershell', 'scaleSettings.autoScale.formula', 'AutoScaleFormula'],
    ['powershell', 'scaleSettings.fixedScale.nodeDeallocationOption', undefined],
  ] as const)('%s writes %s as %s', (form, arm, path) => {
    expect(pathIn(form, arm)).toBe(path)
  })

  test.each([
    [['applicationPackageReferences'], ['applicationPackages[]']],
    [
      ['storage_image_reference'],
      ['deploymentConfiguration.virtualMachineConfiguration.imageReference'],
    ],
    [['blobSource'], ['startTask.resourceFiles[].httpUrl']],
    [['max_tasks_per_node'], ['taskSlotsPerNode']],
    [['task_retry_maximum'], ['startTask.maxTaskRetryCount']],
  ])('%s is found as %s', (path, arm) => {
    expect(findNames(path).map(({ name }) => name.arm)).toEqual(arm)
  })
})
