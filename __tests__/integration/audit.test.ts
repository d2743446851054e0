import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Clock } from '../../src/ports/clock.js'
import type { JsonObject } from '../../src/shared/json.js'
import { callCli } from '../support/call-cli.js'
import { openWorld, type World } from '../support/simulated-run.js'

const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-audit-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const signal = new AbortController().signal
const account =
  '/subscriptions/30000000-0000-4000-a000-000000000001/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch'

/** Nothing is waited for here: the deadline of a run never comes. */
const standing = ({ clock }: World): Clock => ({
  now: () => clock.now(),
  sleep: async (_, aborted) => {
    await once(aborted, 'abort')
  },
})

const body = (more: JsonObject = {}): JsonObject => ({
  properties: {
    vmSize: 'Standard_D2s_v5',
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
        nodeAgentSkuId: 'batch.node.ubuntu 24.04',
      },
    },
    scaleSettings: { fixedScale: { targetDedicatedNodes: 1 } },
    ...more,
  },
})

async function audited(world: World, ...flags: string[]) {
  return await callCli({ folder, world: { azure: world.azure, clock: standing(world) } }, [
    'audit',
    '--subscription-id',
    '30000000-0000-4000-a000-000000000001',
    ...flags,
  ])
}

describe('mode audit', () => {
  test('judges every pool of an account by rules and by its state, and writes nothing', async () => {
    const world = await openWorld({
      resizesByPool: { short: [{ capacity: 0, error: { code: 'AllocationFailed' } }] },
    })
    const make = async (name: string, more: JsonObject = {}) =>
      await world.azure.createPool(`${account}/pools/${name}`, '2025-06-01', body(more), { signal })
    await make('good')
    await make('short')
    world.pass(3_600_000)
    const before = JSON.stringify(await world.azure.pools(account, { signal }))
    const { status, err } = await audited(world, '--batch-account', account)
    expect(status).toBe(0)
    expect(err).toContain(`${account}/pools/short: its last resize left AllocationFailed`)
    expect(err).toContain(`${account}/pools/short: it is steady with 0 of 1 nodes`)
    expect(err).not.toContain('pools/good')
    expect(JSON.stringify(await world.azure.pools(account, { signal }))).toBe(before)
    expect(
      (await audited(world, '--resource-group', 'rg-batch', '--fail-on', 'warning')).status,
    ).toBe(1)
  })

  test('says where a pool has drifted from its config', async () => {
    const world = await openWorld({})
    await world.azure.createPool(`${account}/pools/render`, '2025-06-01', body(), { signal })
    world.pass(3_600_000)
    const config = {
      pool: { account, name: 'render', ...body({ metadata: [{ name: 'team', value: 'render' }] }) },
    }
    writeFileSync(join(folder, 'pool.json'), JSON.stringify(config))
    const { err, status } = await audited(world, 'pool.json')
    expect(err).toContain('Azure is not what the config says')
    expect(status).toBe(0)
    const gated = await audited(world, 'pool.json', '--fail-on', 'changes')
    expect(gated.status).toBe(1)
    expect(gated.err).toContain('something would change (update), and fail-on is changes')
    const as = { pool: { account, name: 'render', ...body() } }
    writeFileSync(join(folder, 'same.json'), JSON.stringify(as))
    expect((await audited(world, 'same.json', '--fail-on', 'changes')).status).toBe(0)
  })

  test('reads neither pools nor accounts twice for their configs', async () => {
    const world = await openWorld({})
    for (const name of ['a', 'b', 'c']) {
      await world.azure.createPool(`${account}/pools/${name}`, '2025-06-01', body(), { signal })
      const config = { pool: { account, name, ...body() } }
      writeFileSync(join(folder, `own-${name}.json`), JSON.stringify(config))
    }
    world.pass(3_600_000)
    const before = world.simulator.transcript.entries.length
    const { status, out } = await audited(world, 'own-*.json', '--fail-on', 'changes')
    const requests = world.simulator.transcript.entries.slice(before)
    expect(status).toBe(0)
    expect(out).toContain('pools in order: 6 of 6')
    // The account, its pools, the counts, the supported images, one node list for each pool.
    expect(requests).toHaveLength(7)
  })

  test('says what it did not look at', async () => {
    const world = await openWorld({})
    for (let index = 0; index < 22; index++) {
      const id = `${account}/pools/p${String(index)}`
      await world.azure.createPool(id, '2025-06-01', body(), { signal })
    }
    world.pass(25 * 3_600_000)
    const { err } = await audited(world, '--batch-account', account)
    expect(err.match(/1 node is idle for more than 24 hours, the longest for 24/g)).toHaveLength(20)
    expect(err.match(/not looked at: .*its counts show 0 failed and 1 idle nodes/g)).toHaveLength(2)
  })

  test('judges without the data plane, and says so', async () => {
    const faults = [{ method: 'GET', path: '.*/nodecounts', status: 403, times: 99 }]
    const world = await openWorld({ faults })
    await world.azure.createPool(`${account}/pools/render`, '2025-06-01', body(), { signal })
    world.pass(3_600_000)
    const { err, status } = await audited(world, '--batch-account', account)
    expect(status).toBe(0)
    expect(err).toMatch(/not looked at: .*renderbatch: its nodes cannot be counted: /)
  })

  test('of an account that cannot be read is no good one', async () => {
    const world = await openWorld({})
    const { err, status } = await audited(world, '--batch-account', `${account}x`)
    expect(status).toBe(1)
    expect(err).toContain('the account and its pools cannot be read: it is not there')
    const named = await audited(world, '--batch-account', 'renderbatch')
    expect(named.status).toBe(1)
    expect(named.err).toContain("batch-account: 'renderbatch' is not the ID of a Batch account")
  })
})
