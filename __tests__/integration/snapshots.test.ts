/** From a virtual machine to nodes, through the action's own stages, the real SDK and the simulator. */
import { describe, expect, test } from '@jest/globals'
import { defaultResources } from '../../src/simulator/default-world.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure, type Recording } from '../support/recorded-run.js'
import {
  compute,
  machineWorld,
  subscription,
  vmId,
  type MachineTraits,
} from '../support/vm-world.js'
import { withoutLineageTags } from '../support/without-lineage.js'

const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const definition = `${compute}/galleries/renderGallery/images/render-node`
const snapshot = (name: string) => `${compute}/snapshots/${name}`

const toNodes = {
  'resource-group': 'rg-images',
  'snapshot-source-vm': 'golden-vm',
  'image-name': 'golden',
  'gallery-image-definition': definition,
  'batch-account': account,
  'pool-name': 'render',
  'vm-size': 'Standard_D4s_v5',
  'node-agent-sku-id': 'batch.node.ubuntu 22.04',
  'target-dedicated-nodes': '12',
  'wait-for': 'steady',
}
const alone = {
  'resource-group': 'rg-images',
  'snapshot-source-vm': vmId,
  'snapshot-name-prefix': 'golden',
}

function open(traits: MachineTraits = {}, scenario: Scenario = {}) {
  const resources = [...defaultResources(defaultSubscriptionId), ...machineWorld(traits)]
  return simulatedAzure({ resources, ...scenario })
}

function writes(azure: ReturnType<typeof open>): readonly { path: string; body: JsonObject }[] {
  return azure.simulator.transcript
    .writes()
    .filter(({ path, method }) => method === 'PUT' && path.includes('/snapshots/'))
    .map(({ path, body }) => ({ path, body: withoutLineageTags(body) as JsonObject }))
}

function rulesOf({ outputs }: Recording): readonly string[] {
  const found = JSON.parse(outputs['diagnostics'] ?? '[]') as readonly { rule: string }[]
  return found.map(({ rule }) => rule).filter((rule) => rule.startsWith('snapshots/'))
}

/** What each rule of fitness says, and the way on, in the state that the machine is in. */
const said: Readonly<Record<string, RegExp>> = {
  'snapshots/vm-exists': /there is no virtual machine .*check the spelling/,
  'snapshots/os-disk-is-managed':
    /(is a blob in a storage account.*URI of its VHD|does not show which managed disk .*az vm show --ids)/,
  'snapshots/os-disk-is-not-ephemeral': /is ephemeral.*prepare another virtual machine/,
  'snapshots/disks-are-not-encrypted': /Azure Disk Encryption.*prepare another virtual machine/,
  'snapshots/vm-has-no-purchase-plan': /purchase plan \(acme, o, p\).*without a plan/,
  'snapshots/base-image-is-supported': /made from acme\/unheard-of\/1.*supported-images list/,
  'snapshots/vm-is-generalized':
    /is not generalized.*(waagent -deprovision\+user.*az vm deallocate.*az vm generalize|make sure that it was)/,
  'snapshots/vm-has-no-extensions':
    /the extension (monitor|ade):.*(from a copy.*without extensions|az vm extension delete .*then generalize)/,
  'snapshots/vm-is-stopped': /only crash-consistent.*az vm deallocate/,
  'snapshots/luns-exist': /7/,
  'snapshots/disks-fit-an-image': /UltraSSD_LRS/,
}

function expectTheirWords({ outputs }: Recording): void {
  const found = JSON.parse(outputs['diagnostics'] ?? '[]') as readonly Record<string, string>[]
  for (const { rule = '', message = '', help = '' } of found) {
    if (rule.startsWith('snapshots/')) expect(`${message} -> ${help}`).toMatch(said[rule] ?? /^$/)
  }
}

function bodyOf(disk: string): JsonObject {
  return {
    location: 'koreacentral',
    tags: {},
    sku: { name: 'Standard_LRS' },
    properties: {
      hyperVGeneration: disk.endsWith('-os') ? 'V2' : 'V1',
      creationData: { createOption: 'Copy', sourceResourceId: `${compute}/disks/${disk}` },
    },
  }
}

describe('snapshots of a virtual machine', () => {
  test('lead to an image, a version and nodes, and a second run changes nothing', async () => {
    const azure = open()
    const first = await azure.run({ inputs: toNodes })
    expect(first.failure).toBeUndefined()
    expect(first.outputs).toMatchObject({
      outcome: 'succeeded',
      'current-dedicated-nodes': '12',
      'snapshot-ids': JSON.stringify({
        os: snapshot('golden-os'),
        data: [
          { lun: 0, id: snapshot('golden-data-0') },
          { lun: 1, id: snapshot('golden-data-1') },
        ],
      }),
    })
    expect(writes(azure)).toEqual([
      { path: snapshot('golden-os'), body: bodyOf('golden-os') },
      { path: snapshot('golden-data-0'), body: bodyOf('golden-data-0') },
      { path: snapshot('golden-data-1'), body: bodyOf('golden-data-1') },
    ])
    const image = azure.simulator.transcript
      .writes()
      .find(({ path }) => path.includes('/images/golden'))
    expect(image?.body).toMatchObject({
      properties: {
        hyperVGeneration: 'V2',
        storageProfile: {
          osDisk: { snapshot: { id: snapshot('golden-os') }, osType: 'Linux' },
          dataDisks: [
            { lun: 0, snapshot: { id: snapshot('golden-data-0') } },
            { lun: 1, snapshot: { id: snapshot('golden-data-1') } },
          ],
        },
      },
    })
    expect(first.summary).toContain('golden-vm')
    const second = await azure.run({ inputs: toNodes })
    expect(second.outputs).toMatchObject({
      outcome: 'unchanged',
      changed: 'false',
      'snapshot-ids': first.outputs['snapshot-ids'],
    })
  })

  test('are a config of their own', async () => {
    const azure = open()
    const { outputs } = await azure.run({ inputs: alone })
    expect(outputs).toMatchObject({ outcome: 'succeeded', 'image-id': '' })
    expect(writes(azure)).toHaveLength(3)
    expect((await azure.run({ inputs: alone })).outputs['outcome']).toBe('unchanged')
  })

  test('lead straight to a gallery version', async () => {
    const azure = open()
    const inputs = {
      ...alone,
      'gallery-source': 'snapshots',
      'gallery-image-definition': definition,
    }
    const { outputs } = await azure.run({ inputs })
    expect(outputs).toMatchObject({ outcome: 'succeeded', 'image-id': '' })
    expect(outputs['gallery-image-version-id']).toMatch(/\/versions\/\d/)
  })

  test.each([
    ['none', ['golden-os']],
    ['1', ['golden-os', 'golden-data-1']],
    ['1\n0', ['golden-os', 'golden-data-1', 'golden-data-0']],
    ['all', ['golden-os', 'golden-data-0', 'golden-data-1']],
  ])('snapshot-data-disks %j takes %j', async (choice, names) => {
    const azure = open()
    await azure.run({ inputs: { ...alone, 'snapshot-data-disks': choice } })
    expect(writes(azure).map(({ path }) => path)).toEqual(names.map(snapshot))
  })

  test('take on what the inputs say, as az sends it', async () => {
    const azure = open({ luns: [] })
    await azure.run({
      inputs: {
        ...alone,
        'snapshot-incremental': 'true',
        'snapshot-sku': 'standard_zrs',
        'snapshot-network-access-policy': 'AllowPrivate',
        'snapshot-disk-access': 'export',
        'snapshot-public-network-access': 'Disabled',
        'snapshot-tags': 'team=render',
      },
    })
    const expected = bodyOf('golden-os')
    expect(writes(azure)).toEqual([
      {
        path: snapshot('golden-os'),
        body: {
          ...expected,
          tags: { team: 'render' },
          sku: { name: 'Standard_ZRS' },
          properties: {
            ...(expected['properties'] as JsonObject),
            incremental: true,
            networkAccessPolicy: 'AllowPrivate',
            diskAccessId: `${compute}/diskAccesses/export`,
            publicNetworkAccess: 'Disabled',
          },
        },
      },
    ])
  })

  test('are taken beside the disk and copied over where they are to be in another region', async () => {
    const azure = open({ luns: [] }, { snapshotCopySeconds: 60 })
    const inputs = {
      ...alone,
      'snapshot-incremental': 'true',
      'snapshot-location': 'West Europe',
    }
    const { outputs, lines } = await azure.run({ inputs })
    expect(outputs['outcome']).toBe('succeeded')
    expect(writes(azure)).toMatchObject([
      {
        path: snapshot('golden-os-to-copy'),
        body: { location: 'koreacentral', properties: { creationData: { createOption: 'Copy' } } },
      },
      {
        path: snapshot('golden-os'),
        body: {
          location: 'westeurope',
          properties: {
            incremental: true,
            creationData: {
              createOption: 'CopyStart',
              sourceResourceId: snapshot('golden-os-to-copy'),
            },
          },
        },
      },
    ])
    expect(JSON.parse(outputs['snapshot-ids'] ?? '')).toEqual({
      os: snapshot('golden-os'),
      data: [],
    })
    expect(lines.join('\n')).toMatch(/golden-os at \d+ %/)
    expect((await azure.run({ inputs })).outputs['outcome']).toBe('unchanged')
  })

  test('to another region need to be incremental', async () => {
    const azure = open()
    const recording = await azure.run({ inputs: { ...alone, 'snapshot-location': 'westeurope' } })
    expect(rulesOf(recording)).toEqual(['snapshots/other-region-needs-incremental'])
    expect(writes(azure)).toEqual([])
  })

  test('that others took, or of a disk that was used since, are not taken for new ones', async () => {
    const foreign = {
      id: snapshot('golden-os'),
      name: 'golden-os',
      type: 'Microsoft.Compute/snapshots',
      location: 'koreacentral',
      tags: {},
      sku: { name: 'Standard_LRS' },
      properties: {
        provisioningState: 'Succeeded',
        creationData: { createOption: 'Copy', sourceResourceId: `${compute}/disks/golden-os` },
      },
    }
    const taken = {
      ...foreign,
      id: snapshot('golden-2-data-0'),
      name: 'golden-2-data-0',
    }
    const resources = [
      ...defaultResources(defaultSubscriptionId),
      ...machineWorld(),
      foreign,
      taken,
    ]
    const recording = await simulatedAzure({ resources }).run({ inputs: alone })
    expect(rulesOf(recording)).toEqual(['snapshots/names-are-free'])
    expect(recording.lines.join('\n')).toContain('golden-3')
  })

  test('of a machine that was started since are refused with a free prefix', async () => {
    const azure = open({ luns: [] })
    await azure.run({ inputs: alone })
    const disk = azure.simulator.store.get(`${compute}/disks/golden-os`)
    Object.assign(disk?.properties ?? {}, { LastOwnershipUpdateTime: '2026-12-01T00:00:00Z' })
    const recording = await azure.run({ inputs: alone })
    expect(rulesOf(recording)).toEqual(['snapshots/names-are-free'])
    expect(recording.lines.join('\n')).toContain('golden-2')
  })
})

describe('what Azure shows of the snapshots', () => {
  const taken = (properties: JsonObject, tags: JsonObject): JsonObject => ({
    id: snapshot('golden-os'),
    name: 'golden-os',
    type: 'Microsoft.Compute/snapshots',
    location: 'koreacentral',
    tags,
    sku: { name: 'Standard_LRS' },
    properties: {
      osType: 'Linux',
      hyperVGeneration: 'V2',
      timeCreated: '2026-11-21T09:00:00.0000000+00:00',
      provisioningState: 'Succeeded',
      creationData: { createOption: 'Copy', sourceResourceId: `${compute}/disks/golden-os` },
      ...properties,
    },
  })
  const ours = { 'image-to-pool': '1', 'image-to-pool-source': `${compute}/disks/golden-os` }
  const openWith = (snapshots: readonly JsonObject[], scenario: Scenario = {}) =>
    simulatedAzure({
      resources: [
        ...defaultResources(defaultSubscriptionId),
        ...machineWorld({ luns: [] }),
        ...snapshots,
      ],
      ...scenario,
    })

  test('one that an earlier run left failed is deleted and taken again', async () => {
    const azure = openWith([taken({ provisioningState: 'Failed' }, ours)])
    const recording = await azure.run({ inputs: alone })
    expect(rulesOf(recording)).toEqual(['snapshots/failed-are-taken-again'])
    expect(recording.outputs).toMatchObject({ outcome: 'succeeded', changed: 'true' })
    const sent = azure.simulator.transcript.writes().map(({ method }) => method)
    expect(sent).toEqual(['DELETE', 'PUT'])
  })

  test('one that is ours and there is used, and its age is told where nothing shows its use', async () => {
    const azure = openWith([taken({}, ours)])
    const { outputs } = await azure.run({ inputs: alone })
    expect(outputs['outcome']).toBe('unchanged')
    expect(writes(azure)).toEqual([])
  })

  test('an image that is there already was made from others', async () => {
    const image = {
      id: `${compute}/images/golden`,
      name: 'golden',
      type: 'Microsoft.Compute/images',
      location: 'koreacentral',
      tags: {},
      properties: {
        provisioningState: 'Succeeded',
        hyperVGeneration: 'V2',
        storageProfile: {
          osDisk: {
            osType: 'Linux',
            osState: 'Generalized',
            snapshot: { id: snapshot('golden-os') },
          },
          dataDisks: [],
        },
      },
    }
    const recording = await openWith([image]).run({ inputs: { ...alone, 'image-name': 'golden' } })
    expect(rulesOf(recording)).toEqual(['snapshots/image-is-made-from-them'])
  })

  test.each([
    ['snapshots/are-readable', '.*/snapshots/golden-os'],
    ['snapshots/disks-are-readable', '.*/disks/golden-os'],
    ['snapshots/vm-exists', '.*/virtualMachines/golden-vm'],
  ])('%s: what may not be read is told before a write', async (rule, path) => {
    const fault = { method: 'GET', path, status: 403, code: 'AuthorizationFailed' }
    const azure = openWith([], { faults: [fault] })
    const recording = await azure.run({ inputs: alone })
    expect(rulesOf(recording)).toContain(rule)
    expect(recording.outputs['outcome']).toBe('failed')
    expect(writes(azure)).toEqual([])
  })

  test('snapshots/resource-group-exists and snapshots/location-is-known', async () => {
    const inputs = {
      ...alone,
      'snapshot-resource-group': 'rg-missing',
      'snapshot-location': 'Middle Earth',
      'snapshot-incremental': 'true',
    }
    const recording = await openWith([]).run({ inputs: { ...inputs, mode: 'plan' } })
    expect(rulesOf(recording)).toEqual(
      expect.arrayContaining(['snapshots/resource-group-exists', 'snapshots/location-is-known']),
    )
  })

  test('snapshots/incremental-stay-in-the-subscription', async () => {
    const other = '22222222-2222-4222-8222-222222222222'
    const inputs = { ...alone, 'snapshot-incremental': 'true', 'subscription-id': other }
    const recording = await openWith([]).run({ inputs: { ...inputs, mode: 'plan' } })
    expect(rulesOf(recording)).toContain('snapshots/incremental-stay-in-the-subscription')
  })

  test('snapshots/caller-has-rights', async () => {
    const permissions = { value: [{ actions: ['*/read'], notActions: [] }] }
    const fault = { method: 'GET', path: '.*/permissions', status: 200, body: permissions }
    const azure = openWith([], { faults: [fault] })
    const recording = await azure.run({ inputs: { ...alone, mode: 'plan' } })
    expect(rulesOf(recording)).toContain('snapshots/caller-has-rights')
  })

  test('an operation that fails ends the run, and rollback leaves nothing', async () => {
    const operation = { code: 'InternalExecutionError', message: 'no such luck' }
    const azure = open(
      {},
      {
        faults: [{ path: '.*/snapshots/golden-data-1', method: 'PUT', operationFails: operation }],
      },
    )
    const { outputs } = await azure.run({ inputs: { ...toNodes, 'on-failure': 'rollback' } })
    expect(outputs['outcome']).toBe('failed')
    const deleted = azure.simulator.transcript.writes().filter(({ method }) => method === 'DELETE')
    expect(deleted.map(({ path }) => path).toSorted()).toEqual(
      ['golden-data-0', 'golden-data-1', 'golden-os'].map(snapshot),
    )
  })
})

describe('fitness of the machine', () => {
  const ade = {
    id: `${vmId}/extensions/ade`,
    name: 'ade',
    type: 'Microsoft.Compute/virtualMachines/extensions',
    location: 'koreacentral',
    properties: { publisher: 'Microsoft.Azure.Security', type: 'AzureDiskEncryptionForLinux' },
  }
  const agent = {
    ...ade,
    id: `${vmId}/extensions/monitor`,
    name: 'monitor',
    properties: { publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent' },
  }
  const plan = { name: 'p', publisher: 'acme', product: 'o' }

  test.each<[string, MachineTraits, readonly string[], string]>([
    ['is generalized and stopped', {}, [], 'succeeded'],
    ['is not generalized', { isGeneralized: false }, ['snapshots/vm-is-generalized'], 'failed'],
    ['runs', { power: 'running' }, ['snapshots/vm-is-stopped'], 'succeeded'],
    [
      'has an extension and is generalized',
      { extensions: [agent] },
      ['snapshots/vm-has-no-extensions'],
      'succeeded',
    ],
    [
      'has an extension and is not generalized',
      { extensions: [agent], isGeneralized: false },
      ['snapshots/vm-is-generalized', 'snapshots/vm-has-no-extensions'],
      'failed',
    ],
    [
      'is encrypted by an extension',
      { extensions: [ade] },
      ['snapshots/disks-are-not-encrypted', 'snapshots/vm-has-no-extensions'],
      'failed',
    ],
    [
      'is encrypted by its disk',
      { osDisk: { encryptionSettingsCollection: { enabled: true, encryptionSettings: [] } } },
      ['snapshots/disks-are-not-encrypted'],
      'failed',
    ],
    ['has a purchase plan', { plan }, ['snapshots/vm-has-no-purchase-plan'], 'failed'],
    [
      'has a disk with a purchase plan',
      { osDisk: { purchasePlan: plan } },
      ['snapshots/vm-has-no-purchase-plan'],
      'failed',
    ],
    [
      'has an ephemeral OS disk',
      {
        properties: {
          storageProfile: {
            osDisk: {
              osType: 'Linux',
              createOption: 'FromImage',
              diffDiskSettings: { option: 'Local' },
              managedDisk: { id: `${compute}/disks/golden-os` },
            },
            dataDisks: [],
          },
        },
      },
      ['snapshots/os-disk-is-not-ephemeral'],
      'failed',
    ],
    [
      'has an unmanaged OS disk',
      {
        properties: {
          storageProfile: {
            osDisk: {
              osType: 'Linux',
              createOption: 'FromImage',
              vhd: { uri: 'https://old.blob.core.windows.net/vhds/os.vhd' },
            },
            dataDisks: [],
          },
        },
      },
      ['snapshots/os-disk-is-managed'],
      'failed',
    ],
    [
      'has an OS disk whose ID is none',
      {
        properties: {
          storageProfile: {
            osDisk: {
              osType: 'Linux',
              createOption: 'FromImage',
              managedDisk: { id: 'golden-os' },
            },
          },
        },
      },
      ['snapshots/os-disk-is-managed'],
      'failed',
    ],
  ])('a machine that %s', async (_what, traits, rules, outcome) => {
    const azure = open(traits)
    const recording = await azure.run({ inputs: { ...alone, mode: 'plan' } })
    expectTheirWords(recording)
    expect(rulesOf(recording)).toEqual(rules)
    expect(recording.outputs['outcome']).toBe(outcome)
    expect(writes(azure)).toEqual([])
  })

  test('a machine that Azure shows no OS disk of', async () => {
    const resources = [...defaultResources(defaultSubscriptionId), ...machineWorld()]
    const azure = simulatedAzure({ resources }, undefined, {
      between: (client) => ({
        async sendRequest(request) {
          const answer = await client.sendRequest(request)
          if (!new URL(request.url).pathname.endsWith('/virtualMachines/golden-vm')) return answer
          const machine = JSON.parse(answer.bodyAsText ?? '') as { properties: JsonObject }
          machine.properties = { ...machine.properties, storageProfile: {} }
          return { ...answer, bodyAsText: JSON.stringify(machine) }
        },
      }),
    })
    const recording = await azure.run({ inputs: { ...alone, mode: 'plan' } })
    expect(rulesOf(recording)).toEqual(['snapshots/os-disk-is-managed'])
    expect(recording.outputs['outcome']).toBe('failed')
  })

  test('allow-not-generalized makes a warning of it', async () => {
    const azure = open({ isGeneralized: false })
    const recording = await azure.run({ inputs: { ...alone, 'allow-not-generalized': 'true' } })
    expectTheirWords(recording)
    expect(rulesOf(recording)).toEqual(['snapshots/vm-is-generalized'])
    expect(recording.outputs['outcome']).toBe('succeeded')
  })

  test('a base image that the account does not support is an error', async () => {
    const base = { publisher: 'acme', offer: 'unheard-of', sku: '1', version: 'latest' }
    const machine = machineWorld().at(-1) as { properties: { storageProfile: JsonObject } }
    const storageProfile = { ...machine.properties.storageProfile, imageReference: base }
    const azure = open({ properties: { storageProfile } })
    const recording = await azure.run({ inputs: { ...toNodes, mode: 'plan' } })
    expectTheirWords(recording)
    expect(rulesOf(recording)).toEqual(['snapshots/base-image-is-supported'])
  })

  test('all that is wrong is told in one run', async () => {
    const azure = open({
      isGeneralized: false,
      power: 'running',
      plan,
      extensions: [ade],
    })
    const recording = await azure.run({
      inputs: { ...alone, 'snapshot-data-disks': '7', mode: 'plan' },
    })
    expectTheirWords(recording)
    expect(rulesOf(recording).toSorted()).toEqual([
      'snapshots/disks-are-not-encrypted',
      'snapshots/luns-exist',
      'snapshots/vm-has-no-extensions',
      'snapshots/vm-has-no-purchase-plan',
      'snapshots/vm-is-generalized',
      'snapshots/vm-is-stopped',
    ])
  })

  test('a machine that is not there is one error', async () => {
    const inputs = { ...alone, 'snapshot-source-vm': 'no-such-vm' }
    const recording = await open().run({ inputs })
    expect(recording.outputs['outcome']).toBe('failed')
    expectTheirWords(recording)
    expect(rulesOf(recording)).toEqual(['snapshots/vm-exists'])
  })

  test('a disk of which no image can be made is refused', async () => {
    const azure = open({ osDiskSku: 'UltraSSD_LRS', luns: [] })
    const recording = await azure.run({ inputs: { ...toNodes, mode: 'plan' } })
    expectTheirWords(recording)
    expect(rulesOf(recording)).toEqual(['snapshots/disks-fit-an-image'])
  })
})

test('a snapshot that says another generation than its disk is found', async () => {
  const disk = {
    id: `${compute}/disks/gen2`,
    name: 'gen2',
    type: 'Microsoft.Compute/disks',
    location: 'koreacentral',
    tags: {},
    properties: {
      osType: 'Linux',
      hyperVGeneration: 'V2',
      diskSizeGB: 30,
      provisioningState: 'Succeeded',
    },
  }
  const lying = {
    ...disk,
    id: snapshot('lying'),
    name: 'lying',
    type: 'Microsoft.Compute/snapshots',
    properties: {
      ...disk.properties,
      hyperVGeneration: 'V1',
      creationData: { createOption: 'Copy', sourceResourceId: disk.id },
    },
  }
  const resources = [...defaultResources(defaultSubscriptionId), disk, lying]
  const recording = await simulatedAzure({ resources }).run({
    inputs: {
      mode: 'plan',
      'subscription-id': defaultSubscriptionId,
      'resource-group': 'rg-images',
      'os-snapshot': 'lying',
      'image-name': 'i',
    },
  })
  const found = JSON.parse(recording.outputs['diagnostics'] ?? '[]') as { rule: string }[]
  expect(found.map(({ rule }) => rule)).toContain('image/generation-is-that-of-the-disk')
})
