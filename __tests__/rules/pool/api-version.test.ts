import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../../src/inputs/config.js'
import type { DatedRule } from '../../../src/rules/rule.js'
import { legacyConfig, poolConfig, vm } from '../../support/pool-facts.js'
import { managed, version } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'
import { datedRule, offlineRule } from '../../support/rules.js'

const today = '2026-11-23'
function endsFound(rule: DatedRule, config: Config, day = today): readonly string[] {
  return rule
    .check(config, day)
    .map(({ message, severity = rule.severity }) => `${severity}: ${message}`)
}
const apiVersionIsInService = datedRule('pool/api-version-is-in-service')
const apiVersionKnowsProperties = offlineRule('pool/api-version-knows-properties')
const vmPath = ['pool', 'properties', 'deploymentConfiguration', 'virtualMachineConfiguration']

testRules({
  'pool/api-version-takes-the-image': {
    passes: [
      `image: { id: ${version} }\npool: { batchApiVersion: 2019-08-01 }`,
      `image: { id: ${managed} }\npool: { batchApiVersion: 2018-12-01 }`,
      `image: { id: ${managed} }\npool: {}`,
      // What is no version is told by config/batch-api-version.
      `image: { id: ${managed} }\npool: { batchApiVersion: 2024-07-01.20.0 }`,
    ],
    fails: [
      [
        `image: { id: ${managed} }\npool: { batchApiVersion: 2020-03-01 }`,
        'error at pool.batchApiVersion: Batch API 2020-03-01 takes gallery images, and the pool is made straight from a managed image',
      ],
      [
        `image: { id: ${version} }\npool: { batchApiVersion: 2018-12-01 }`,
        'error at pool.batchApiVersion: Batch API 2018-12-01 takes no gallery images',
      ],
    ],
  },
})

test('pool/api-version-is-in-service minds a version that was chosen, not the one a managed image wants', () => {
  const chosen = (config: Config, batchApiVersion: string) => ({
    ...config,
    pool: { ...config.pool, batchApiVersion },
  })
  expect(endsFound(apiVersionIsInService, chosen(poolConfig(), '2024-07-01'))).toEqual([
    "warning: batch-api-version '2024-07-01' is on Batch's list of retirements, without a date that is known here",
  ])
  expect(endsFound(apiVersionIsInService, chosen(poolConfig(), '2025-06-01'))).toEqual([])
  expect(endsFound(apiVersionIsInService, chosen(legacyConfig(), '2019-08-01'))).toEqual([])
})

describe('pool/api-version-knows-properties', () => {
  test('sends the slots of a managed-image pool to the name they had', () => {
    expect(apiVersionKnowsProperties.check(legacyConfig({ taskSlotsPerNode: 2 }))).toEqual([
      {
        at: ['pool', 'properties', 'taskSlotsPerNode'],
        message: 'Batch API 2019-08-01 has no taskSlotsPerNode: it came with 2020-09-01',
        help: 'write maxTasksPerNode instead, or publish the image through a gallery, which takes the current API version',
      },
    ])
    expect(apiVersionKnowsProperties.check(legacyConfig({ maxTasksPerNode: 2 }))).toEqual([])
  })

  test('counts the items of a list as other messages do', () => {
    const dataDisks = [
      { lun: 0, diskSizeGB: 1, managedDisk: { storageAccountType: 'Premium_LRS' } },
    ]
    const { pool } = poolConfig(vm({ nodeAgentSkuId: 'a', dataDisks }))
    const config = poolConfig({}, { pool: { ...pool, batchApiVersion: '2024-07-01' } })
    expect(apiVersionKnowsProperties.check(config).map(({ message }) => message)).toEqual([
      expect.stringContaining('virtualMachineConfiguration.dataDisks[0].managedDisk'),
    ])
  })

  test('sends the old name to the new one', () => {
    expect(apiVersionKnowsProperties.check(poolConfig({ maxTasksPerNode: 2 }))).toEqual([
      {
        at: ['pool', 'properties', 'maxTasksPerNode'],
        message: 'Batch API 2025-06-01 has no maxTasksPerNode: it went with 2020-09-01',
        help: 'write taskSlotsPerNode instead',
      },
    ])
  })

  test('names the place inside a list, and the API version that has it', () => {
    const config = poolConfig(
      vm({
        nodeAgentSkuId: 'a',
        dataDisks: [{ lun: 0 }, { lun: 1, managedDisk: { storageAccountType: 'x' } }],
      }),
    )
    const older = { ...config, pool: { ...config.pool, batchApiVersion: '2024-07-01' } }
    expect(apiVersionKnowsProperties.check(older)).toMatchObject([
      {
        at: [...vmPath, 'dataDisks', 1, 'managedDisk'],
        help: 'write storageAccountType instead, or set batch-api-version to 2025-06-01 or newer',
      },
    ])
  })

  test('names the API version that has a value', () => {
    const securityProfile = { securityType: 'confidentialVM' }
    const config = poolConfig(vm({ nodeAgentSkuId: 'a', securityProfile }))
    const older = { ...config, pool: { ...config.pool, batchApiVersion: '2023-11-01' } }
    expect(apiVersionKnowsProperties.check(older)).toEqual([
      {
        at: [...vmPath, 'securityProfile', 'securityType'],
        message:
          'Batch API 2023-11-01 has no confidentialVM for deploymentConfiguration.virtualMachineConfiguration.securityProfile.securityType: it came with 2024-07-01',
        help: 'remove confidentialVM, or set batch-api-version to 2024-07-01 or newer',
      },
    ])
    expect(apiVersionKnowsProperties.check(config)).toEqual([])
  })

  test('names the API version that a value went with, and is silent on the day before', () => {
    const fixedScale = { targetDedicatedNodes: 1, nodeDeallocationOption: 'retaineddata' }
    const { pool } = poolConfig({ scaleSettings: { fixedScale } })
    const by = (batchApiVersion: string) =>
      apiVersionKnowsProperties.check({ pool: { ...pool, batchApiVersion } })
    expect(by('2026-08-01')).toEqual([
      {
        at: ['pool', 'properties', 'scaleSettings', 'fixedScale', 'nodeDeallocationOption'],
        message:
          'Batch API 2026-08-01 has no retaineddata for scaleSettings.fixedScale.nodeDeallocationOption: it went with 2026-08-01',
        help: 'remove retaineddata',
      },
    ])
    expect(by('2026-07-31')).toEqual([])
    expect(by('2025-06-01')).toEqual([])
  })

  test('misses what only some API versions ask for', () => {
    const registry = { registryServer: 'r', username: 'u' }
    const containerConfiguration = { type: 'DockerCompatible', containerRegistries: [registry] }
    const agent = { nodeAgentSkuId: 'a', containerConfiguration }
    const at = [...vmPath, 'containerConfiguration', 'containerRegistries', 0, 'password']
    expect(apiVersionKnowsProperties.check(legacyConfig(vm(agent)))).toMatchObject([
      { at, help: 'add password' },
    ])
    expect(apiVersionKnowsProperties.check(poolConfig(vm(agent)))).toEqual([])
  })

  test('minds tags and identity of a managed-image pool, but not empty ones', () => {
    const config = legacyConfig()
    const full = {
      ...config,
      pool: { ...config.pool, tags: { a: 'b' }, identity: { type: 'UserAssigned' } },
    }
    expect(apiVersionKnowsProperties.check(full).map(({ at }) => at)).toEqual([
      ['pool', 'identity'],
      ['pool', 'tags'],
    ])
    const empty = { ...config, pool: { ...config.pool, tags: {}, identity: {} } }
    expect(apiVersionKnowsProperties.check(empty)).toEqual([])
  })
})
