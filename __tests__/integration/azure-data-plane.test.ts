/** Nodes and jobs over the adapter: the data plane of the simulator. */
import { describe, expect, test } from '@jest/globals'
import type { BatchAccount } from '../../src/ports/azure.js'
import { AzureFailure } from '../../src/shared/errors.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import {
  accountId,
  fixedScale,
  poolBody,
  poolId,
  resources,
  vmConfiguration,
} from '../simulator/batch-world.js'
import { openWorld, type World } from '../support/simulated-run.js'

const call = (): { signal: AbortSignal } => ({ signal: new AbortController().signal })

async function open(scenario: Scenario = {}): Promise<World & { account: BatchAccount }> {
  const world = await openWorld({ resources: resources(), ...scenario })
  const account = await world.azure.batchAccount(accountId, call())
  if (account === undefined) throw new Error('no account')
  return { ...world, account }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    return error instanceof AzureFailure ? error.error.code : String(error)
  }
}

describe('nodes', () => {
  async function withNodes(nodes: number): Promise<World & { account: BatchAccount }> {
    const world = await open({ pageSize: 1000 })
    const body = poolBody(fixedScale(nodes, { resizeTimeout: 'PT2H' }))
    await world.azure.createPool(poolId('render'), '2025-06-01', body, call())
    await world.azure.createPool(poolId('other'), '2025-06-01', poolBody(), call())
    world.pass(3_600_000)
    return world
  }

  test('are counted by state and kind, of one pool, in one request', async () => {
    const { azure, account, simulator } = await withNodes(1200)
    const before = simulator.transcript.entries.length
    const { dedicated, lowPriority } = await azure.nodeCounts(account, 'Render', call())
    expect(dedicated).toMatchObject({ idle: 1200, unusable: 0, startTaskFailed: 0 })
    expect(dedicated).not.toHaveProperty('total')
    expect(lowPriority).toMatchObject({ idle: 0 })
    expect(simulator.transcript.entries).toHaveLength(before + 1)
  })

  test('of a pool that is not there are none', async () => {
    const { azure, account } = await open()
    expect(await azure.nodeCounts(account, 'none', call())).toEqual({
      dedicated: {},
      lowPriority: {},
    })
  })

  test('are listed by state, no more than asked for', async () => {
    const { azure, account } = await withNodes(40)
    const read = async (states: readonly string[], limit: number) =>
      await azure.nodes(account, 'render', { ...call(), states, limit })
    expect(await read(['unusable'], 10)).toEqual([])
    expect(await read(['unusable', 'idle'], 10)).toHaveLength(10)
    const all = await read([], 100)
    expect(all).toHaveLength(40)
    expect(all[0]).toMatchObject({ state: 'idle', isDedicated: true, errors: [] })
  })

  test('whose start task failed tell how, and show the end of what it wrote', async () => {
    const stderr = `${'a line of no interest\n'.repeat(50)}the disk is full\n`
    const startTaskFails = { nodes: 1, exitCode: 3, stderr }
    const world = await open({ nodes: { startTaskFails } })
    const startTask = { commandLine: '/bin/prepare', waitForSuccess: true }
    const { azure, account } = world
    await azure.createPool(poolId('render'), '2025-06-01', poolBody({ startTask }), call())
    world.pass(3_600_000)
    const states = ['starttaskfailed']
    const [node] = await azure.nodes(account, 'render', { ...call(), states, limit: 5 })
    expect(node?.startTask).toMatchObject({ exitCode: 3, failure: { code: expect.any(String) } })
    const tailOf = async (path: string): Promise<string | undefined> => {
      const file = { pool: 'render', node: node?.id ?? '', path }
      return await azure.nodeFileTail(account, file, { ...call(), bytes: 40 })
    }
    expect(await tailOf('startup/stderr.txt')).toBe(stderr.slice(-40))
    expect(await tailOf('startup/none.txt')).toBeUndefined()
  })

  test('with a wrong agent tell their errors', async () => {
    const world = await open()
    const { azure, account } = world
    const body = poolBody(vmConfiguration({ nodeAgentSkuId: 'batch.node.windows amd64' }))
    await azure.createPool(poolId('render'), '2025-06-01', body, call())
    world.pass(3_600_000)
    const states = ['unusable']
    const [node] = await azure.nodes(account, 'render', { ...call(), states, limit: 5 })
    expect(node?.errors[0]).toMatchObject({ code: 'BatchAgentInstallationFailure' })
    expect(node?.errors[0]?.details[0]?.name).toBe('Reason')
  })
})

describe('jobs', () => {
  const jobs: NonNullable<Scenario['jobs']> = [
    { id: 'frames', pool: 'render' },
    { id: 'preview', pool: 'render' },
    { id: 'done', pool: 'render', state: 'completed' },
    { id: 'other', pool: 'other' },
  ]

  test('of a pool that have not ended are listed', async () => {
    const { azure, account } = await open({ jobs })
    const found = await azure.jobs(account, 'render', call())
    expect(found.map(({ id, state, poolId: pool }) => [id, state, pool])).toEqual([
      ['frames', 'active', 'render'],
      ['preview', 'active', 'render'],
    ])
    expect(found[0]?.etag).toMatch(/^0x8D/)
  })

  test('are listed over all pages', async () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      id: `job-${String(index)}`,
      pool: 'render',
    }))
    const { azure, account, simulator } = await open({ jobs: many, pageSize: 5 })
    expect(await azure.jobs(account, 'render', call())).toHaveLength(12)
    expect(simulator.transcript.entries.filter(({ path }) => path === '/jobs')).toHaveLength(3)
  })

  test('are moved: disabled, given another pool, enabled', async () => {
    const world = await open({ jobs })
    const { azure, account } = world
    await azure.disableJob(account, 'frames', call())
    expect((await azure.job(account, 'frames', call()))?.state).toBe('disabling')
    expect(await codeOf(azure.moveJob(account, 'frames', 'render-2', call()))).toBe(
      'OperationInvalidForCurrentState',
    )
    world.pass(20_000)
    await azure.moveJob(account, 'frames', 'render-2', call())
    await azure.enableJob(account, 'frames', call())
    world.pass(5000)
    expect(await azure.job(account, 'frames', call())).toMatchObject({
      id: 'frames',
      state: 'active',
      poolId: 'render-2',
    })
    expect(world.simulator.transcript.writes().at(-2)?.body).toEqual({
      poolInfo: { poolId: 'render-2' },
    })
  })

  test('that are where they are wanted are no failure', async () => {
    const { azure, account } = await open({ jobs })
    await azure.enableJob(account, 'frames', call())
    await azure.disableJob(account, 'frames', call())
    await azure.disableJob(account, 'frames', call())
    expect((await azure.job(account, 'frames', call()))?.state).toBe('disabling')
  })

  test('that have ended or are not there say so', async () => {
    const { azure, account } = await open({ jobs })
    expect(await codeOf(azure.disableJob(account, 'done', call()))).toBe('JobCompleted')
    expect(await codeOf(azure.enableJob(account, 'done', call()))).toBe('JobCompleted')
    expect(await codeOf(azure.disableJob(account, 'none', call()))).toBe('JobNotFound')
    expect(await azure.job(account, 'none', call())).toBeUndefined()
  })

  test('whose answer was lost are disabled all the same', async () => {
    const faults = [{ on: 'POST /jobs/', break: 'truncate' as const, times: 2 }]
    const { azure, account } = await open({ jobs, faults })
    await azure.disableJob(account, 'frames', call())
    expect((await azure.job(account, 'frames', call()))?.state).toBe('disabling')
  })
})

describe('an account', () => {
  test('without an endpoint is told as such', async () => {
    const { azure, account } = await open()
    const closed: BatchAccount = { ...account }
    delete (closed as { accountEndpoint?: string }).accountEndpoint
    expect(await codeOf(azure.nodeCounts(closed, 'render', call()))).toBe('NoAccountEndpoint')
  })

  test('that lets nobody in says so, with its own words', async () => {
    const body = {
      code: 'AuthorizationFailure',
      message: { lang: 'en-US', value: 'not from here' },
    }
    const faults = [{ on: 'GET /nodecounts', status: 403, body }]
    const { azure, account } = await open({ faults })
    await expect(azure.nodeCounts(account, 'render', call())).rejects.toMatchObject({
      status: 403,
      operation: 'count the nodes of pool render',
      error: { code: 'AuthorizationFailure', message: 'not from here' },
    })
  })
})
