/** What remains of a plan that was reviewed: after a cancel, a kill at each write, and success. */
import { expect, test } from '@jest/globals'
import { Cancelled } from '../../src/shared/errors.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { machineWorld } from '../support/vm-world.js'
import { simulatedAzure, type Recording, type SimulatedAzure } from '../support/recorded-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`

type Inputs = Readonly<Record<string, string>>

const whole: Inputs = {
  ...{ 'subscription-id': defaultSubscriptionId, 'resource-group': 'rg-images' },
  ...{ 'os-snapshot': 'render-os', 'data-snapshots': 'render-data-0', 'image-name': 'render-1' },
  'gallery-image-definition': `${compute}/galleries/renderGallery/images/render-node`,
  ...{ 'batch-account': account, 'pool-name': 'render', 'vm-size': 'Standard_D4s_v5' },
  ...{ 'node-agent-sku-id': 'batch.node.ubuntu 24.04', 'target-dedicated-nodes': '3' },
}

interface Way {
  readonly name: string
  /** What the pool is before; absent: there is none. */
  readonly before?: Inputs
  readonly inputs: Inputs
}

const next = { ...whole, 'image-name': 'render-2' }
const ways: readonly Way[] = [
  { name: 'from nothing', inputs: whole },
  { name: 'update', before: whole, inputs: { ...whole, 'target-dedicated-nodes': '5' } },
  { name: 'recycle', before: whole, inputs: { ...next, 'on-existing-pool': 'recycle' } },
  { name: 'replace', before: whole, inputs: { ...next, 'on-existing-pool': 'replace' } },
  {
    name: 'blue-green',
    before: { ...whole, 'on-existing-pool': 'blue-green' },
    inputs: { ...next, 'on-existing-pool': 'blue-green' },
  },
  {
    name: 'blue-green from a virtual machine, with a definition and jobs: more than one tag holds',
    before: { ...whole, 'on-existing-pool': 'blue-green' },
    inputs: {
      ...next,
      ...{ 'os-snapshot': '', 'data-snapshots': '', 'snapshot-source-vm': 'golden-vm' },
      'gallery-image-definition': `${compute}/galleries/renderGallery/images/own-node`,
      ...{ 'create-image-definition': 'true', 'hyper-v-generation': 'V2' },
      ...{ 'security-type': 'Standard', 'on-existing-pool': 'blue-green', 'move-jobs': 'true' },
    },
  },
  {
    name: 'a version that is added to',
    before: { ...whole, 'gallery-image-version': '1.0.0' },
    inputs: {
      ...{ ...whole, 'gallery-image-version': '1.0.0', 'target-dedicated-nodes': '5' },
      'target-regions': 'koreacentral\njapaneast',
    },
  },
]

interface World {
  readonly azure: SimulatedAzure
  /** The hash of the reviewed plan. */
  readonly hash: string
  readonly run: (inputs: Inputs, endAfterWrite?: number) => Promise<Recording>
}

async function openWorld({ before, inputs }: Way): Promise<World> {
  let left = 0
  let ended: AbortController | undefined
  const resources = [...defaultResources(defaultSubscriptionId), ...machineWorld()]
  const jobs = [{ id: 'nightly', pool: 'render' }]
  const azure = simulatedAzure({ resources, jobs }, (request) => {
    if (!/^(PUT|PATCH|DELETE)/.test(request)) return
    left -= 1
    if (left === 0) ended?.abort(new Cancelled('gone'))
  })
  const run = async (given: Inputs, endAfterWrite?: number): Promise<Recording> => {
    left = endAfterWrite ?? 0
    ended = new AbortController()
    return await azure.run({
      inputs: given,
      context: { attempt: '7/1' },
      cancelled: ended.signal,
    })
  }
  if (before !== undefined) await run(before)
  const { outputs } = await run({ ...inputs, mode: 'plan' })
  return { azure, run, hash: outputs['plan-hash'] ?? '' }
}

/** Runs the plan that was reviewed up to a write, and then again: how the next run ends. */
async function leftAfter(way: Way, hash: string, count: number): Promise<string> {
  const world = await openWorld(way)
  expect(world.hash).toBe(hash)
  const held = { ...way.inputs, 'expected-plan-hash': hash }
  await world.run(held, count)
  const ended = await world.run(held)
  // The next run may come while the pool is stopping still: what ends so is no news to it.
  const isStopped = ended.lines.join().includes('ResizeStopped')
  const { outputs } = isStopped ? await world.run(held) : ended
  return outputs['outcome'] ?? ''
}

test.each(ways)('$name: what remains is accepted and finished', async (way) => {
  const rows: Record<string, string> = {}
  const { azure, hash, run } = await openWorld(way)
  const before = azure.simulator.transcript.writes().length
  const held = { ...way.inputs, 'expected-plan-hash': hash }
  expect((await run(held)).outputs['outcome']).toBe('succeeded')
  const writes = azure.simulator.transcript.writes().length - before
  for (let count = 1; count <= writes; count += 1) {
    rows[`killed after write ${String(count)}`] = await leftAfter(way, hash, count)
  }
  const cancelling = { ...way, inputs: { ...way.inputs, 'on-cancel': 'rollback' } }
  const { hash: other } = await openWorld(cancelling)
  rows['cancelled after the first write'] = await leftAfter(cancelling, other, 1)
  rows['after success'] = (await run(held)).outputs['outcome'] ?? ''
  const total = azure.simulator.transcript.writes().length
  rows['after success, one node more by hand'] = await changedByHand(azure, async () => {
    return (await run(held)).outputs['outcome'] ?? ''
  })
  const grown = { ...held, 'target-dedicated-nodes': '9' }
  rows['after success, nine nodes in the config'] = (await run(grown)).outputs['outcome'] ?? ''
  console.log(`${way.name}: ${JSON.stringify(rows, null, 1)}`)
  const good = Object.entries(rows).filter(([name]) => !name.includes(','))
  expect(good.filter(([, outcome]) => !/^(succeeded|unchanged)$/.test(outcome))).toEqual([])
  expect(rows).toMatchObject({
    'after success': 'unchanged',
    'after success, one node more by hand': 'failed',
    'after success, nine nodes in the config': 'failed',
  })
  expect(azure.simulator.transcript.writes().length - total).toBe(2)
})

/** By hand: one node more and, once `then` is through, one less. */
async function changedByHand(
  { simulator }: SimulatedAzure,
  then: () => Promise<string>,
): Promise<string> {
  const pools = simulator.store
    .ofType('Microsoft.Batch/batchAccounts/pools')
    .filter(({ properties }) => JSON.stringify(properties).includes('"targetDedicatedNodes":'))
  const nodes = (properties: unknown): number =>
    Number(/"targetDedicatedNodes":(\d+)/.exec(JSON.stringify(properties))?.[1])
  const pool = pools.toSorted((a, b) => nodes(b.properties) - nodes(a.properties))[0]!
  const resize = (targetDedicatedNodes: number): void => {
    simulator.handle({
      method: 'PATCH',
      url: new URL(`https://management.azure.com${pool.id}?api-version=2025-06-01`),
      headers: { authorization: 'Bearer simulated', 'content-type': 'application/json' },
      body: JSON.stringify({
        properties: { scaleSettings: { fixedScale: { targetDedicatedNodes } } },
      }),
    })
  }
  const had = nodes(pool.properties)
  resize(had + 1)
  const outcome = await then()
  resize(had)
  return outcome
}

test('another hash is refused also where there is nothing to change', async () => {
  const { run, azure } = await openWorld({ name: 'none', before: whole, inputs: whole })
  const writes = azure.simulator.transcript.writes().length
  const { outputs } = await run({ ...whole, 'expected-plan-hash': '0'.repeat(64) })
  expect([outputs['outcome'], azure.simulator.transcript.writes().length]).toEqual([
    'failed',
    writes,
  ])
})

test('of several configs each may have got as far as it did', async () => {
  const config = (name: string): string =>
    JSON.stringify({
      pool: {
        account,
        name,
        properties: {
          vmSize: 'Standard_D4s_v5',
          deploymentConfiguration: {
            virtualMachineConfiguration: {
              nodeAgentSkuId: 'batch.node.ubuntu 24.04',
              imageReference: { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
            },
          },
          scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } },
        },
      },
    })
  const files = { 'a.yml': config('a'), 'b.yml': config('b') }
  const cancelled = new AbortController()
  const azure = simulatedAzure({}, (request) => {
    if (request.startsWith('PUT')) cancelled.abort(new Cancelled('gone'))
  })
  const inputs = { config: '*.yml', 'subscription-id': defaultSubscriptionId, parallelism: '1' }
  const run = async (more: Inputs, signal?: AbortSignal) =>
    await azure.run({ inputs: { ...inputs, ...more }, files, ...(signal && { cancelled: signal }) })
  const hash = (await run({ mode: 'plan' })).outputs['plan-hash'] ?? ''
  const held = { 'expected-plan-hash': hash }
  await run(held, cancelled.signal)
  expect(azure.simulator.transcript.writes()).toHaveLength(1)
  const ended = await run(held)
  expect(ended.outputs['outcome']).toBe('succeeded')
  expect(ended.lines.join('\n')).toContain('this is what remains of the plan that was reviewed')
  expect((await run(held)).outputs['outcome']).toBe('unchanged')
})
