import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RolloutConfig } from '../../../src/inputs/config.js'
import { planPool } from '../../../src/plan/pool.js'
import { resolvePool } from '../../../src/plan/resolve-pool.js'
import { beforeOf, markedBefore, markerOf, wholeBody } from '../../../src/plan/rollout/before.js'
import { derivedName } from '../../../src/plan/rollout/derived-name.js'
import { editedMetadata } from '../../../src/model/pool-metadata.js'
import { livePools, poolsOfRollout } from '../../../src/model/pool-roles.js'
import type { Pool } from '../../../src/ports/azure.js'
import type { JsonObject } from '../../../src/shared/json.js'
import {
  accountId,
  existingPool,
  poolConfig,
  poolFacts,
  renderPoolId,
  versionId,
  vm,
} from '../../support/pool-facts.js'

const oldImage = vm({
  nodeAgentSkuId: 'batch.node.ubuntu 22.04',
  imageReference: { id: `${versionId}.old` },
})

/** A pool with metadata of ours. */
function marked(own: Readonly<Record<string, string>>, properties: JsonObject = {}): Pool {
  const metadata = Object.entries(own).map(([name, value]) => ({
    name: `image-to-pool-${name}`,
    value,
  }))
  return existingPool({ ...properties, metadata })
}

function steps(rollout: RolloutConfig, existing: Pool, members: readonly Pool[] = [existing]) {
  const facts = poolFacts({ existing, members })
  return planPool({ ...poolConfig(), rollout }, facts)?.steps ?? []
}

function kinds(...given: Parameters<typeof steps>): readonly string[] {
  return steps(...given).map(({ kind, impact }) => `${kind} ${impact}`)
}

describe('recycle', () => {
  const recycle = { onExistingPool: 'recycle' } as const

  test('says that the nodes go, and leaves on the pool what it was', () => {
    const [drain, ...others] = steps(recycle, existingPool(oldImage))
    expect(drain).toMatchObject({
      kind: 'drain-pool',
      impact: 'replace',
      limitMs: 3_600_000,
      etag: 'W/"0x1"',
      before: { body: { properties: oldImage }, needsNoNodes: true },
    })
    expect(others.map(({ kind }) => kind)).toEqual([
      'update-pool',
      'update-pool',
      'await-nodes',
      'mark-pool',
    ])
    expect(others[2]).toMatchObject({ until: 'nodes', existing: false })
  })

  test('takes no node away for what Batch changes in place', () => {
    const scale = { fixedScale: { targetDedicatedNodes: 4 } }
    expect(kinds(recycle, existingPool({ scaleSettings: scale }))).toEqual([
      'update-pool update',
      'await-nodes none',
    ])
    expect(kinds(recycle, existingPool())[0]).toBe('reuse none')
  })

  test('goes on without draining where an unfinished run has changed the image already', () => {
    const before = beforeOf(existingPool(oldImage), ['deploymentConfiguration'])
    const halfway = marked({ before: markerOf(before) })
    const planned = steps(recycle, halfway)
    expect(planned.map(({ kind }) => kind)).toEqual(['update-pool', 'await-nodes', 'mark-pool'])
    expect(planned[0]).toMatchObject({ before })
  })

  test('puts a pool back in service that a blue-green rollout had retired', () => {
    const retired = { '': '1.0.0', role: 'retired', retired: 'then', 'keep-until': 'now' }
    const own = Object.entries(retired).map(([name, value]) => ({
      name: `image-to-pool${name === '' ? '' : `-${name}`}`,
      value,
    }))
    const planned = steps(recycle, existingPool({ ...oldImage, metadata: own }))
    expect(planned.at(-1)).toMatchObject({
      metadata: {
        set: { 'image-to-pool-role': 'live' },
        remove: expect.arrayContaining(['image-to-pool-retired', 'image-to-pool-keep-until']),
      },
    })
  })

  test('is what finishes it with any other strategy, too, unless nodes would go', () => {
    const before = beforeOf(existingPool(oldImage), ['deploymentConfiguration'])
    const update = { onExistingPool: 'update' } as const
    expect(kinds(update, marked({ before: markerOf(before) }))).toContain('mark-pool update')
    const decision = resolvePool(
      { ...poolConfig(), rollout: update },
      poolFacts({ existing: marked({ before: markerOf(before) }, oldImage) }),
    )?.decision
    expect(decision).toMatchObject({ kind: 'refuse', why: 'differs' })
  })
})

test('replace drains, deletes with the old body at hand, and creates', () => {
  const replace = { onExistingPool: 'replace' } as const
  expect(kinds(replace, existingPool(oldImage))).toEqual([
    'drain-pool replace',
    'delete-pool destroy',
    'create-pool create',
    'await-nodes none',
  ])
  const leaving = existingPool({ ...oldImage, provisioningState: 'Deleting' })
  expect(kinds(replace, leaving)[0]).toBe('delete-pool destroy')
  const { properties } = wholeBody(existingPool(oldImage)) as { properties: JsonObject }
  expect(Object.keys(properties).sort()).toEqual([
    'deploymentConfiguration',
    'scaleSettings',
    'vmSize',
  ])
})

describe('blue-green', () => {
  const blueGreen = { onExistingPool: 'blue-green' } as const
  const old = existingPool(oldImage)

  test('makes the first pool under its own name, live at once', () => {
    const plan = planPool({ ...poolConfig(), rollout: blueGreen }, poolFacts({ members: [] }))
    expect(plan?.steps[0]).toMatchObject({
      kind: 'create-pool',
      resource: renderPoolId,
      body: {
        properties: {
          metadata: expect.arrayContaining([{ name: 'image-to-pool-role', value: 'live' }]),
        },
      },
    })
  })

  test('tries one node, grows, moves jobs, goes live, and retires the old pool last', () => {
    const planned = steps({ ...blueGreen, moveJobs: true, waitFor: 'steady' }, old)
    expect(planned.map(({ kind }) => kind)).toEqual([
      ...['create-pool', 'await-nodes', 'update-pool', 'await-nodes'],
      ...['move-jobs', 'mark-pool', 'drain-pool'],
    ])
    expect(planned[0]?.resource).toMatch(/\/pools\/render-[0-9a-f]{8}$/)
    expect(planned[1]).toMatchObject({ until: 'steady', goal: { targetDedicatedNodes: 1 } })
    expect(planned[3]).toMatchObject({ until: 'steady', goal: { targetDedicatedNodes: 10 } })
    expect(planned.at(-1)).toMatchObject({
      impact: 'update',
      resource: renderPoolId,
      retires: { pool: 'render', keepMs: 86_400_000 },
    })
  })

  test('makes no new pool for a change of scale or metadata alone', () => {
    const scale = { fixedScale: { targetDedicatedNodes: 4 } }
    expect(kinds(blueGreen, existingPool({ scaleSettings: scale }))[0]).toBe('update-pool update')
  })

  test('brings a retired pool back that is as wanted', () => {
    const retired: Pool = {
      ...marked(
        { role: 'retired', pool: 'render' },
        { scaleSettings: { fixedScale: { targetDedicatedNodes: 0 } }, currentDedicatedNodes: 0 },
      ),
      id: `${accountId}/pools/render-0a1b2c3d`,
    }
    const live: Pool = { ...marked({ role: 'live', pool: 'render' }, oldImage), id: renderPoolId }
    const planned = steps(blueGreen, live, [retired, live])
    expect(planned.map(({ kind, resource }) => [kind, resource.split('/').at(-1)])).toEqual([
      ['update-pool', 'render-0a1b2c3d'],
      ['await-nodes', 'render-0a1b2c3d'],
      ['mark-pool', 'render-0a1b2c3d'],
      ['drain-pool', 'render'],
    ])
    expect(planned[0]).toMatchObject({ stopsResize: true, before: { needsNoNodes: false } })
  })

  test('retires the other one where a run ended between two marks', () => {
    const green: Pool = {
      ...marked({ role: 'live', pool: 'render', live: '2026-11-23T10:00:00Z' }),
      id: `${accountId}/pools/render-0a1b2c3d`,
    }
    const blue = marked({ role: 'live', pool: 'render', live: '2026-11-01T10:00:00Z' }, oldImage)
    expect(kinds(blueGreen, green, [blue, green])).toEqual([
      'reuse none',
      'await-nodes none',
      'drain-pool update',
    ])
  })

  test('asks again for the nodes of a pool that was retired and has some still', () => {
    const was = (name: string, properties: JsonObject): Pool => {
      const pool = marked({ pool: 'render', role: 'retired' }, { ...oldImage, ...properties })
      return { ...pool, id: `${accountId}/pools/${name}` }
    }
    const lingering = was('render-a', { currentDedicatedNodes: 2 })
    const empty = was('render-b', { currentDedicatedNodes: 0 })
    const draining = was('render-c', { allocationState: 'Resizing' })
    const retired = steps(blueGreen, old, [old, lingering, empty, draining]).filter(
      ({ kind }) => kind === 'drain-pool',
    )
    expect(retired.map(({ resource }) => resource.split('/').at(-1))).toEqual([
      'render-a',
      'render',
    ])
    expect(retired[0]).not.toHaveProperty('before')
  })
})

describe('which pools are one', () => {
  const green: Pool = {
    ...marked({ pool: 'Render', role: 'canary' }),
    id: `${accountId}/pools/render-1`,
  }
  const stranger: Pool = { ...existingPool(), id: `${accountId}/pools/render-2` }
  const plain = existingPool()

  test('is told by name and mark, not by how names begin', () => {
    expect(poolsOfRollout('render', [plain, green, stranger])).toEqual([plain, green])
  })

  test('and which is live, by its mark, else by its name', () => {
    expect(livePools('render', [green, plain])).toEqual([plain])
    expect(livePools('render', [green, marked({ role: 'retired' })])).toEqual([])
  })
})

describe('the derived name', () => {
  const body = (more: JsonObject) => ({ properties: { vmSize: 'Standard_D4s_v5', ...more } })
  const anyName = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/)

  test('is a name that Batch takes, whatever the pool is called', () => {
    fc.assert(
      fc.property(anyName, fc.string(), (name, image) => {
        expect(derivedName(name, body({ image }))).toMatch(/^[a-zA-Z0-9_-]{1,64}$/)
      }),
    )
  })

  test('follows what takes a new pool, and neither scale, metadata, order nor secrets', () => {
    const name = derivedName('render', body({ taskSlotsPerNode: 2 }))
    const same: readonly JsonObject[] = [
      body({ taskSlotsPerNode: 2, scaleSettings: { fixedScale: {} }, metadata: [] }),
      { properties: { taskSlotsPerNode: 2, vmSize: 'Standard_D4s_v5' } },
      body({ taskSlotsPerNode: 2, password: 'secret' }),
    ]
    expect(same.map((other) => derivedName('render', other))).toEqual(same.map(() => name))
    expect(derivedName('render', body({ taskSlotsPerNode: 4 }))).not.toBe(name)
    expect(derivedName('other', body({ taskSlotsPerNode: 2 }))).not.toMatch(name.slice(-8))
  })
})

test('what a pool was can be read again from its marker, unless somebody wrote into it', () => {
  const before = beforeOf(existingPool(oldImage), ['deploymentConfiguration', 'userAccounts'])
  expect(markedBefore(marked({ before: markerOf(before) }).properties)).toEqual(before)
  expect(markedBefore(marked({ before: 'oops' }).properties)).toBeUndefined()
})

test('metadata of others stays, and of ours what is not named', () => {
  const metadata = [
    { name: 'team', value: 'render' },
    { name: 'image-to-pool-role', value: 'live' },
    { name: 'image-to-pool-run', value: '1/1' },
  ]
  const edit = { set: { 'image-to-pool-role': 'retired' }, remove: ['image-to-pool-live'] }
  expect(editedMetadata({ metadata }, edit)).toEqual([
    { name: 'team', value: 'render' },
    { name: 'image-to-pool-run', value: '1/1' },
    { name: 'image-to-pool-role', value: 'retired' },
  ])
})
