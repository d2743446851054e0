/** The workflow of docs/FIRST-POOL.md, as it stands there: one run to nodes, and a second that changes nothing. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { defaultResources } from '../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure } from '../support/recorded-run.js'
import { compute, machineWorld, subscription } from '../support/vm-world.js'

const example = join(import.meta.dirname, '..', '..', 'examples', 'workflows', 'first-pool.yml')
const { jobs } = parse(readFileSync(example, 'utf8')) as {
  jobs: { pool: { steps: readonly [{ with: Readonly<Record<string, string | number>> }] } }
}
/** The machine of the simulated Azure has another name, lies in another group and was made from Ubuntu 22.04. */
const ofThisWorld = {
  'resource-group': 'rg-images',
  'snapshot-source-vm': 'golden-vm',
  'gallery-image-definition': `${compute}/galleries/renderGallery/images/render-node`,
  'batch-account': `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`,
  'node-agent-sku-id': 'batch.node.ubuntu 22.04',
}

test('leads to nodes in one run, and to no change in the next', async () => {
  const resources = [...defaultResources(defaultSubscriptionId), ...machineWorld()]
  const azure = simulatedAzure({ resources })
  const signIn = ['client-id', 'tenant-id', 'subscription-id']
  const given = Object.entries(jobs.pool.steps[0].with).filter(([name]) => !signIn.includes(name))
  expect(Object.keys(ofThisWorld).every((name) => name in jobs.pool.steps[0].with)).toBe(true)
  const written = Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
  const inputs = { ...written, ...ofThisWorld }
  const first = await azure.run({ inputs })
  expect(first.failure).toBeUndefined()
  expect(first.outputs).toMatchObject({
    outcome: 'succeeded',
    'pool-name': 'render',
    'current-dedicated-nodes': '2',
  })
  const second = await azure.run({ inputs })
  expect(second.outputs).toMatchObject({ outcome: 'unchanged', changed: 'false' })
})
