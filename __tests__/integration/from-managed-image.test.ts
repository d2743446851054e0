import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { textAt } from '../../src/shared/json-at.js'
import { callCli } from '../support/call-cli.js'
import { simulatedAzure } from '../support/recorded-run.js'
import { poolsOf } from '../support/rollout-world.js'
import { azureOf } from '../support/simulated-run.js'

const subscriptionId = '30000000-0000-4000-a000-000000000001'
const account = `/subscriptions/${subscriptionId}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const general = { 'subscription-id': subscriptionId, 'resource-group': 'rg-images' }

/** Nothing is waited for: the deadline of a run never comes. */
const standing = {
  now: () => Date.parse('2026-11-23T08:00:00Z'),
  sleep: async (_: number, aborted: AbortSignal) => {
    await once(aborted, 'abort')
  },
}

test('a pool on a managed image is read back, planned, and moved to a gallery with its jobs', async () => {
  const jobs = [
    { id: 'frames', pool: 'render' },
    { id: 'paused', pool: 'render', state: 'disabled' as const },
  ]
  const azure = simulatedAzure({ jobs })
  const { simulator } = azure
  // As it was made years ago: an image from snapshots, and a pool right from it.
  const old = await azure.run({
    inputs: {
      ...general,
      ...{ 'os-snapshot': 'render-os', 'image-name': 'render-old', 'batch-account': account },
      ...{ 'pool-name': 'render', 'vm-size': 'Standard_D4s_v5', 'target-dedicated-nodes': '3' },
      'node-agent-sku-id': 'batch.node.ubuntu 24.04',
    },
  })
  expect(old.failure).toBeUndefined()
  expect(simulator.transcript.writes().at(-1)?.apiVersion).toBe('2019-08-01')
  const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-move-'))
  const world = { azure: await azureOf(simulator), clock: standing }
  const source = [`${account}/pools/render`, '--subscription-id', subscriptionId]
  const imported = await callCli({ folder, world }, ['import', ...source])
  rmSync(folder, { recursive: true })
  expect(imported).toMatchObject({ status: 0 })
  expect(parse(imported.out)).toMatchObject({
    image: { id: expect.stringContaining('/images/render-old') },
    rollout: { onExistingPool: 'blue-green' },
  })
  const files = { 'render.yml': imported.out }
  const inputs = { ...general, config: 'render.yml', 'move-jobs': 'true' }
  const before = simulator.transcript.writes().length
  const planned = await azure.run({ inputs: { ...inputs, mode: 'plan' }, files })
  expect(planned.failure).toBeUndefined()
  expect(planned.outputs).toMatchObject({ 'has-changes': 'true' })
  expect(simulator.transcript.writes()).toHaveLength(before)
  const moved = await azure.run({ inputs: { ...inputs, mode: 'apply' }, files })
  expect([moved.failure, moved.outputs['outcome']]).toEqual([undefined, 'succeeded'])
  const { render, ...others } = poolsOf(azure)
  const [green] = Object.values(others)
  expect(render).toMatchObject({ target: '0+0', role: 'retired', jobs: [] })
  expect(green).toMatchObject({
    ...{ nodes: '3+0', target: '3+0', role: 'live' },
    jobs: ['frames active', 'paused disabled'],
  })
  const [name = ''] = Object.keys(others)
  const live = simulator.store.get(`${account}/pools/${name}`)
  const vm = ['deploymentConfiguration', 'virtualMachineConfiguration'] as const
  expect(textAt(live?.properties, ...vm, 'imageReference', 'id')).toMatch(
    /\/galleries\/renderGallery\/images\/[^/]+\/versions\/1\.0\.0$/,
  )
  const again = await azure.run({ inputs: { ...inputs, mode: 'apply' }, files })
  expect([again.failure, again.outputs['outcome']]).toEqual([undefined, 'unchanged'])
})
