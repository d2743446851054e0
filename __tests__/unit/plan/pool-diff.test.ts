import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  changeOf,
  describeDifference,
  diffPool,
  nameOf,
  patchBody,
} from '../../../src/model/pool-diff.js'
import { isJsonObject, type Json, type JsonObject } from '../../../src/shared/json.js'

const id = (name: string): string =>
  `/subscriptions/S/resourceGroups/Rg/providers/Microsoft.Compute/galleries/G/images/${name}`

function vm(more: JsonObject): JsonObject {
  return { deploymentConfiguration: { virtualMachineConfiguration: more } }
}

function names(wanted: JsonObject, shown: JsonObject): readonly string[] {
  return diffPool({ properties: wanted }, { properties: shown }).map(({ at }) => nameOf(at))
}

describe('what is no difference', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['what the user does not write', {}, { vmSize: 'X', metadata: [{ name: 'a', value: 'b' }] }],
    ['letter case of a VM size', { vmSize: 'Standard_D4s_v5' }, { vmSize: 'STANDARD_D4S_V5' }],
    [
      'letter case of an enumeration',
      { interNodeCommunication: 'enabled' },
      { interNodeCommunication: 'Enabled' },
    ],
    ['letter case of a property name', { vmsize: 'a' }, { vmSize: 'a' }],
    [
      'letter case of an image id',
      vm({ imageReference: { id: id('A') } }),
      vm({ imageReference: { id: id('A').toUpperCase(), exactVersion: '1.0.0' } }),
    ],
    ['a default that is written', { taskSlotsPerNode: 1, interNodeCommunication: 'Disabled' }, {}],
    [
      'a default that is filled in',
      { startTask: { commandLine: 'x' } },
      { startTask: { commandLine: 'x', waitForSuccess: true, maxTaskRetryCount: 0 } },
    ],
    [
      'nothing, written in one way or another',
      { metadata: [], displayName: '', userAccounts: null, networkConfiguration: {} },
      {},
    ],
    [
      'an empty map for a property that has only defaults',
      { networkConfiguration: {} },
      {
        networkConfiguration: {
          publicIPAddressConfiguration: { provision: 'BatchManaged' },
          dynamicVnetAssignmentScope: 'none',
          enableAcceleratedNetworking: false,
        },
      },
    ],
    [
      'the same duration',
      { scaleSettings: { fixedScale: { resizeTimeout: 'PT90M' } } },
      { scaleSettings: { fixedScale: { resizeTimeout: 'PT1H30M' } } },
    ],
    [
      'order of metadata',
      {
        metadata: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2' },
        ],
      },
      {
        metadata: [
          { name: 'b', value: '2' },
          { name: 'a', value: '1' },
        ],
      },
    ],
    [
      'a number for a text',
      { metadata: [{ name: 'a', value: 1 }] },
      { metadata: [{ name: 'a', value: '1' }] },
    ],
    [
      'a secret that is not shown',
      { userAccounts: [{ name: 'u', password: 'p' }] },
      { userAccounts: [{ name: 'u', elevationLevel: 'NonAdmin' }] },
    ],
    [
      'an option of the resize alone',
      { scaleSettings: { fixedScale: { nodeDeallocationOption: 'TaskCompletion' } } },
      { scaleSettings: { fixedScale: {} } },
    ],
    [
      'line ends of a formula',
      { scaleSettings: { autoScale: { formula: 'a\nb\n' } } },
      { scaleSettings: { autoScale: { formula: 'a\r\nb', evaluationInterval: 'PT15M' } } },
    ],
    [
      'a signature that is not shown',
      { startTask: { resourceFiles: [{ httpUrl: 'https://x/y?sig=z' }] } },
      { startTask: { resourceFiles: [{ httpUrl: 'https://x/y' }] } },
    ],
  ])('%s', (_what, wanted, shown) => {
    expect(names(wanted, shown)).toEqual([])
  })

  test('identities in other letter case, with what Azure tells of them', () => {
    const identity = { type: 'UserAssigned', userAssignedIdentities: { '/subscriptions/S/a': {} } }
    const shown = {
      type: 'UserAssigned',
      userAssignedIdentities: { '/subscriptions/s/A': { principalId: 'p', clientId: 'c' } },
    }
    expect(diffPool({ identity }, { identity: shown, properties: {} })).toEqual([])
    expect(diffPool({ identity: { type: 'None' } }, { properties: {} })).toEqual([])
    expect(diffPool({ identity: {} }, { identity: shown, properties: {} })).toEqual([])
  })

  test('tags that a policy adds', () => {
    const tags = { team: 'render', costCentre: '42' }
    expect(diffPool({ tags: { team: 'render' } }, { tags, properties: {} })).toEqual([])
    expect(diffPool({ tags: {} }, { tags, properties: {} })).toEqual([])
  })
})

describe('what is a difference', () => {
  test.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['another size', { vmSize: 'a' }, { vmSize: 'b' }, ['vmSize']],
    [
      'a nested value',
      { scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } } },
      { scaleSettings: { fixedScale: { targetDedicatedNodes: 1, targetLowPriorityNodes: 0 } } },
      ['scaleSettings.fixedScale.targetDedicatedNodes'],
    ],
    [
      'no target left',
      { scaleSettings: { fixedScale: { targetDedicatedNodes: 0 } } },
      { scaleSettings: { fixedScale: { targetDedicatedNodes: 3 } } },
      ['scaleSettings.fixedScale.targetDedicatedNodes'],
    ],
    [
      'a list that is cleared',
      { metadata: [] },
      { metadata: [{ name: 'a', value: '1' }] },
      ['metadata'],
    ],
    [
      'a start task that is cleared',
      { startTask: {} },
      { startTask: { commandLine: 'x', waitForSuccess: true } },
      ['startTask'],
    ],
    ['a value that is cleared', { displayName: null }, { displayName: 'x' }, ['displayName']],
    [
      'an element too many',
      { metadata: [{ name: 'a', value: '1' }] },
      {
        metadata: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2' },
        ],
      },
      ['metadata'],
    ],
    [
      'an element twice',
      {
        metadata: [
          { name: 'a', value: '1' },
          { name: 'a', value: '1' },
        ],
      },
      {
        metadata: [
          { name: 'a', value: '1' },
          { name: 'b', value: '1' },
        ],
      },
      ['metadata'],
    ],
    [
      'letter case of a command',
      { startTask: { commandLine: 'Run' } },
      { startTask: { commandLine: 'run' } },
      ['startTask.commandLine'],
    ],
    [
      'letter case of a metadata value',
      { metadata: [{ name: 'a', value: 'X' }] },
      { metadata: [{ name: 'a', value: 'x' }] },
      ['metadata'],
    ],
    [
      'a flag that is off by default',
      { networkConfiguration: { enableAcceleratedNetworking: true } },
      {},
      ['networkConfiguration.enableAcceleratedNetworking'],
    ],
    [
      'a signature that changed',
      { startTask: { resourceFiles: [{ httpUrl: 'https://x/y?sig=a' }] } },
      { startTask: { resourceFiles: [{ httpUrl: 'https://x/y?sig=b' }] } },
      ['startTask.resourceFiles'],
    ],
    [
      'a formula for a fixed scale',
      { scaleSettings: { autoScale: { formula: 'f' } } },
      { scaleSettings: { fixedScale: { targetDedicatedNodes: 3 } } },
      ['scaleSettings.autoScale.formula'],
    ],
  ])('%s', (_what, wanted, shown, expected) => {
    expect(names(wanted, shown)).toEqual(expected)
  })

  test('an identity too many', () => {
    const identity = { type: 'UserAssigned', userAssignedIdentities: { '/a': {} } }
    const shown = { type: 'UserAssigned', userAssignedIdentities: { '/a': {}, '/b': {} } }
    const [difference] = diffPool({ identity }, { identity: shown, properties: {} })
    expect(difference).toMatchObject({ property: 'identity', from: ['/a', '/b'], to: ['/a'] })
  })
})

describe('what is told of a difference', () => {
  test('is the property with its old and new value', () => {
    const [difference] = diffPool({ properties: { vmSize: 'a' } }, { properties: { vmSize: 'b' } })
    expect(describeDifference(difference!)).toBe('vmSize is b, not a')
    expect(changeOf(difference!)).toEqual({ property: 'vmSize', from: 'b', to: 'a' })
  })

  test.each<[string, JsonObject]>([
    ['startTask.commandLine', { startTask: { commandLine: 'TOPSECRET' } }],
    [
      'startTask.environmentSettings',
      { startTask: { environmentSettings: [{ name: 'A', value: 'TOPSECRET' }] } },
    ],
    [
      'mountConfiguration',
      { mountConfiguration: [{ azureFileShareConfiguration: { accountKey: 'TOPSECRET' } }] },
    ],
    ['userAccounts', { userAccounts: [{ name: 'u', password: 'TOPSECRET' }] }],
    [
      'deploymentConfiguration.virtualMachineConfiguration.containerConfiguration.containerRegistries',
      vm({
        containerConfiguration: { containerRegistries: [{ username: 'u', password: 'TOPSECRET' }] },
      }),
    ],
  ])('is never what may be secret: %s', (property, properties) => {
    const found = diffPool({ properties }, { properties: {} })
    expect(found.map(changeOf)).toEqual([{ property }])
    expect(found.map(describeDifference)).toEqual([`${property} differs`])
  })
})

describe('the body of a PATCH', () => {
  const body = {
    identity: { type: 'None' },
    tags: { a: 'b' },
    properties: { vmSize: 'a', metadata: [1], startTask: {} },
  }

  test('holds the changed properties as a whole and nothing else', () => {
    const found = diffPool(body, {
      tags: { a: 'b' },
      properties: { vmSize: 'a', metadata: [2], startTask: {} },
    })
    expect(patchBody(found, body)).toEqual({ properties: { metadata: [1] } })
  })

  test('holds identity and tags where they differ', () => {
    const found = diffPool(body, { tags: {}, properties: body.properties })
    expect(patchBody(found, body)).toEqual({ tags: { a: 'b' } })
  })
})

/** A pool as people write it. */
const pools = fc.record(
  {
    vmSize: fc.constantFrom('Standard_D4s_v5', 'standard_d2s_v3'),
    displayName: fc.string(),
    interNodeCommunication: fc.constantFrom('Enabled', 'Disabled', 'disabled'),
    taskSlotsPerNode: fc.integer({ min: 1, max: 256 }),
    taskSchedulingPolicy: fc.record({ nodeFillType: fc.constantFrom('Spread', 'Pack') }),
    metadata: fc.uniqueArray(
      fc.record({ name: fc.string({ minLength: 1 }), value: fc.string({ minLength: 1 }) }),
      { selector: ({ name }) => name },
    ),
    userAccounts: fc.array(
      fc.record({ name: fc.string({ minLength: 1 }), password: fc.string({ minLength: 1 }) }),
    ),
    scaleSettings: fc.record({
      fixedScale: fc.record(
        {
          targetDedicatedNodes: fc.integer({ min: 0, max: 400 }),
          targetLowPriorityNodes: fc.integer({ min: 0, max: 400 }),
          resizeTimeout: fc.constantFrom('PT15M', 'PT30M', 'PT1H', 'PT60M'),
          nodeDeallocationOption: fc.constantFrom('Requeue', 'TaskCompletion'),
        },
        { requiredKeys: ['targetDedicatedNodes'] },
      ),
    }),
    startTask: fc.record(
      {
        commandLine: fc.string({ minLength: 1 }),
        waitForSuccess: fc.boolean(),
        maxTaskRetryCount: fc.integer({ min: -1, max: 3 }),
        environmentSettings: fc.array(
          fc.record({ name: fc.string({ minLength: 1 }), value: fc.string() }),
        ),
        userIdentity: fc.constantFrom({ autoUser: { scope: 'Pool', elevationLevel: 'Admin' } }, {}),
      },
      { requiredKeys: ['commandLine'] },
    ),
    networkConfiguration: fc.constantFrom(
      {},
      { subnetId: '/subscriptions/s/x' },
      { enableAcceleratedNetworking: false },
    ),
    deploymentConfiguration: fc.record({
      virtualMachineConfiguration: fc.record(
        {
          imageReference: fc.constant({ id: id('Node') }),
          nodeAgentSkuId: fc.constantFrom('batch.node.ubuntu 22.04', 'batch.node.windows amd64'),
          dataDisks: fc.uniqueArray(
            fc.record({ lun: fc.integer({ min: 0, max: 63 }), diskSizeGB: fc.integer({ min: 1 }) }),
            { selector: ({ lun }) => lun },
          ),
          securityProfile: fc.constantFrom(
            { securityType: 'trustedLaunch', uefiSettings: { vTpmEnabled: true } },
            { encryptionAtHost: false },
          ),
        },
        { requiredKeys: ['imageReference', 'nodeAgentSkuId'] },
      ),
    }),
  },
  { requiredKeys: ['vmSize', 'deploymentConfiguration'] },
)

const secret = new Set(['password', 'nodeDeallocationOption'])
const filledIn: Readonly<Record<string, JsonObject>> = {
  '': {
    taskSlotsPerNode: 1,
    interNodeCommunication: 'Disabled',
    provisioningState: 'Succeeded',
    currentDedicatedNodes: 0,
    resizeOperationStatus: { startTime: 'x' },
  },
  startTask: {
    waitForSuccess: true,
    maxTaskRetryCount: 0,
    userIdentity: { autoUser: { elevationLevel: 'NonAdmin', scope: 'Pool' } },
  },
  fixedScale: { targetLowPriorityNodes: 0, resizeTimeout: 'PT15M' },
  dataDisks: { caching: 'None', managedDisk: { storageAccountType: 'Standard_LRS' } },
  userAccounts: { elevationLevel: 'NonAdmin' },
  networkConfiguration: { dynamicVnetAssignmentScope: 'none', enableAcceleratedNetworking: false },
}

/** As Azure shows what it was sent: defaults filled in, secrets and empty values gone, lists and letter case its own. */
function asShown(value: Json, key = ''): Json | undefined {
  if (secret.has(key)) return undefined
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => asShown(item, key) ?? {}).reverse()
    return items.length === 0 ? undefined : items
  }
  if (isJsonObject(value)) {
    const own = Object.entries(value).flatMap(([name, held]) => {
      const shown = asShown(held, name)
      return shown === undefined ? [] : [[name, shown] as const]
    })
    return { ...filledIn[key], ...Object.fromEntries(own) }
  }
  if (key === 'vmSize') return (value as string).toUpperCase()
  if (typeof value === 'string' && value.startsWith('/subscriptions/')) return value.toLowerCase()
  return value === '' ? undefined : value
}

describe('a pool made from a spec', () => {
  test('does not differ from it, whatever Azure makes of it', () => {
    fc.assert(
      fc.property(pools, (properties) => {
        const wanted = JSON.parse(JSON.stringify({ properties })) as JsonObject
        const shown = asShown(wanted['properties'] ?? {})
        expect(diffPool(wanted, { properties: shown ?? {} })).toEqual([])
      }),
    )
  })

  test('differs in just the property that is changed', () => {
    fc.assert(
      fc.property(pools, (properties) => {
        const shown = asShown(JSON.parse(JSON.stringify(properties)) as JsonObject) ?? {}
        const changed = { ...properties, displayName: 'another one altogether' } as unknown as Json
        expect(
          diffPool({ properties: changed }, { properties: shown }).map(({ property }) => property),
        ).toEqual(['displayName'])
      }),
    )
  })
})
