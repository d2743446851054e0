/** Snapshots that runs took go as images do: superseded ones, once nothing rests on them. */
import { expect, test } from '@jest/globals'
import { defaultResources } from '../../src/simulator/default-world.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure, type SimulatedAzure } from '../support/recorded-run.js'
import { compute, machineWorld, subscription } from '../support/vm-world.js'

const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`

function open(scenario: Scenario = {}): SimulatedAzure {
  const resources = [...defaultResources(defaultSubscriptionId), ...machineWorld({ luns: [0] })]
  return simulatedAzure({ resources, ...scenario })
}

async function release(azure: SimulatedAzure, image: string, pool: string): Promise<void> {
  const { outputs } = await azure.run({
    inputs: {
      'resource-group': 'rg-images',
      'snapshot-source-vm': 'golden-vm',
      'image-name': image,
      'gallery-image-definition': `${compute}/galleries/renderGallery/images/render-node`,
      'batch-account': account,
      'pool-name': pool,
      'vm-size': 'Standard_D4s_v5',
      'node-agent-sku-id': 'batch.node.ubuntu 22.04',
      'target-dedicated-nodes': '0',
    },
  })
  expect(outputs['outcome']).toBe('succeeded')
}

async function cleanUp(azure: SimulatedAzure, keepLast: string, group = '') {
  const before = azure.simulator.transcript.writes().length
  const ended = await azure.run({
    inputs: {
      mode: 'cleanup',
      'subscription-id': defaultSubscriptionId,
      'keep-last': keepLast,
      'resource-group': group,
    },
  })
  expect(ended.failure).toBeUndefined()
  const sent = azure.simulator.transcript.writes().slice(before)
  return { ...ended, deleted: sent.map(({ path }) => path.split('/').slice(-2).join('/')) }
}

test('superseded ones go after their image; those behind a pool, and the newest, stay', async () => {
  const azure = open()
  for (const number of ['1', '2', '3']) await release(azure, `golden-${number}`, `render-${number}`)
  azure.simulator.store.delete(`${account}/pools/render-1`)
  const { deleted, lines, summary } = await cleanUp(azure, '1')
  expect(deleted.slice(0, 2)).toEqual(['versions/1.0.0', 'images/golden-1'])
  expect(deleted.slice(2).toSorted()).toEqual([
    'snapshots/golden-1-data-0',
    'snapshots/golden-1-os',
  ])
  expect(lines.filter((line) => line.startsWith('keep snapshot')).toSorted()).toEqual([
    'keep snapshot golden-2-data-0: image golden-2 was made from it',
    'keep snapshot golden-2-os: image golden-2 was made from it',
    'keep snapshot golden-3-data-0: image golden-3 was made from it',
    'keep snapshot golden-3-os: image golden-3 was made from it',
  ])
  expect(summary).toContain('1 gallery version, 1 image and 2 snapshots')
  expect((await cleanUp(azure, '1')).deleted).toEqual([])
})

test('one that a disk is made from stays, whoever made the disk', async () => {
  const azure = open()
  for (const number of ['1', '2']) await release(azure, `golden-${number}`, `render-${number}`)
  azure.simulator.store.delete(`${account}/pools/render-1`)
  azure.simulator.store.put({
    id: `${compute}/disks/somebodys`,
    name: 'somebodys',
    type: 'Microsoft.Compute/disks',
    location: 'koreacentral',
    sku: { name: 'Premium_LRS' },
    properties: {
      ...{ diskState: 'Unattached', diskSizeGB: 30, diskSizeBytes: 30 * 2 ** 30 },
      ...{ timeCreated: '2026-11-20T10:00:00Z', provisioningState: 'Succeeded' },
      ...{ uniqueId: '50000000-0000-4000-a000-000000000009', publicNetworkAccess: 'Enabled' },
      ...{
        networkAccessPolicy: 'AllowAll',
        encryption: { type: 'EncryptionAtRestWithPlatformKey' },
      },
      creationData: { createOption: 'Copy', sourceResourceId: `${compute}/snapshots/golden-1-os` },
    },
  })
  const { deleted, lines } = await cleanUp(azure, '1')
  expect(deleted).toContain('snapshots/golden-1-data-0')
  expect(deleted).not.toContain('snapshots/golden-1-os')
  expect(lines).toContain('keep snapshot golden-1-os: disk somebodys uses it')
})

test('one that a lock protects stays, and stops nothing', async () => {
  const body = { error: { code: 'ScopeLocked', message: 'a lock' } }
  const path = '.*/snapshots/golden-1-os'
  const azure = open({ faults: [{ method: 'DELETE', path, status: 409, body }] })
  for (const number of ['1', '2']) await release(azure, `golden-${number}`, `render-${number}`)
  azure.simulator.store.delete(`${account}/pools/render-1`)
  const { outputs, lines } = await cleanUp(azure, '1')
  expect(outputs['outcome']).toBe('succeeded')
  expect(lines.join('\n')).toContain('kept snapshot golden-1-os: a lock protects it')
  expect(azure.simulator.store.get(`${compute}/snapshots/golden-1-data-0`)).toBeUndefined()
})
