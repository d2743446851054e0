import { describe, expect, test } from '@jest/globals'
import type { Facts } from '../../src/model/facts.js'
import { sweepOf } from '../../src/run/sweep-formula.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { openWorld } from '../support/simulated-run.js'

const signal = new AbortController().signal
const account =
  '/subscriptions/30000000-0000-4000-a000-000000000001/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch'
const formula =
  '$TargetDedicatedNodes = min(20, max($PendingTasks.GetSample(1))); $TargetLowPriorityNodes = 0;'

/** What a plan shows of a formula for a pool that is there with another one, and what was asked for it. */
async function shown(jobs: NonNullable<Scenario['jobs']>, text = formula, isShown = true) {
  const world = await openWorld({ jobs })
  await world.azure.createPool(
    `${account}/pools/render`,
    '2025-06-01',
    {
      properties: {
        vmSize: 'Standard_D2s_v5',
        deploymentConfiguration: {
          virtualMachineConfiguration: {
            imageReference: { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
            nodeAgentSkuId: 'batch.node.ubuntu 24.04',
          },
        },
        scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes = 3;' } },
      },
    },
    { signal },
  )
  world.pass(3_600_000)
  const existing = await world.azure.pool(`${account}/pools/render`, '2025-06-01', { signal })
  const found = await world.azure.batchAccount(account, { signal })
  const facts: Facts = {
    pool: {
      accountId: account,
      poolId: `${account}/pools/render`,
      apiVersion: '2025-06-01',
      ...(found && { account: found }),
      ...(existing && { existing }),
    },
  }
  const before = world.simulator.transcript.entries.length
  const { azure } = world
  const asked = { text, taskSlotsPerNode: 1, facts, nowMs: world.clock.now(), azure, signal }
  const { now } = await sweepOf({ ...asked, isShown })
  const requests = world.simulator.transcript.entries.slice(before)
  return { now, requests: requests.map(({ method }) => method) }
}

const jobOf = (id: string, active: number, running = 0) => ({
  id,
  pool: 'render',
  tasks: { active, running },
})

describe('the load of now', () => {
  test('is that of the active jobs of the pool, read in five requests at most', async () => {
    const { now, requests } = await shown([
      jobOf('a', 4, 2),
      jobOf('b', 1),
      { ...jobOf('c', 50), state: 'disabled' },
      { ...jobOf('d', 50), state: 'completed' },
      { ...jobOf('e', 50), pool: 'other' },
    ])
    expect(now).toMatchObject({
      waiting: 5,
      running: 2,
      row: { pendingTasks: 7, targets: { dedicated: 7, lowPriority: 0 } },
      present: { targets: { dedicated: 3, lowPriority: 0 } },
    })
    expect(requests).toEqual(['GET', 'GET', 'GET'])
  })

  test('is read of four jobs, and of more it is left out with a word', async () => {
    const four = ['a', 'b', 'c', 'd'].map((id) => jobOf(id, 3))
    const { now, requests } = await shown(four)
    expect(now).toMatchObject({ waiting: 12, row: { targets: { dedicated: 12 } } })
    expect(requests).toEqual(Array.from({ length: 5 }, () => 'GET'))
    const many = await shown([...four, jobOf('e', 3)])
    expect(many.now).toEqual({ leftOut: 'it has more than 4 jobs, and each is a request' })
    expect(many.requests).toEqual(['GET'])
  })

  test('is left out where the formula reads what only Batch measures', async () => {
    const { now, requests } = await shown([], '$TargetDedicatedNodes = $CPUPercent.GetSample(1);')
    expect(now).toEqual({ leftOut: 'only Batch sees $CPUPercent, which the formula reads' })
    expect(requests).toEqual([])
  })

  test('is not asked for where no plan is shown', async () => {
    expect(await shown([jobOf('a', 1)], formula, false)).toEqual({ now: undefined, requests: [] })
  })
})
