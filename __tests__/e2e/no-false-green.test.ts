/** Through the built action: never "ready" of nodes that nobody saw, and nothing undone for what was not seen. */
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Fault, Scenario } from '../../src/simulator/kernel.js'
import { runAction, type Ended } from './action.js'
import { poolId, startCloud, wholeWay, type Cloud } from './azure.js'

const clouds: Cloud[] = []
afterAll(async () => {
  await Promise.all(
    clouds.splice(0).map(async (cloud) => {
      await cloud.close()
    }),
  )
})

type Inputs = Readonly<Record<string, string>>

async function open(scenario: Scenario): Promise<Cloud> {
  const cloud = await startCloud({ speed: 20_000, ...scenario })
  clouds.push(cloud)
  return cloud
}

async function run(cloud: Cloud, more: Inputs = {}): Promise<Ended> {
  const inputs = { ...cloud.inputs, ...wholeWay, ...more }
  return await runAction({ inputs, env: cloud.env })
}

function writes({ simulator }: Cloud): readonly string[] {
  return simulator.transcript.writes().map(({ method, path }) => `${method} ${path}`)
}

const failingTask = JSON.stringify({
  properties: { startTask: { commandLine: '/bin/false', waitForSuccess: true } },
})

describe('without wait-for', () => {
  test.concurrent.each<[string, Scenario, Inputs]>([
    [
      'a start task that fails everywhere',
      { nodes: { startTaskFails: { nodes: 'all' } } },
      { pool: failingTask },
    ],
    ['nodes that are all unusable', { nodes: { unusable: { nodes: 'all' } } }, {}],
    ['one unusable node', { nodes: { unusable: { nodes: 1 } } }, {}],
  ])('%s is no success', async (_, scenario, inputs) => {
    const ended = await run(await open(scenario), inputs)
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
    expect(ended.summary).not.toMatch(/is ready|10\/10 nodes ready/)
    expect(ended.log).toMatch(/::notice::wait-for is not set/)
  })

  test.concurrent('nodes that work are ready, and the new default is said once', async () => {
    const cloud = await open({})
    const first = await run(cloud)
    expect(first).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
    expect(first.summary).toContain('`render` is made: 10/10 nodes ready')
    expect(first.log.match(/wait-for is not set/g)).toHaveLength(1)
    const again = await run(cloud, { 'wait-for': 'nodes' })
    expect(again).toMatchObject({ status: 0, outputs: { outcome: 'unchanged' } })
    expect(again.log).not.toMatch(/wait-for is not set/)
  })

  test.concurrent.each([
    [
      'a target of none',
      '{ properties: { scaleSettings: { fixedScale: { targetDedicatedNodes: 0 } } } }',
    ],
    [
      'a formula that asks for none',
      '{ properties: { scaleSettings: { autoScale: { formula: "$TargetDedicatedNodes = 0;" } } } }',
    ],
  ])('%s succeeds: 0 of 0, nothing to wait for', async (_, pool) => {
    const ended = await run(await open({}), { pool, 'target-dedicated-nodes': '' })
    expect(ended).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
    expect(ended.summary).toContain('0 of 0 nodes, nothing to wait for')
  })
})

test.concurrent('wait-for: steady claims no more than it saw', async () => {
  const scenario: Scenario = { nodes: { unusable: { nodes: 'all' } } }
  const ended = await run(await open(scenario), { 'wait-for': 'steady' })
  expect(ended).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
  expect(ended.summary).toContain('`render` is made: 10/10 nodes allocated, not looked at')
  expect(`${ended.summary}${ended.log}`).not.toMatch(/nodes (are )?ready|is ready/)
})

describe('the advice', () => {
  const again = /\brun (it )?again\b/i
  const failing: Scenario = { nodes: { startTaskFails: { nodes: 'all' } } }

  test.concurrent.each([
    ['keep', true],
    ['scale-to-zero', false],
    ['rollback', false],
  ])(
    'for a start task that fails, with %s: never to run it again, and to reboot what is there',
    async (onFailure, isThere) => {
      const ended = await run(await open(failing), { pool: failingTask, 'on-failure': onFailure })
      const told = [ended.log, ended.summary, JSON.stringify(ended.outputs)].join('\n')
      expect(ended.status).toBe(1)
      expect(told).toContain('correct startTask.commandLine')
      expect(told).not.toMatch(again)
      expect(/reboot/i.test(told)).toBe(isThere)
      expect(ended.summary).toContain('Once that is mended, a new run')
    },
  )

  test.concurrent('for a quota that is used up is not to run it again', async () => {
    const error = { code: 'AccountCoreQuotaReached', message: 'no more cores' }
    const ended = await run(await open({ resizes: [{ adds: 3, error }] }))
    expect(ended.status).toBe(1)
    expect(ended.log + ended.summary).not.toMatch(again)
  })

  test.concurrent('for what may pass is to run it again', async () => {
    const error = { code: 'AllocationTimedout', message: 'too slow' }
    const scenario: Scenario = {
      resizes: [
        { adds: 3, error },
        { adds: 0, error },
      ],
    }
    const ended = await run(await open(scenario))
    expect(ended.status).toBe(1)
    expect(ended.summary).toContain('Run it again: what exists and matches is reused')
  })
})

describe('a data plane that is closed from the start', () => {
  const account = wholeWay['batch-account'] ?? ''
  const shut = { change: { id: account, properties: { publicNetworkAccess: 'Disabled' } } }
  const ways: readonly [string, Scenario][] = [
    ['forbidden', { dataPlane: 'forbidden' }],
    ['unreachable', { dataPlane: 'unreachable' }],
    ['private', { events: [{ do: shut }] }],
    ['without the right', { denied: ['data:Microsoft.Batch/batchAccounts/pools/*'] }],
  ]
  test.concurrent.each(
    ways.flatMap(([how, scenario]) =>
      (['plan', 'apply'] as const).map((mode) => ({ how, scenario, mode })),
    ),
  )('$how: $mode is an error before any write, with both ways on', async ({ scenario, mode }) => {
    const cloud = await open(scenario)
    const ended = await run(cloud, { mode })
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
    expect(ended.log).toMatch(/::error.*wait-for is nodes, but how the nodes are cannot be seen/)
    expect(ended.log).toMatch(/wait-for: steady/)
    expect(writes(cloud)).toEqual([])
    const steady = await run(cloud, { mode, 'wait-for': 'steady' })
    expect(steady).toMatchObject({ status: 0, outputs: { outcome: 'succeeded' } })
  })
})

describe('a data plane that is lost on the way', () => {
  const lost: Fault = { on: 'GET /(nodecounts|pools/.*/nodes|jobs)', status: 403, times: 10_000 }

  /** A pool of one image, then of the next; the data plane closes at the first write to Batch. */
  async function roll(inputs: Inputs) {
    let isArmed = false
    const cloud: Cloud = await startCloud({ speed: 20_000 }, (request) => {
      if (!isArmed || !/^(PUT|PATCH|POST|DELETE) .*\/pools\//.test(request)) return
      isArmed = false
      cloud.simulator.faults.add(lost)
    })
    clouds.push(cloud)
    if (inputs['on-existing-pool'] !== undefined) {
      expect(await run(cloud, { 'on-existing-pool': inputs['on-existing-pool'] })).toMatchObject({
        status: 0,
      })
    }
    const before = poolsIn(cloud)
    isArmed = true
    const ended = await run(cloud, { 'image-name': 'render-2', ...inputs })
    const { entries } = cloud.simulator.transcript
    const seen = entries.findIndex(({ path, status }) => path === '/nodecounts' && status === 403)
    const undoing = entries.slice(seen).filter(({ method }) => !/GET|HEAD/.test(method))
    return { cloud, ended, before, undoing }
  }

  function poolsIn({ simulator }: Cloud): Readonly<Record<string, unknown>> {
    const pools = simulator.store.list(poolId.replace(/\/[^/]+$/, ''))
    return Object.fromEntries(
      pools.map(({ name, properties }) => [name, JSON.stringify(properties['scaleSettings'])]),
    )
  }

  const strategies: readonly Inputs[] = [
    {},
    ...['recycle', 'replace', 'blue-green'].map((strategy) => ({ 'on-existing-pool': strategy })),
  ]
  const choices = ['keep', 'scale-to-zero', 'rollback']
  test.concurrent.each(
    strategies.flatMap((strategy) =>
      choices.map((onFailure) => ({ ...strategy, 'on-failure': onFailure })),
    ),
  )('%j: failed, nothing undone, and the summary says so', async (inputs) => {
    const { ended, before, undoing, cloud } = await roll(inputs)
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
    expect(ended.log).toMatch(
      /cannot see how pool .* is: the data plane .* is not open to this run/,
    )
    expect(ended.summary).toMatch(/everything is kept as it is.*could not be seen/)
    expect(undoing).toEqual([])
    const after = poolsIn(cloud)
    for (const name of Object.keys(before)) expect(after[name]).toBe(before[name])
  })
})
