import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/shared/json.js'
import { legacyConfig, poolConfig } from '../../support/pool-facts.js'
import { inVm, letters, linux, pool, windows } from '../../support/pool-yaml.js'
import { testRules } from '../../support/rule-cases.js'
import { offlineRule } from '../../support/rules.js'

const oneKindOfNodes = offlineRule('pool/one-kind-of-nodes')

testRules({
  'pool/task-slots': {
    passes: [
      pool('taskSlotsPerNode: 1'),
      pool('taskSlotsPerNode: 256, vmSize: Standard_HB120rs_v3'),
      pool('taskSlotsPerNode: 16, vmSize: Standard_D4s_v5'),
      // How many its cores take is for pool/vm-size-takes-task-slots to say, which reads how many there are.
      pool('taskSlotsPerNode: 200, vmSize: Standard_E8-4s_v5'),
    ],
    fails: [
      [
        pool('taskSlotsPerNode: 0'),
        'error at taskSlotsPerNode: taskSlotsPerNode is 0, which is not from 1 to 256',
      ],
      [
        pool('maxTasksPerNode: 257'),
        'error at maxTasksPerNode: maxTasksPerNode is 257, which is not from 1 to 256',
      ],
    ],
  },
  'pool/windows-settings': {
    passes: [
      inVm(`${windows}, licenseType: Windows_Server`),
      inVm('nodeAgentSkuId: auto, licenseType: Windows_Server'),
    ],
    fails: [
      [
        inVm(
          `${linux}, licenseType: Windows_Server, windowsConfiguration: { enableAutomaticUpdates: false }`,
        ),
        'error at vm.windowsConfiguration: windowsConfiguration is given for nodes that run Linux',
        'error at vm.licenseType: licenseType is given for nodes that run Linux',
      ],
      [
        `image: { osType: Linux, osSnapshot: a }\n${inVm('nodeAgentSkuId: auto, licenseType: None')}`,
        'error at vm.licenseType: licenseType is given for nodes that run Linux',
      ],
    ],
  },
  'pool/display-name': {
    passes: [pool(`displayName: ${letters(1024)}`)],
    fails: [
      [
        pool(`displayName: ${letters(1025)}`),
        'error at displayName: displayName has 1025 characters',
      ],
    ],
  },
})

describe('pool/one-kind-of-nodes', () => {
  const cloudServiceConfiguration = { osFamily: '6' }
  const cloudService = { deploymentConfiguration: { cloudServiceConfiguration } }
  const at = ['pool', 'properties', 'deploymentConfiguration', 'cloudServiceConfiguration']
  const both = (virtualMachineConfiguration: JsonObject | null) => ({
    deploymentConfiguration: { cloudServiceConfiguration, virtualMachineConfiguration },
  })
  const older = (properties: JsonObject) => {
    const { pool: itsPool, ...rest } = poolConfig(properties)
    return { ...rest, pool: { ...itsPool, batchApiVersion: '2023-11-01' } }
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
    const { pool: itsPool } = legacyConfig(cloudService)
    expect(oneKindOfNodes.check({ pool: { ...itsPool, batchApiVersion: '2023-11-01' } })).toEqual(
      [],
    )
  })
})
