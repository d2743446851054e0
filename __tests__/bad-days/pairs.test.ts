/** Two runs at once on one pool, which no concurrency group keeps apart. */
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure, type Recording, type SimulatedAzure } from '../support/recorded-run.js'
import { account, definition, version, world } from '../support/released-world.js'

const inputs = {
  'subscription-id': defaultSubscriptionId,
  'image-id': `${definition}/versions/1.0.3`,
  ...{ 'batch-account': account, 'pool-name': 'pair' },
  ...{ 'vm-size': 'Standard_D4s_v5', 'node-agent-sku-id': 'batch.node.ubuntu 24.04' },
}

interface Wish {
  readonly nodes: number
  readonly comment: string
}

const wish: fc.Arbitrary<Wish> = fc.record({
  nodes: fc.integer({ min: 0, max: 3 }),
  comment: fc.constantFrom('a', 'b'),
})
const pair = fc.record({
  first: wish,
  second: fc.option(wish, { nil: undefined }),
  /** There is a pool of the name already. */
  before: fc.option(wish, { nil: undefined }),
})

async function runOf(azure: SimulatedAzure, { nodes, comment }: Wish): Promise<Recording> {
  return await azure.run({
    inputs: {
      ...inputs,
      'target-dedicated-nodes': String(nodes),
      pool: JSON.stringify({ properties: { metadata: [{ name: 'comment', value: comment }] } }),
    },
  })
}

function poolsIn({ simulator }: SimulatedAzure): readonly Wish[] {
  const pools = simulator.store.list(`${account}/pools`).filter(({ name }) => name === 'pair')
  return pools.map(({ properties }) => {
    const scale = properties['scaleSettings'] as {
      fixedScale: { targetDedicatedNodes: number }
    }
    const items = properties['metadata'] as JsonObject[]
    const comment = items.find(({ name }) => name === 'comment')?.['value']
    return {
      nodes: scale.fixedScale.targetDedicatedNodes,
      comment: typeof comment === 'string' ? comment : '',
    }
  })
}

test('200 runs in pairs end with one pool, as one of them wants it, and no update is lost', async () => {
  const sum = { pairs: 0, equal: 0, bothGood: 0, oneRefused: 0 }
  await fc.assert(
    fc.asyncProperty(pair, async ({ first, second, before }) => {
      const azure = simulatedAzure({ resources: world([version(7)]) })
      if (before !== undefined) await runOf(azure, before)
      const other = second ?? first
      const isEqual = JSON.stringify(first) === JSON.stringify(other)
      const ended = await Promise.all([runOf(azure, first), runOf(azure, other)])
      const good = ended.filter(({ failure }) => failure === undefined)
      const pools = poolsIn(azure)
      expect(pools).toHaveLength(1)
      expect([first, other]).toContainEqual(pools[0])
      if (isEqual) expect(ended.map(({ failure }) => failure)).toEqual([undefined, undefined])
      // Whoever was told that it succeeded has its pool, or a later one changed it knowingly.
      expect(good.length).toBeGreaterThan(0)
      for (const { failure } of ended) expect(failure ?? '').not.toContain('bug in image-to-pool')
      sum.pairs += 1
      sum.equal += isEqual ? 1 : 0
      sum.bothGood += good.length === 2 ? 1 : 0
      sum.oneRefused += good.length === 1 ? 1 : 0
    }),
    { numRuns: 100 },
  )
  console.log(`two runs at once on one pool: ${JSON.stringify(sum)}`)
  expect(sum.equal).toBeGreaterThan(10)
  expect(sum.oneRefused).toBeGreaterThan(10)
}, 900_000)
