/** What a plan comes to: nodes, cores, quota, replicas and list price, and all that it writes. */
import { expect, test } from '@jest/globals'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure } from '../support/recorded-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const inputs = {
  mode: 'plan',
  'resource-group': 'rg-images',
  'subscription-id': defaultSubscriptionId,
  'os-snapshot': 'render-os',
  'image-name': 'render-1',
  'gallery-image-definition': `${compute}/galleries/renderGallery/images/render-node`,
  'batch-account': `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`,
  'pool-name': 'render',
  'vm-size': 'standard_d4S_v5',
  'node-agent-sku-id': 'batch.node.ubuntu 22.04',
  'target-dedicated-nodes': '12',
  'target-low-priority-nodes': '2',
}

interface Figures {
  readonly usdPerHour?: { readonly before: number; readonly after: number }
  readonly cores?: readonly { readonly kind: string; readonly after: number }[]
  readonly replicas?: object
}

async function planned(more: Readonly<Record<string, string>> = {}) {
  const azure = simulatedAzure()
  const recording = await azure.run({ inputs: { ...inputs, ...more } })
  const { figures } = JSON.parse(recording.outputs['plan'] ?? '{}') as { figures: Figures }
  return { azure, recording, figures }
}

test('the plan says cores, quota, replicas and what an hour costs', async () => {
  const { recording, figures } = await planned()
  expect(recording.failure).toBeUndefined()
  expect(figures).toMatchObject({
    vmSize: 'Standard_D4s_v5',
    nodes: { before: { dedicated: 0, spot: 0 }, after: { dedicated: 12, spot: 2 } },
    cores: [
      { kind: 'dedicated', before: 0, after: 48, quota: { usedBefore: 0, usedAfter: 48 } },
      { kind: 'spot', before: 0, after: 8 },
    ],
    replicas: { count: 1, regions: 1, gigabytesEach: 30 },
  })
  // 12 nodes of 4 cores by the plain meter of Linux, 2 by the Spot meter: neither the old nor the future price.
  expect(figures.usdPerHour?.before).toBe(0)
  expect(figures.usdPerHour?.after).toBeCloseTo(12 * 4 * 0.048 + 2 * 4 * 0.048 * 0.2, 6)
  expect(recording.summary).toContain('list price per hour (USD)')
  expect(recording.summary).toContain('licences')
  expect(recording.lines.join('\n')).toContain('dedicated cores of the pool: 0 -> 48')
})

test('Windows has a price of its own', async () => {
  const { figures } = await planned({
    'os-snapshot': 'render-os-windows',
    'gallery-image-definition': `${compute}/galleries/renderGallery/images/render-node-windows`,
    'node-agent-sku-id': 'batch.node.windows amd64',
    'target-low-priority-nodes': '0',
  })
  expect(figures.usdPerHour?.after).toBeCloseTo(12 * 4 * (0.048 + 0.046), 6)
})

test('nobody asks for prices where none are wanted, and a run that applies wants none', async () => {
  const asked = (azure: Awaited<ReturnType<typeof planned>>['azure']) =>
    azure.simulator.transcript.entries.filter(({ path }) => path.includes('retail')).length
  const without = await planned({ prices: 'none' })
  expect(asked(without.azure)).toBe(0)
  expect(without.figures.usdPerHour).toBeUndefined()
  expect(without.figures.cores).toBeDefined()
  const applied = await planned({ mode: 'apply', 'wait-for': 'none' })
  expect(asked(applied.azure)).toBe(0)
})

test('a price list that fails leaves a plan without a price', async () => {
  const azure = simulatedAzure({
    faults: [{ method: 'GET', path: '.*/api/retail/prices', status: 429 }],
  })
  const recording = await azure.run({ inputs })
  expect(recording.failure).toBeUndefined()
  expect(recording.summary).not.toContain('list price')
})

test('all that will exist is in the summary, folded, and what may be secret is not', async () => {
  const pool = `
properties:
  startTask:
    commandLine: /bin/true --token=abcdefgh12345678
    environmentSettings: [ { name: KEY, value: very-secret-value } ]
`
  const { recording } = await planned({ pool })
  expect(recording.summary).toContain('<details><summary>What is written to render</summary>')
  expect(recording.summary).toContain('"startTask"')
  expect(recording.summary).not.toContain('very-secret-value')
  expect(recording.summary).not.toContain('abcdefgh12345678')
})

test('prices is list or none', async () => {
  const recording = await simulatedAzure().run({ inputs: { ...inputs, prices: 'cheap' } })
  expect(recording.failure).toBeDefined()
  expect(recording.lines.join('\n')).toContain("'cheap'")
})
