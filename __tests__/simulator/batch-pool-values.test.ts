import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/simulator/kernel.js'
import {
  detailsOf,
  errorOf,
  fixedScale,
  poolBody,
  versionId,
  vmConfiguration,
  World,
} from './batch-world.js'

const nat = (pools: JsonObject[], more: JsonObject = {}): JsonObject => ({
  networkConfiguration: { endpointConfiguration: { inboundNatPools: pools }, ...more },
})
const natPool = (changes: JsonObject = {}): JsonObject => ({
  name: 'ssh',
  protocol: 'TCP',
  backendPort: 22,
  frontendPortRangeStart: 15000,
  frontendPortRangeEnd: 15100,
  ...changes,
})
const auto = (formula: string, evaluationInterval = 'PT15M'): JsonObject => ({
  scaleSettings: { autoScale: { formula, evaluationInterval } },
})
const rules = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({
    priority: 150 + index,
    access: 'Allow',
    sourceAddressPrefix: '*',
  }))

describe('Values that the service refuses', () => {
  test.each<[string, string, JsonObject, string]>([
    ['no VM size', 'MissingRequiredProperty', { vmSize: null }, 'vmSize'],
    [
      'no deployment',
      'MissingRequiredProperty',
      { deploymentConfiguration: null },
      'virtualMachineConfiguration',
    ],
    [
      'an image reference that is missing',
      'MissingRequiredProperty',
      vmConfiguration({ imageReference: null }),
      'imageReference',
    ],
    [
      'half a marketplace image',
      'MissingRequiredProperty',
      vmConfiguration({ imageReference: { publisher: 'canonical', offer: 'x' } }),
      'sku',
    ],
    [
      'two ways of naming an image',
      'InvalidPropertyValue',
      vmConfiguration({ imageReference: { id: versionId, publisher: 'canonical' } }),
      'imageReference',
    ],
    [
      'a node agent that does not exist',
      'NodeAgentSKUNotFound',
      vmConfiguration({ nodeAgentSkuId: 'batch.node.ubuntu 18.04' }),
      'nodeAgentSkuId',
    ],
    [
      'a resize timeout below five minutes',
      'InvalidPropertyValue',
      fixedScale(1, { resizeTimeout: 'PT4M59S' }),
      'resizeTimeout',
    ],
    [
      'a resize timeout of half an hour',
      'InvalidPropertyValue',
      fixedScale(1, { resizeTimeout: 'PT0.5H' }),
      'resizeTimeout',
    ],
    [
      'a resize timeout in weeks',
      'InvalidPropertyValue',
      fixedScale(1, { resizeTimeout: 'P1W' }),
      'resizeTimeout',
    ],
    [
      'a resize timeout with parts of zero',
      'InvalidPropertyValue',
      fixedScale(1, { resizeTimeout: 'P0Y0M0DT0H30M0S' }),
      'resizeTimeout',
    ],
    [
      'a resize timeout that is no duration',
      'InvalidPropertyValue',
      fixedScale(1, { resizeTimeout: '30 min' }),
      'resizeTimeout',
    ],
    [
      'fixed scale without a target',
      'MissingRequiredProperty',
      { scaleSettings: { fixedScale: {} } },
      'targetDedicatedNodes',
    ],
    [
      'fixed and auto scale at once',
      'InvalidPropertyValue',
      {
        scaleSettings: {
          fixedScale: { targetDedicatedNodes: 1 },
          autoScale: { formula: '$TargetDedicatedNodes=1;' },
        },
      },
      'scaleSettings',
    ],
    ['a negative target', 'InvalidPropertyValue', fixedScale(-1), 'targetDedicatedNodes'],
    [
      'an evaluation interval below five minutes',
      'InvalidPropertyValue',
      auto('$TargetDedicatedNodes=1;', 'PT4M'),
      'evaluationInterval',
    ],
    [
      'an evaluation interval above 168 hours',
      'InvalidPropertyValue',
      auto('$TargetDedicatedNodes=1;', 'P8D'),
      'evaluationInterval',
    ],
    [
      'a broken formula',
      'AutoScalingFormulaSyntaxError',
      auto('$TargetDedicatedNodes = (3;'),
      'formula',
    ],
    [
      'a formula of more than 8192 characters',
      'AutoScalingFormulaTooLong',
      auto(`$TargetDedicatedNodes=1;${' '.repeat(8192)}`),
      'formula',
    ],
    [
      'more task slots than four per core',
      'InvalidPropertyValue',
      { taskSlotsPerNode: 17 },
      'taskSlotsPerNode',
    ],
    [
      'a display name of more than 1024',
      'InvalidPropertyValue',
      { displayName: 'x'.repeat(1025) },
      'displayName',
    ],
    [
      'metadata without a name',
      'EmptyMetadataKey',
      { metadata: [{ name: '', value: 'x' }] },
      'name',
    ],
    [
      'a user name of more than 20',
      'InvalidPropertyValue',
      { userAccounts: [{ name: 'x'.repeat(21), password: 'x' }] },
      'name',
    ],
    [
      'two users of one name',
      'InvalidPropertyValue',
      {
        userAccounts: [
          { name: 'a', password: 'x' },
          { name: 'A', password: 'x' },
        ],
      },
      'userAccounts',
    ],
    [
      'a start task without a command',
      'MissingRequiredProperty',
      { startTask: { waitForSuccess: true } },
      'commandLine',
    ],
    [
      'a start task retried less than for ever',
      'InvalidPropertyValue',
      { startTask: { commandLine: 'x', maxTaskRetryCount: -2 } },
      'maxTaskRetryCount',
    ],
    [
      'two data disks of one LUN',
      'InvalidPropertyValue',
      vmConfiguration({
        dataDisks: [
          { lun: 0, diskSizeGB: 1 },
          { lun: 0, diskSizeGB: 1 },
        ],
      }),
      'dataDisks',
    ],
    [
      'a LUN of 64',
      'InvalidPropertyValue',
      vmConfiguration({ dataDisks: [{ lun: 64, diskSizeGB: 1 }] }),
      'lun',
    ],
    [
      'OS disk encryption on Linux',
      'InvalidPropertyValue',
      vmConfiguration({ diskEncryptionConfiguration: { targets: ['OsDisk'] } }),
      'targets',
    ],
    [
      'low-priority nodes with an ephemeral disk',
      'InvalidPropertyValue',
      {
        ...fixedScale(0, { targetLowPriorityNodes: 1 }),
        ...vmConfiguration({ osDisk: { ephemeralOSDiskSettings: { placement: 'CacheDisk' } } }),
      },
      'ephemeralOSDiskSettings',
    ],
    [
      'too few public addresses',
      'InvalidPropertyValue',
      {
        ...fixedScale(101),
        networkConfiguration: {
          publicIPAddressConfiguration: { provision: 'UserManaged', ipAddressIds: ['one'] },
        },
      },
      'ipAddressIds',
    ],
    [
      'six NAT pools',
      'InvalidPropertyValue',
      nat(Array.from({ length: 6 }, (_, index) => natPool({ name: `n${String(index)}` }))),
      'inboundNatPools',
    ],
    [
      'a reserved backend port',
      'InvalidPropertyValue',
      nat([natPool({ backendPort: 29876 })]),
      'backendPort',
    ],
    [
      'reserved frontend ports',
      'InvalidPropertyValue',
      nat([natPool({ frontendPortRangeStart: 49999, frontendPortRangeEnd: 50010 })]),
      'frontendPortRangeStart',
    ],
    [
      'overlapping frontend ports',
      'InvalidPropertyValue',
      nat([
        natPool(),
        natPool({ name: 'b', frontendPortRangeStart: 15100, frontendPortRangeEnd: 15200 }),
      ]),
      'frontendPortRangeStart',
    ],
    [
      'a rule priority below 150',
      'InvalidPropertyValue',
      nat([
        natPool({
          networkSecurityGroupRules: [{ priority: 149, access: 'Allow', sourceAddressPrefix: '*' }],
        }),
      ]),
      'networkSecurityGroupRules',
    ],
    [
      'more than 25 rules',
      'InvalidPropertyValue',
      nat([natPool({ networkSecurityGroupRules: rules(26) })]),
      'inboundNatPools',
    ],
    [
      'NAT pools without public addresses',
      'InvalidPropertyValue',
      nat([natPool()], { publicIPAddressConfiguration: { provision: 'NoPublicIPAddresses' } }),
      'inboundNatPools',
    ],
    [
      'a security type that does not exist',
      'InvalidPropertyValue',
      vmConfiguration({ securityProfile: { securityType: 'TopSecret' } }),
      'securityType',
    ],
    [
      'a text for a number',
      'InvalidRequestBody',
      fixedScale(1, { targetLowPriorityNodes: '1' }),
      '',
    ],
    ['a property that never was', 'InvalidRequestBody', { vmSise: 'x' }, 'vmSise'],
  ])('%s: %s', (_what, code, properties, name) => {
    const answer = new World().put('render', poolBody(properties))
    expect(errorOf(answer).code).toBe(code)
    expect(answer.status).toBe(code === 'NodeAgentSKUNotFound' ? 404 : 400)
    if (name !== '') expect(detailsOf(answer)['PropertyName']).toBe(name)
  })

  test.each(['bad.name', 'x'.repeat(65)])('the name %s', (name) => {
    expect(new World().put(name).status).toBe(400)
  })

  test('an identity that names none', () => {
    const body = { ...poolBody(), identity: { type: 'UserAssigned' } }
    expect(errorOf(new World().put('render', body)).code).toBe('MissingRequiredProperty')
  })
})
