import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/shared/json.js'
import { legacyConfig, managedImageId, poolConfig, vm } from '../../support/pool-facts.js'
import { offlineRule } from '../../support/rules.js'

const apiVersionKnowsProperties = offlineRule('pool/api-version-knows-properties')
const managedImageNatPools = offlineRule('pool/managed-image-nat-pools')
const managedImageNodeLimit = offlineRule('pool/managed-image-node-limit')
const managedImagesHaveRetired = offlineRule('pool/managed-images-have-retired')
const nodeAgentIsGiven = offlineRule('pool/node-agent-is-given')
const oneKindOfNodes = offlineRule('pool/one-kind-of-nodes')
const resizeTimeoutSuitsSize = offlineRule('pool/resize-timeout-suits-size')

const vmPath = ['pool', 'properties', 'deploymentConfiguration', 'virtualMachineConfiguration']
const all = [
  apiVersionKnowsProperties,
  managedImageNatPools,
  managedImageNodeLimit,
  managedImagesHaveRetired,
  nodeAgentIsGiven,
  oneKindOfNodes,
  resizeTimeoutSuitsSize,
]

test.each(all.map((rule) => [rule.id, rule] as const))(
  '%s has nothing against a sound pool, or none',
  (_id, rule) => {
    expect(rule.check(poolConfig())).toEqual([])
    expect(rule.check({})).toEqual([])
  },
)

describe('pool/one-kind-of-nodes', () => {
  const cloudServiceConfiguration = { osFamily: '6' }
  const cloudService = { deploymentConfiguration: { cloudServiceConfiguration } }
  const at = ['pool', 'properties', 'deploymentConfiguration', 'cloudServiceConfiguration']
  const both = (virtualMachineConfiguration: JsonObject | null) => ({
    deploymentConfiguration: { cloudServiceConfiguration, virtualMachineConfiguration },
  })
  const older = (properties: JsonObject) => {
    const { pool, ...rest } = poolConfig(properties)
    return { ...rest, pool: { ...pool, batchApiVersion: '2023-11-01' } }
  }

  test.each([
    ['a managed image', legacyConfig(cloudService), 'not the image'],
    ['a gallery image', older(cloudService), 'not the image'],
    ['no virtual machines', older(both(null)), 'not the image'],
    ['virtual machines', older(both({ nodeAgentSkuId: 'auto' })), 'exclude each other'],
    ['both', legacyConfig(both({ nodeAgentSkuId: 'auto' })), 'exclude each other'],
  ])('is found beside %s', (_, config, message) => {
    expect(oneKindOfNodes.check(config)).toMatchObject([
      { at, message: expect.stringContaining(message) },
    ])
  })

  test('leaves what the API version does not have, and what is null, to others', () => {
    expect(oneKindOfNodes.check(poolConfig(cloudService))).toEqual([])
    const none = { deploymentConfiguration: { cloudServiceConfiguration: null } }
    expect(oneKindOfNodes.check(legacyConfig(none))).toEqual([])
    const { pool } = legacyConfig(cloudService)
    expect(oneKindOfNodes.check({ pool: { ...pool, batchApiVersion: '2023-11-01' } })).toEqual([])
  })
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

describe('pool/managed-images-have-retired', () => {
  test('warns of the image section, or of the reference in the pool', () => {
    expect(managedImagesHaveRetired.check(legacyConfig())).toMatchObject([{ at: ['image'] }])
    expect(
      managedImagesHaveRetired.check(poolConfig(vm({ imageReference: { id: managedImageId } }))),
    ).toMatchObject([{ at: [...vmPath, 'imageReference'] }])
  })

  test('has nothing against a managed image that goes through a gallery', () => {
    expect(managedImagesHaveRetired.check({ ...legacyConfig(), gallery: {} })).toEqual([])
  })
})

describe('pool/managed-image-node-limit', () => {
  const scale = (fixedScale: JsonObject) => legacyConfig({ scaleSettings: { fixedScale } })
  test.each([
    [{ targetDedicatedNodes: 2000, targetLowPriorityNodes: 1000 }, []],
    [
      { targetDedicatedNodes: 2500 },
      [
        '2500 dedicated nodes are within the 2500 that one page of Batch allows for a managed image, and over the 2000 of another',
      ],
    ],
    [
      { targetDedicatedNodes: 2501 },
      ['2501 dedicated nodes are more than the 2500 that Batch makes from one managed image'],
    ],
    [
      { targetLowPriorityNodes: 1001 },
      ['1001 low-priority nodes are more than the 1000 that Batch makes from one managed image'],
    ],
  ])('%j', (fixedScale, messages) => {
    expect(managedImageNodeLimit.check(scale(fixedScale)).map(({ message }) => message)).toEqual(
      messages,
    )
  })

  test('holds for managed images alone', () => {
    const scaleSettings = { fixedScale: { targetDedicatedNodes: 9000 } }
    expect(managedImageNodeLimit.check(poolConfig({ scaleSettings }))).toEqual([])
  })
})

test('pool/managed-image-nat-pools tells of a limit that nobody numbers, where many nodes are wanted', () => {
  const inboundNatPools = [{ name: 'ssh', backendPort: 22 }]
  const config = (nodes: number, nat: JsonObject): JsonObject => ({
    scaleSettings: { fixedScale: { targetDedicatedNodes: nodes } },
    networkConfiguration: { endpointConfiguration: nat },
  })
  expect(managedImageNatPools.check(legacyConfig(config(301, { inboundNatPools })))).toMatchObject([
    { message: expect.stringContaining('the pool asks for 301') },
  ])
  expect(managedImageNatPools.check(legacyConfig(config(300, { inboundNatPools })))).toEqual([])
  expect(managedImageNatPools.check(legacyConfig(config(301, {})))).toEqual([])
  expect(managedImageNatPools.check(poolConfig(config(301, { inboundNatPools })))).toEqual([])
})

test('pool/node-agent-is-given asks for an agent', () => {
  const at = [...vmPath, 'nodeAgentSkuId']
  expect(nodeAgentIsGiven.check(poolConfig({ deploymentConfiguration: {} }))).toMatchObject([
    { at },
  ])
  expect(nodeAgentIsGiven.check(poolConfig(vm({ nodeAgentSkuId: '' })))).toMatchObject([{ at }])
  expect(nodeAgentIsGiven.check(poolConfig(vm({ nodeAgentSkuId: 'auto' })))).toEqual([])
})

describe('pool/resize-timeout-suits-size', () => {
  const scale = (targetDedicatedNodes: number, resizeTimeout: string) =>
    poolConfig({ scaleSettings: { fixedScale: { targetDedicatedNodes, resizeTimeout } } })
  test.each([
    [300, 'PT15M', undefined],
    [301, 'PT15M', 'PT30M'],
    [301, 'PT30M', undefined],
    [4000, 'PT45M', 'PT1H'],
  ])('%i nodes in %s', (nodes, timeout, advised) => {
    const found = resizeTimeoutSuitsSize.check(scale(nodes, timeout))
    expect(found.map(({ help }) => help)).toEqual(
      advised === undefined ? [] : [`write ${advised} or more, or leave it out to have that`],
    )
  })

  test('leaves marketplace images alone', () => {
    const scaleSettings = { fixedScale: { targetDedicatedNodes: 400, resizeTimeout: 'PT15M' } }
    const reference = { imageReference: { publisher: 'p', offer: 'o', sku: 's' } }
    expect(resizeTimeoutSuitsSize.check(poolConfig({ scaleSettings, ...vm(reference) }))).toEqual(
      [],
    )
  })
})
