import { describe, expect, test } from '@jest/globals'
import { NodesMissing } from '../../src/apply/nodes/nodes-missing.js'
import type { Config } from '../../src/inputs/config.js'
import type { JsonObject, ResizeScenario, Scenario } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { jobOf, openWorld, runLoaded, type Outcome, type World } from '../support/simulated-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const accountId = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const poolId = `${accountId}/pools/render`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const definitionId = `${compute}/galleries/renderGallery/images/render-node`
const versionId = `${definitionId}/versions/1.0.0`

interface Want {
  readonly nodes?: number
  readonly lowPriority?: number
  readonly managed?: boolean
  readonly vmSize?: string
  readonly fallback?: readonly string[]
  readonly fixedScale?: JsonObject
  readonly rollout?: Config['rollout']
}

function config(want: Want): Config {
  const { nodes = 1200, lowPriority, managed = false, vmSize = 'Standard_D2s_v5', fallback } = want
  const { fixedScale = {}, rollout } = want
  return {
    image: managed
      ? {
          name: 'render-1',
          resourceGroup: 'rg-images',
          osSnapshot: `${compute}/snapshots/render-os`,
        }
      : { id: versionId },
    pool: {
      account: accountId,
      name: 'render',
      ...(fallback !== undefined && { fallbackVmSizes: [...fallback] }),
      properties: {
        vmSize,
        deploymentConfiguration: {
          virtualMachineConfiguration: { nodeAgentSkuId: 'batch.node.ubuntu 22.04' },
        },
        scaleSettings: {
          fixedScale: {
            targetDedicatedNodes: nodes,
            ...(lowPriority !== undefined && { targetLowPriorityNodes: lowPriority }),
            ...fixedScale,
          },
        },
      },
    },
    ...(rollout !== undefined && { rollout }),
  }
}

async function open(scenario: Scenario = {}): Promise<World> {
  const world = await openWorld({ imageSeconds: 1, replicationSecondsPerRegion: 1, ...scenario })
  const gallery = {
    imageDefinition: definitionId,
    imageVersion: '1.0.0',
    source: 'snapshots',
  } as const
  const published = { image: { osSnapshot: `${compute}/snapshots/render-os` }, gallery }
  expect((await runLoaded(jobOf(published, settings), world)).error).toBeUndefined()
  return world
}

const settings = { subscriptionId: defaultSubscriptionId, resourceGroup: 'rg-images' }

async function run(world: World, want: Want = {}): Promise<Outcome> {
  return await runLoaded(jobOf(config(want), settings), world)
}

/** What was asked for at each write of the pool. */
function asked({ simulator }: World): readonly string[] {
  return simulator.transcript
    .writes()
    .filter(({ path }) => path.toLowerCase().startsWith(poolId.toLowerCase()))
    .map(({ method, body, status }) => {
      const { properties = {} } = (body ?? {}) as { properties?: LocatedValue }
      const { targetDedicatedNodes, resizeTimeout } = properties.scaleSettings?.fixedScale ?? {}
      const what = [properties.vmSize, targetDedicatedNodes, resizeTimeout].filter(
        (one) => one !== undefined,
      )
      return [method, ...what, ...(status < 300 ? [] : [status])].join(' ')
    })
}

interface LocatedValue {
  readonly vmSize?: string
  readonly scaleSettings?: {
    fixedScale?: { targetDedicatedNodes?: number; resizeTimeout?: string }
  }
}

function said(outcome: Outcome, type: 'note' | 'step-progress'): readonly string[] {
  return outcome.events.flatMap((event) => (event.type === type ? [event.say] : []))
}

function resizes(outcome: Outcome): readonly string[] {
  return said(outcome, 'step-progress').filter((say) => / resize |^resize /.test(say))
}

function codes({ made }: Outcome): readonly string[] {
  return made.resizeErrors.map(({ attempt, code }) => `${String(attempt)} ${code}`)
}

function failure({ error, findings }: Outcome): string {
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(error).toBeInstanceOf(NodesMissing)
  return (error as NodesMissing).message
}

const timedOut = { error: { code: 'AllocationTimedout' } }
const parts: readonly ResizeScenario[] = [
  { adds: 300, ...timedOut },
  { adds: 300, ...timedOut },
  { adds: 300, ...timedOut },
  {},
]

describe('a pool that gets its nodes in parts', () => {
  test('has 1,200 of them after four resizes, each told', async () => {
    const world = await open({ resizes: parts })
    const outcome = await run(world, { rollout: { resizeAttempts: 4 } })
    expect(outcome.error).toBeUndefined()
    expect(outcome.made).toMatchObject({ currentDedicatedNodes: 1200, partial: false })
    expect(asked(world)).toEqual([
      'PUT Standard_D2s_v5 1200 PT30M',
      'PATCH 1200 PT30M',
      'PATCH 1200 PT30M',
      'PATCH 1200 PT30M',
    ])
    expect(resizes(outcome)).toEqual([
      'resize 2 of 4: 300/1200 nodes, asking for 900 more',
      'resize 3 of 4: 600/1200 nodes, asking for 600 more',
      'resize 4 of 4: 900/1200 nodes, asking for 300 more',
    ])
    expect(codes(outcome)).toEqual([
      '1 AllocationTimedout',
      '2 AllocationTimedout',
      '3 AllocationTimedout',
    ])
    expect(said(outcome, 'step-progress')).toContain('Steady, 1200/1200 dedicated nodes')
    const starts = outcome.made.resizeErrors.map(({ at }) => at)
    expect(new Set(starts).size).toBe(3)
  })

  test('ends after the three that are the default, and a second run goes on from there', async () => {
    const world = await open({ resizes: parts })
    expect(failure(await run(world))).toBe(
      'pool render is steady with 900 of 1200 dedicated nodes after 3 resizes, as many as resize-attempts (3) allows',
    )
    const again = await run(world)
    expect(again.error).toBeUndefined()
    expect(again.made.currentDedicatedNodes).toBe(1200)
    expect(asked(world)).toHaveLength(4)
  })

  test('is partial when the minimum is there at the end', async () => {
    const world = await open({ resizes: parts })
    const outcome = await run(world, { rollout: { minDedicatedNodes: 800 } })
    expect(outcome.error).toBeUndefined()
    expect(outcome.made).toMatchObject({ partial: true, currentDedicatedNodes: 900 })
    expect(asked(world)).toHaveLength(3)
  })

  test('may be allowed one resize only', async () => {
    const world = await open({ resizes: parts })
    expect(failure(await run(world, { rollout: { resizeAttempts: 1 } }))).toBe(
      'pool render is steady with 300 of 1200 dedicated nodes after one resize, as many as resize-attempts (1) allows',
    )
    expect(asked(world)).toHaveLength(1)
  })

  test('that keeps the time for a resize that the user gave', async () => {
    const world = await open({ resizes: parts })
    await run(world, { fixedScale: { resizeTimeout: 'PT20M' }, rollout: { resizeAttempts: 2 } })
    expect(asked(world)).toEqual(['PUT Standard_D2s_v5 1200 PT20M', 'PATCH 1200 PT20M'])
  })

  test('goes on with a resize of a run before, which was cut off', async () => {
    const world = await open({ resizes: parts })
    await run(world, { rollout: { waitFor: 'none' } })
    const outcome = await run(world)
    expect(outcome.error).toBeUndefined()
    expect(codes(outcome)).toEqual([
      '0 AllocationTimedout',
      '1 AllocationTimedout',
      '2 AllocationTimedout',
    ])
    expect(resizes(outcome)[0]).toBe('resize 1 of 3: 300/1200 nodes, asking for 900 more')
  })
})

describe('no further resize is asked for', () => {
  test('after a quota error, with the nodes that came kept', async () => {
    const quota = { adds: 300, error: { code: 'AccountVMSeriesCoreQuotaReached' } }
    const world = await open({ resizes: [quota] })
    const outcome = await run(world)
    expect(failure(outcome)).toBe('pool render is steady with 300 of 1200 dedicated nodes')
    expect((outcome.error as NodesMissing).explanations).toMatchObject([{ retryable: false }])
    expect(asked(world)).toHaveLength(1)
    expect(outcome.made.currentDedicatedNodes).toBe(300)
  })

  test('when the last one added nothing', async () => {
    const world = await open({ resizes: [{ adds: 300 }, { adds: 0 }] })
    const outcome = await run(world, { rollout: { resizeAttempts: 20 } })
    expect(failure(outcome)).toBe(
      'pool render is steady with 300 of 1200 dedicated nodes after 2 resizes, the last of which added none',
    )
    expect(asked(world)).toHaveLength(2)
  })

  test('when somebody else stopped the last one', async () => {
    const stop = {
      afterSeconds: 200,
      since: 'resize',
      resize: 2,
      do: { stopResize: 'render' },
    } as const
    const world = await open({ resizes: parts, events: [stop] })
    const outcome = await run(world)
    expect(failure(outcome)).toMatch(/^pool render is steady with \d+ of 1200 dedicated nodes/)
    expect(failure(outcome)).toMatch(/ after 2 resizes: somebody else stopped its resize$/)
    expect(codes(outcome)).toEqual(['1 AllocationTimedout', '2 ResizeStopped'])
    expect(asked(world)).toHaveLength(2)
  })

  test('when somebody else wants another number of nodes', async () => {
    const change = { resize: { pool: 'render', dedicatedNodes: 40 } }
    const world = await open({
      resizes: parts,
      events: [{ afterSeconds: 120, since: 'resize', do: change }],
    })
    const outcome = await run(world)
    expect(failure(outcome)).toBe(
      'pool render is steady with 40 of 1200 dedicated nodes: somebody else resized it to 40 dedicated and 0 low-priority nodes meanwhile',
    )
    expect(asked(world)).toHaveLength(1)
  })

  test('when somebody else got ahead of us between two', async () => {
    const change = { resize: { pool: 'render', dedicatedNodes: 310 } }
    // The first resize ends with its last node, about six minutes after it began.
    const world = await open({
      resizes: [{ adds: 300, ...timedOut, afterSeconds: 400 }, {}],
      events: [{ afterSeconds: 405, since: 'resize', do: change }],
    })
    const outcome = await run(world)
    expect(failure(outcome)).toMatch(/somebody else resized it to 310 dedicated/)
    expect(asked(world)).toHaveLength(1)
  })

  test('when what is left of the timeout is no time for one', async () => {
    const world = await open({ resizes: [{ adds: 300, ...timedOut, afterSeconds: 1700 }, {}] })
    const limitMs = 29 * 60_000
    const outcome = await runLoaded({ ...jobOf(config({}), settings), limitMs }, world)
    expect(failure(outcome)).toMatch(/what is left of the timeout is too short for another one$/)
    expect(asked(world)).toHaveLength(1)
  })
})

describe('a pool from a managed image', () => {
  test('gets more than 300 nodes in stages, each with its own time and attempts', async () => {
    const world = await open({
      resizes: [{}, { adds: 200, ...timedOut }, { adds: 50, ...timedOut }, {}],
    })
    const outcome = await run(world, { nodes: 700, managed: true })
    expect(outcome.error).toBeUndefined()
    expect(asked(world)).toEqual([
      'PUT Standard_D2s_v5 300 PT30M',
      'PATCH 600 PT30M',
      'PATCH 600 PT30M',
      'PATCH 600 PT30M',
      'PATCH 700 PT30M',
    ])
    expect(resizes(outcome)).toEqual([
      'stage 1 of 3, resize 1 of 3: 0/700 nodes, asking for 300 more',
      'stage 2 of 3, resize 1 of 3: 300/700 nodes, asking for 300 more',
      'stage 2 of 3, resize 2 of 3: 500/700 nodes, asking for 100 more',
      'stage 2 of 3, resize 3 of 3: 550/700 nodes, asking for 50 more',
      'stage 3 of 3, resize 1 of 3: 600/700 nodes, asking for 100 more',
    ])
    expect(outcome.made).toMatchObject({ currentDedicatedNodes: 700, targetDedicatedNodes: 700 })
    expect((await run(world, { nodes: 700, managed: true })).made.changed).toBe(false)
  })

  test('up to 300 nodes is asked for at once', async () => {
    const world = await open()
    await run(world, { nodes: 300, managed: true })
    expect(asked(world)).toEqual(['PUT Standard_D2s_v5 300 PT30M'])
  })

  test('grows in stages from the nodes that are there', async () => {
    const world = await open()
    await run(world, { nodes: 250, managed: true })
    await run(world, { nodes: 700, managed: true })
    expect(asked(world).slice(1)).toEqual(['PATCH 550 PT30M', 'PATCH 700 PT30M'])
  })
})

describe('a VM size that the region is out of', () => {
  const short = { capacityByVmSize: { Standard_D2s_v5: 4, Standard_D2s_v3: 0 } }
  const sizes = ['Standard_D2s_v3', 'Standard_D4s_v5']

  test('is told as the user spells it, not in the capitals that Azure shows', async () => {
    const world = await open({ capacityByVmSize: { Standard_D2s_v5: 0 } })
    const outcome = await run(world, { nodes: 10 })
    const causes = outcome.made.resizeErrors.map(({ cause }) => cause)
    expect(causes.length).toBeGreaterThan(0)
    for (const cause of causes) expect(cause).toContain('Standard_D2s_v5')
  })

  test('is given up for the next ones of the list, in place', async () => {
    const world = await open(short)
    const outcome = await run(world, { nodes: 10, fallback: sizes })
    expect(outcome.error).toBeUndefined()
    expect(outcome.made).toMatchObject({ currentDedicatedNodes: 10, vmSize: 'STANDARD_D4S_V5' })
    expect(asked(world)).toEqual([
      'PUT Standard_D2s_v5 10 PT30M',
      'PATCH 10 PT30M',
      'PATCH 0',
      'PATCH Standard_D2s_v3',
      'PATCH 10 PT30M',
      'PATCH 0',
      'PATCH Standard_D4s_v5',
      'PATCH 10 PT30M',
    ])
    expect(said(outcome, 'note')).toEqual([
      'the region is out of capacity for Standard_D2s_v5 (AllocationFailed, 4 of 10 dedicated nodes): pool render continues with Standard_D2s_v3',
      'the region is out of capacity for Standard_D2s_v3 (AllocationFailed, 0 of 10 dedicated nodes): pool render continues with Standard_D4s_v5',
    ])
    expect(codes(outcome)).toEqual([
      '1 AllocationFailed',
      '2 AllocationFailed',
      '3 AllocationFailed',
    ])
  })

  test('is not given up for one that cannot work: the plan has found that it has no quota', async () => {
    const world = await open({ capacityByVmSize: { Standard_D2s_v5: 4 } })
    const fallback = ['Standard_F4s_v2', 'Standard_D4s_v3']
    const outcome = await run(world, { nodes: 10, fallback })
    expect(outcome.findings).toContainEqual(
      expect.objectContaining({ rule: 'pool/family-core-quota', severity: 'warning' }),
    )
    expect(outcome.made).toMatchObject({ currentDedicatedNodes: 10, vmSize: 'STANDARD_D4S_V3' })
    expect(asked(world).filter((request) => request.includes('F4s'))).toEqual([])
    const last = await open({ capacityByVmSize: { Standard_D2s_v5: 4 } })
    const kept = await run(last, { nodes: 10, fallback: ['Standard_F4s_v2'] })
    expect(failure(kept)).toMatch(/^pool render is steady with 4 of 10 dedicated nodes/)
  })

  test('is gone back to where those after it bring fewer nodes', async () => {
    const world = await open(short)
    const outcome = await run(world, { nodes: 10, fallback: ['Standard_D2s_v3'] })
    expect(failure(outcome)).toMatch(/^pool render is steady with 4 of 10 dedicated nodes/)
    expect(outcome.made).toMatchObject({ currentDedicatedNodes: 4, vmSize: 'STANDARD_D2S_V5' })
    expect(said(outcome, 'note').at(-1)).toContain(
      'goes back to Standard_D2s_v5, of which more came',
    )
  })

  test('leaves a pool that a later run with the same list takes for what it wants', async () => {
    const world = await open(short)
    await run(world, { nodes: 10, fallback: sizes })
    const before = asked(world).length
    const again = await run(world, { nodes: 10, fallback: sizes })
    expect(again.error).toBeUndefined()
    expect(again.made.changed).toBe(false)
    expect(asked(world)).toHaveLength(before)
  })

  test('is given up by making the pool anew where Batch changes no size', async () => {
    const world = await open({ capacityByVmSize: { Standard_D2s_v5: 0 } })
    const outcome = await run(world, { nodes: 10, managed: true, fallback: ['Standard_D2s_v3'] })
    expect(outcome.error).toBeUndefined()
    expect(asked(world)).toEqual([
      'PUT Standard_D2s_v5 10 PT30M',
      'DELETE',
      'PUT Standard_D2s_v3 10 PT30M',
    ])
    expect(outcome.made).toMatchObject({ currentDedicatedNodes: 10, vmSize: 'STANDARD_D2S_V3' })
  })

  test.each([true, false])(
    'is kept when somebody else has made the pool anew meanwhile (managed image: %s)',
    async (managed) => {
      const world = await open({ capacityByVmSize: { Standard_D2s_v5: 0 } })
      const pool: World['azure']['pool'] = async (...call) => {
        const stored = world.simulator.store.get(poolId)
        if (stored !== undefined) stored.properties = { ...stored.properties, metadata: [] }
        return await world.azure.pool(...call)
      }
      const other = { ...world, azure: { ...world.azure, pool } }
      const fallback = ['Standard_D2s_v3']
      const outcome = await run(other, { nodes: 10, managed, fallback })
      expect(failure(outcome)).toBe('pool render is not the one any more that this run made')
      expect(asked(world)).toEqual(['PUT Standard_D2s_v5 10 PT30M'])
    },
  )

  test('is kept where the nodes that came suffice', async () => {
    const world = await open(short)
    const rollout = { minDedicatedNodes: 4 }
    const outcome = await run(world, { nodes: 10, fallback: sizes, rollout })
    expect(outcome.made).toMatchObject({ partial: true, currentDedicatedNodes: 4 })
  })

  test('is kept when a quota is what is missing', async () => {
    const quota = { adds: 2, error: { code: 'AccountCoreQuotaReached' } }
    const world = await open({ resizes: [quota] })
    const outcome = await run(world, { nodes: 10, fallback: sizes })
    expect(failure(outcome)).toBe('pool render is steady with 2 of 10 dedicated nodes')
    expect(asked(world)).toHaveLength(1)
  })

  test('of a pool that was there before is kept', async () => {
    const world = await open({ capacityByVmSize: { Standard_D2s_v5: 4 } })
    await run(world, { nodes: 4, fallback: sizes })
    const outcome = await run(world, { nodes: 10, fallback: sizes })
    expect(failure(outcome)).toMatch(/^pool render is steady with 4 of 10 dedicated nodes/)
    expect(asked(world)).toEqual(['PUT Standard_D2s_v5 4 PT30M', 'PATCH 10 PT30M'])
  })
})
