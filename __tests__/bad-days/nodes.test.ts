/** What takes its time: nodes that are looked at again and again, hosts that do not answer. */
import { afterEach, expect, test } from '@jest/globals'
import type { Scenario } from '../../src/simulator/kernel.js'
import { runAction } from '../e2e/action.js'
import { startCloud, wholeWay, type Cloud } from '../e2e/azure.js'

const clouds: Cloud[] = []
afterEach(async () => {
  await Promise.all(
    clouds.splice(0).map(async (cloud) => {
      await cloud.close()
    }),
  )
})

async function apply(scenario: Scenario, more: Readonly<Record<string, string>> = {}) {
  const cloud = await startCloud({ speed: 20_000, ...scenario })
  clouds.push(cloud)
  const inputs = { ...cloud.inputs, ...wholeWay, 'wait-for': 'nodes', ...more }
  return { ...(await runAction({ inputs, env: cloud.env })), cloud }
}

test('Spot nodes that are evicted while they are waited for: told, and waited for until they are back', async () => {
  const ended = await apply(
    {
      events: [
        {
          ...{ since: 'resize', afterSeconds: 100 },
          do: { evict: { pool: 'render', nodes: 3, backAfterSeconds: 60_000 } },
        },
      ],
    },
    { 'target-dedicated-nodes': '2', 'target-low-priority-nodes': '8' },
  )
  expect(ended).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
  expect(ended.log).toMatch(/^::warning::3 low-priority nodes of pool render evicted/m)
  expect(ended.log).toMatch(/7 idle, 3 preempted/)
  expect(ended.log).toMatch(/10 idle/)
}, 120_000)

test('nodes that start while they are waited for are told by state', async () => {
  const ended = await apply({ speed: 60 }, { 'target-dedicated-nodes': '20' })
  expect(ended).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
  expect(ended.log).toMatch(/20 idle/)
  expect(ended.log).toMatch(/\d+ (creating|starting)/)
}, 240_000)

/** Nothing was asked for that is not a read. */
function expectNoWrites({ cloud }: Awaited<ReturnType<typeof apply>>): void {
  expect(cloud.simulator.transcript.writes()).toEqual([])
}

test('a data plane whose host does not answer: an error before anything is written, with both ways on', async () => {
  const ended = await apply({
    faults: [{ on: 'GET /nodecounts', break: 'refused', times: 1000 }],
  })
  expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
  expect(ended.log).toMatch(/^::error.*does not answer this runner/m)
  expect(ended.log).toContain('steady')
  expectNoWrites(ended)
}, 300_000)

test('an identity that may not read nodes: an error before anything is written, with the role', async () => {
  const ended = await apply({ denied: ['data:Microsoft.Batch/batchAccounts/pools/*'] })
  expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
  expect(ended.log).toMatch(/^::error.*Azure Batch Data Contributor on Batch account/m)
  expectNoWrites(ended)
})
