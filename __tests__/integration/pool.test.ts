import { describe, expect, test } from '@jest/globals'
import { NodesMissing } from '../../src/apply/nodes/nodes-missing.js'
import type { Config } from '../../src/inputs/config.js'
import { AzureFailure } from '../../src/shared/errors.js'
import { isJsonObject } from '../../src/shared/json.js'
import type { JsonObject, ResizeScenario, Scenario } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { jobOf, openWorld, runLoaded, type Outcome, type World } from '../support/simulated-run.js'
import { withoutLineageMetadata } from '../support/without-lineage.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const accountId = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const poolId = `${accountId}/pools/render`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const definitionId = `${compute}/galleries/renderGallery/images/render-node`
const versionId = `${definitionId}/versions/1.0.0`

interface Want {
  readonly nodes?: number
  readonly lowPriority?: number
  readonly properties?: JsonObject
  readonly vm?: JsonObject
  readonly rollout?: Config['rollout']
  readonly batchApiVersion?: string
}

function config(want: Want = {}): Config {
  const { nodes = 10, lowPriority, properties = {}, vm = {}, rollout, batchApiVersion } = want
  return {
    image: { id: versionId },
    pool: {
      account: accountId,
      name: 'render',
      ...(batchApiVersion !== undefined && { batchApiVersion }),
      properties: {
        vmSize: 'Standard_D4s_v5',
        deploymentConfiguration: {
          virtualMachineConfiguration: { nodeAgentSkuId: 'batch.node.ubuntu 22.04', ...vm },
        },
        scaleSettings: {
          fixedScale: {
            targetDedicatedNodes: nodes,
            ...(lowPriority !== undefined && { targetLowPriorityNodes: lowPriority }),
          },
        },
        ...properties,
      },
    },
    ...(rollout !== undefined && { rollout }),
  }
}

const formula = '$TargetDedicatedNodes = 3;'
const autoScale = { scaleSettings: { autoScale: { formula, evaluationInterval: 'PT15M' } } }

/** The default world with a published gallery version in it. */
async function open(scenario: Scenario = {}): Promise<World> {
  const world = await openWorld({ imageSeconds: 1, replicationSecondsPerRegion: 1, ...scenario })
  const published = await runLoaded(
    jobOf(
      {
        image: { osSnapshot: `${compute}/snapshots/render-os` },
        gallery: { imageDefinition: definitionId, imageVersion: '1.0.0', source: 'snapshots' },
      },
      settings,
    ),
    world,
  )
  expect([
    published.error,
    published.findings.filter(({ severity }) => severity === 'error'),
  ]).toEqual([undefined, []])
  return world
}

const settings = { subscriptionId: defaultSubscriptionId, resourceGroup: 'rg-images' }

async function run(world: World, want: Want = {}): Promise<Outcome> {
  return await runLoaded(jobOf(config(want), settings), world)
}

/** Writes to Batch, without the pool's own path. */
function writes({ simulator }: World): readonly string[] {
  return simulator.transcript
    .writes()
    .filter(({ path }) => path.includes('Microsoft.Batch'))
    .map(({ method, path, status }) => `${method} ${path.replace(poolId, '')} ${String(status)}`)
}

/** Without the metadata that the action adds of its own. */
function lastBody({ simulator }: World): unknown {
  const body = simulator.transcript.writes().at(-1)?.body as JsonObject
  return { ...body, properties: withoutLineageMetadata(body['properties']) }
}

function errors({ findings }: Outcome): readonly string[] {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, message }) => `${rule}: ${message}`)
}

function said(outcome: Outcome, type: 'note' | 'step-progress'): readonly string[] {
  return outcome.events.flatMap((event) => (event.type === type ? [event.say] : []))
}

const noQuota: ResizeScenario = {
  capacity: 0,
  error: {
    code: 'AccountCoreQuotaReached',
    message: 'The specified account has reached core quota',
  },
  afterSeconds: 20,
}

async function armCall(world: World, method: string, path: string): Promise<number> {
  const url = new URL(`https://management.azure.com${path}?api-version=2025-06-01`)
  const headers = { authorization: 'Bearer simulated' }
  return await Promise.resolve(
    world.simulator.handle({ method, url, headers, body: undefined }).status,
  )
}

describe('a pool that is not there', () => {
  test('is made, waited for and recorded', async () => {
    const world = await open()
    const outcome = await run(world, { nodes: 120 })
    expect(outcome.error).toBeUndefined()
    expect(errors(outcome)).toEqual([])
    expect(writes(world)).toEqual(['PUT  200'])
    expect(world.simulator.transcript.writes().at(-1)).toMatchObject({
      apiVersion: '2025-06-01',
      ifNoneMatch: '*',
    })
    expect(outcome.made).toMatchObject({
      changed: true,
      poolId,
      imageReferenceId: versionId,
      allocationState: 'Steady',
      currentDedicatedNodes: 120,
      targetDedicatedNodes: 120,
      resizeErrors: [],
      partial: false,
    })
    const progress = said(outcome, 'step-progress')
    const steady = progress.indexOf('Steady, 120/120 dedicated nodes')
    expect(progress[steady - 1]).toMatch(/^Resizing, \d+\/120 dedicated nodes$/)
    expect(progress.at(-1)).toBe('120 idle')
    expect(outcome.made.readyNodes).toBe(120)
    expect(outcome.events.find((event) => event.type === 'step-progress')).toMatchObject({
      nodes: { targetDedicated: 120 },
      deadline: expect.any(Number),
    })
  })

  test('is sent as written, with image and resize timeout filled in', async () => {
    const world = await open()
    // More than the account's quota of cores: a warning, as fewer nodes will do.
    const rollout = { minDedicatedNodes: 100 }
    const written = { displayName: 'Render', metadata: [] }
    await run(world, { nodes: 3000, properties: written, rollout })
    const { properties } = lastBody(world) as { properties: JsonObject }
    expect(properties).toEqual({
      vmSize: 'Standard_D4s_v5',
      deploymentConfiguration: {
        virtualMachineConfiguration: {
          nodeAgentSkuId: 'batch.node.ubuntu 22.04',
          imageReference: { id: versionId },
        },
      },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 3000, resizeTimeout: 'PT45M' } },
      displayName: 'Render',
      metadata: [],
    })
  })

  test('that Azure refuses fails with what Azure says', async () => {
    const world = await open({
      faults: [
        {
          on: 'PUT .*/pools/render',
          status: 409,
          body: {
            error: { code: 'PoolQuotaReached', message: 'The account has reached pool quota.' },
          },
        },
      ],
    })
    const outcome = await run(world)
    expect(outcome.error).toBeInstanceOf(AzureFailure)
    expect(outcome.made.changed).toBe(false)
    expect((outcome.error as AzureFailure).error.code).toBe('PoolQuotaReached')
  })

  test('with wait-for none is reported as the PUT answers it', async () => {
    const world = await open()
    const outcome = await run(world, { rollout: { waitFor: 'none' } })
    expect(outcome.plan?.steps.map(({ kind }) => kind)).not.toContain('await-nodes')
    expect(outcome.made).toMatchObject({
      poolId,
      allocationState: 'Resizing',
      currentDedicatedNodes: 0,
      targetDedicatedNodes: 10,
    })
  })
})

describe('a resize that does not bring the nodes', () => {
  test('because of quota fails with cause and remedy, within two minutes', async () => {
    const world = await open({ resizes: [noQuota] })
    const start = world.clock.now()
    const outcome = await run(world)
    expect(outcome.error).toBeInstanceOf(NodesMissing)
    const error = outcome.error as NodesMissing
    expect(error.message).toBe('pool render is steady with 0 of 10 dedicated nodes')
    expect(error.explanations[0]).toMatchObject({
      code: 'AccountCoreQuotaReached',
      retryable: false,
    })
    expect(outcome.made.resizeErrors).toMatchObject([
      { code: 'AccountCoreQuotaReached', attempt: 1, at: expect.stringMatching(/^2026-11-23T/) },
    ])
    expect(outcome.made.resizeErrors[0]?.remedy).toContain('request more dedicated vCPUs')
    expect(world.clock.now() - start).toBeLessThan(120_000)
  })

  test('says so at once where the start of its resize is written by a clock that is behind', async () => {
    const world = await open({ resizes: [{ ...noQuota, afterSeconds: 0 }] })
    const behind = '2026-11-23T05:00:00.1234567Z'
    const pool: World['azure']['pool'] = async (id, version, call) => {
      const read = await world.azure.pool(id, version, call)
      const status = read?.properties['resizeOperationStatus']
      if (read === undefined || !isJsonObject(status)) return read
      const resizeOperationStatus = { ...status, startTime: behind }
      return { ...read, properties: { ...read.properties, resizeOperationStatus } }
    }
    const start = world.clock.now()
    const outcome = await run({ ...world, azure: { ...world.azure, pool } })
    expect(outcome.error).toBeInstanceOf(NodesMissing)
    expect(outcome.made.resizeErrors).toMatchObject([
      { code: 'AccountCoreQuotaReached', attempt: 1, at: behind },
    ])
    expect(world.clock.now() - start).toBeLessThan(20_000)
  })

  test('above the minimum is partial, with the reason said', async () => {
    const world = await open({ resizes: [{ capacity: 8 }] })
    const outcome = await run(world, { rollout: { minDedicatedNodes: 5 } })
    expect(outcome.error).toBeUndefined()
    expect(outcome.made).toMatchObject({ partial: true, currentDedicatedNodes: 8 })
    expect(outcome.made.resizeErrors).toMatchObject([
      { code: 'AllocationFailed', retryable: true, attempt: 1 },
      { code: 'AllocationFailed', retryable: true, attempt: 2 },
    ])
    expect(said(outcome, 'note')).toEqual([
      expect.stringMatching(/^pool render has 8 of 10 dedicated nodes, which meets the minimum/),
    ])
  })

  test('below the minimum of either kind fails', async () => {
    const world = await open({ resizes: [{ capacity: 10 }] })
    const outcome = await run(world, { nodes: 10, lowPriority: 4 })
    expect((outcome.error as Error).message).toBe(
      'pool render is steady with 10 of 10 dedicated nodes and 0 of 4 low-priority nodes after 2 resizes, the last of which added none',
    )
  })

  test('because somebody stopped it says so', async () => {
    const world = await open()
    const pending = run(world, { nodes: 400 })
    let stops = 0
    const { simulator } = world
    while (stops === 0) {
      await Promise.resolve()
      const isThere = simulator.transcript.entries.some(
        ({ method, path }) => method === 'PUT' && path.endsWith('/pools/render'),
      )
      if (isThere) stops = await armCall(world, 'POST', `${poolId}/stopResize`)
    }
    const outcome = await pending
    expect(outcome.error).toBeInstanceOf(NodesMissing)
    expect(outcome.made.resizeErrors).toMatchObject([{ code: 'ResizeStopped' }])
    expect(outcome.made.resizeErrors[0]?.cause).toContain('somebody stopped')
  })

  test('although the nodes are there, is no success when it ended with an error', async () => {
    const error = { code: 'RemoveNodesFailed', message: 'One or more nodes could not be removed' }
    const world = await open({ resizes: [{ error, afterSeconds: 900 }] })
    const outcome = await run(world)
    expect((outcome.error as Error).message).toBe(
      'pool render has 10 of 10 dedicated nodes, but its resize ended with RemoveNodesFailed',
    )
    expect(outcome.made.resizeErrors).toMatchObject([{ code: 'RemoveNodesFailed', attempt: 1 }])
  })
})

describe('a pool that is there', () => {
  test('as wanted is left alone: no write at all', async () => {
    const world = await open()
    await run(world)
    const before = writes(world).length
    const outcome = await run(world)
    expect(outcome.error).toBeUndefined()
    expect(writes(world)).toHaveLength(before)
    expect(outcome.made).toMatchObject({
      changed: false,
      poolId,
      allocationState: 'Steady',
      currentDedicatedNodes: 10,
    })
  })

  test('is reported as it is when nobody waits for nodes', async () => {
    const world = await open()
    await run(world)
    const outcome = await run(world, { rollout: { waitFor: 'none' } })
    expect(outcome.plan?.steps.map(({ kind }) => kind)).toEqual(['reuse', 'reuse'])
    expect(outcome.made).toMatchObject({ allocationState: 'Steady', currentDedicatedNodes: 10 })
  })

  test('still being resized is waited for', async () => {
    const world = await open()
    await run(world, { rollout: { waitFor: 'none' } })
    const outcome = await run(world)
    expect(writes(world)).toEqual(['PUT  200'])
    expect(outcome.made).toMatchObject({ changed: false, currentDedicatedNodes: 10 })
  })

  test('with too few nodes is resized again', async () => {
    const world = await open({ resizes: [noQuota, {}] })
    await run(world)
    const outcome = await run(world)
    expect(outcome.error).toBeUndefined()
    expect(writes(world)).toEqual(['PUT  200', 'PATCH  200'])
    expect(lastBody(world)).toEqual({
      properties: {
        scaleSettings: { fixedScale: { targetDedicatedNodes: 10, resizeTimeout: 'PT30M' } },
      },
    })
    const step = outcome.plan?.steps.find(({ kind }) => kind === 'update-pool')
    expect(step?.because).toEqual([{ property: 'currentDedicatedNodes', from: 0, to: 10 }])
    expect(outcome.made).toMatchObject({
      changed: true,
      currentDedicatedNodes: 10,
      resizeErrors: [],
    })
  })

  test('with errors of an earlier resize but all its nodes is fine, and they are told as left over', async () => {
    const world = await open({
      resizes: [{ error: { code: 'AllocationTimedout', message: 'too slow' }, afterSeconds: 900 }],
    })
    await run(world)
    const outcome = await run(world)
    expect(outcome.error).toBeUndefined()
    expect(outcome.made).toMatchObject({ changed: false, resizeErrors: [] })
    expect(said(outcome, 'note')).toEqual([
      expect.stringMatching(/^AllocationTimedout is left over from an earlier resize \(2026-/),
    ])
  })

  test('gets what can change in place by one PATCH, guarded by its ETag', async () => {
    const world = await open()
    await run(world)
    const outcome = await run(world, {
      nodes: 12,
      properties: { metadata: [{ name: 'a', value: 'b' }] },
    })
    expect(outcome.error).toBeUndefined()
    expect(writes(world)).toEqual(['PUT  200', 'PATCH  200'])
    expect(world.simulator.transcript.writes().at(-1)?.ifMatch).toMatch(/0x/)
    expect(lastBody(world)).toEqual({
      properties: {
        scaleSettings: { fixedScale: { targetDedicatedNodes: 12, resizeTimeout: 'PT30M' } },
        metadata: [{ name: 'a', value: 'b' }],
      },
    })
    expect(outcome.made).toMatchObject({ changed: true, currentDedicatedNodes: 12 })
    expect(outcome.plan?.steps.find(({ kind }) => kind === 'update-pool')?.because).toContainEqual({
      property: 'scaleSettings.fixedScale.targetDedicatedNodes',
      from: 10,
      to: 12,
    })
  })

  test('being resized to something else takes the update when that is over', async () => {
    const world = await open()
    await run(world, { rollout: { waitFor: 'none' } })
    const outcome = await run(world, { nodes: 12 })
    expect(outcome.error).toBeUndefined()
    expect(said(outcome, 'step-progress')[0]).toBe(
      'Resizing since before this run; the update waits for it',
    )
    expect(outcome.made).toMatchObject({ currentDedicatedNodes: 12 })
  })

  test('with nodes refuses what cannot change, naming each property, before any write', async () => {
    const world = await open()
    await run(world)
    const before = world.simulator.transcript.writes().length
    const outcome = await run(world, {
      nodes: 12,
      properties: { vmSize: 'Standard_D8s_v5', taskSlotsPerNode: 4 },
    })
    expect(errors(outcome)).toEqual([
      'pool/existing-pool-can-become-it: pool render exists, and Batch does not change this while it has nodes: vmSize is STANDARD_D4S_V5, not Standard_D8s_v5',
      'pool/existing-pool-can-become-it: pool render exists, and Batch does not change this while it has nodes: taskSlotsPerNode is 1, not 4',
    ])
    expect(world.simulator.transcript.writes()).toHaveLength(before)
  })

  test('without nodes takes any change', async () => {
    const world = await open()
    await run(world, { nodes: 0 })
    const outcome = await run(world, { nodes: 2, properties: { taskSlotsPerNode: 4 } })
    expect(errors(outcome)).toEqual([])
    expect(outcome.error).toBeUndefined()
    expect(writes(world)).toEqual(['PUT  200', 'PATCH  200'])
    expect(outcome.made).toMatchObject({ currentDedicatedNodes: 2 })
  })

  test('without nodes moves on to a new image version', async () => {
    const world = await open()
    await run(world, { nodes: 0 })
    const gallery = { imageDefinition: definitionId, source: 'snapshots' } as const
    const image = { osSnapshot: `${compute}/snapshots/render-os` }
    const targetRegions = [{ name: 'koreacentral', replicas: 1 }]
    const next = {
      ...config({ nodes: 2 }),
      image,
      gallery: { ...gallery, targetRegions, imageVersion: '1.0.1' },
    }
    const outcome = await runLoaded(jobOf(next, settings), world)
    expect(errors(outcome)).toEqual([])
    expect(outcome.error).toBeUndefined()
    expect(writes(world)).toEqual(['PUT  200', 'PATCH  200'])
    expect(JSON.stringify(lastBody(world))).toContain(`"id":"${definitionId}/versions/1.0.1"`)
    expect(outcome.made).toMatchObject({ currentDedicatedNodes: 2 })
  })

  test('is refused with on-existing-pool: fail', async () => {
    const world = await open()
    await run(world)
    const outcome = await run(world, { rollout: { onExistingPool: 'fail' } })
    expect(errors(outcome)).toEqual([
      'pool/existing-pool-is-usable: pool render exists, and on-existing-pool is fail',
    ])
  })

  test.each(['update', 'recycle', 'blue-green', 'fail'] as const)(
    'is waited for while it is being deleted, and made anew, with on-existing-pool: %s',
    async (onExistingPool) => {
      const world = await open({ poolDeleteSeconds: 600 })
      await run(world)
      expect(await armCall(world, 'DELETE', poolId)).toBe(202)
      const outcome = await run(world, { rollout: { onExistingPool } })
      expect([errors(outcome), outcome.error]).toEqual([[], undefined])
      expect(outcome.plan?.steps.map(({ title }) => title)).toEqual([
        'reuse image version 1.0.0 of render-node',
        'create pool render with 10 dedicated nodes once the one that is being deleted is gone',
        'wait for 10 dedicated nodes in pool render',
      ])
      expect(said(outcome, 'step-progress')).toContain('pool render is being deleted')
      expect(writes(world)).toEqual(['PUT  200', 'DELETE  202', 'PUT  200'])
      expect(outcome.made).toMatchObject({ changed: true, poolId, currentDedicatedNodes: 10 })
    },
  )

  test('that is being deleted for longer than the run may take is what the run ends with', async () => {
    const world = await open({ poolDeleteSeconds: 7200 })
    await run(world)
    expect(await armCall(world, 'DELETE', poolId)).toBe(202)
    const outcome = await runLoaded({ ...jobOf(config(), settings), limitMs: 3_600_000 }, world)
    expect((outcome.error as Error).message).toBe(
      'gave up waiting for pool render to be gone: pool render is being deleted',
    )
    expect(writes(world)).toEqual(['PUT  200', 'DELETE  202'])
  })
})

describe('a pool with an autoscale formula', () => {
  test('waits for the first evaluation and the nodes it asks for', async () => {
    const world = await open()
    const outcome = await run(world, { properties: autoScale })
    expect(errors(outcome)).toEqual([])
    expect(outcome.error).toBeUndefined()
    expect(outcome.made).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 3,
      targetDedicatedNodes: 3,
    })
  })

  test('that fails when evaluated tells of it', async () => {
    const world = await open()
    const broken = { autoScale: { formula: '$TargetDedicatedNodes = nonsense();' } }
    const outcome = await run(world, { properties: { scaleSettings: broken } })
    expect(outcome.error).toBeDefined()
    expect((outcome.error as Error).message).toMatch(/AutoScal/)
  })

  test('is unchanged on the second run', async () => {
    const world = await open()
    await run(world, { properties: autoScale })
    const outcome = await run(world, { properties: autoScale })
    expect(writes(world)).toEqual(['PUT  200'])
    expect(outcome.made).toMatchObject({ changed: false, currentDedicatedNodes: 3 })
  })
})

describe('a pool from a managed image', () => {
  test('goes by the last API version that documents it, with a warning', async () => {
    const world = await open()
    const own = config({ nodes: 2 })
    const image = { osSnapshot: `${compute}/snapshots/render-os`, name: 'render' }
    const outcome = await runLoaded(jobOf({ ...own, image }, settings), world)
    expect(errors(outcome)).toEqual([])
    expect(outcome.error).toBeUndefined()
    expect(outcome.findings).toContainEqual(
      expect.objectContaining({ rule: 'pool/managed-images-have-retired', severity: 'warning' }),
    )
    expect(world.simulator.transcript.writes().at(-1)?.apiVersion).toBe('2019-08-01')
    expect(outcome.made).toMatchObject({
      imageReferenceId: `${compute}/images/render`,
      currentDedicatedNodes: 2,
    })
  })
})

describe('nodeAgentSkuId: auto', () => {
  test('that nothing tells apart is an error with the candidates', async () => {
    const world = await open()
    const outcome = await run(world, { vm: { nodeAgentSkuId: 'auto' } })
    expect(errors(outcome)).toEqual([
      expect.stringMatching(
        /^pool\/node-agent-resolves: auto is not clear: .*batch\.node\.ubuntu 22\.04, batch\.node\.ubuntu 24\.04/,
      ),
    ])
  })

  test('follows the image back to the marketplace', async () => {
    const world = await open({ resources: await originDisk() })
    const outcome = await run(world, { nodes: 1, vm: { nodeAgentSkuId: 'auto' } })
    expect(errors(outcome)).toEqual([])
    expect(outcome.findings).toContainEqual(
      expect.objectContaining({
        rule: 'pool/node-agent-is-chosen',
        severity: 'notice',
        message:
          'auto is batch.node.ubuntu 24.04: the image comes from canonical:ubuntu-24_04-lts:server',
      }),
    )
    expect(JSON.stringify(lastBody(world))).toContain('"nodeAgentSkuId":"batch.node.ubuntu 24.04"')
    const again = await run(world, { nodes: 1, vm: { nodeAgentSkuId: 'auto' } })
    expect(again.made.changed).toBe(false)
  })

  test('says what to write when the data plane is closed', async () => {
    const world = await open({
      faults: [
        {
          on: 'GET .*/supportedimages',
          times: 20,
          status: 403,
          body: { code: 'AuthorizationFailure' },
        },
      ],
    })
    const outcome = await run(world, { vm: { nodeAgentSkuId: 'auto' } })
    expect(errors(outcome)[0]).toMatch(/^pool\/node-agent-resolves: auto cannot be resolved/)
  })
})

/** The default world, and the disk that the snapshot was once taken of. */
async function originDisk(): Promise<JsonObject[]> {
  const { defaultResources } = await import('../../src/simulator/default-world.js')
  const id = `${compute}/disks/origin-of-render-os`
  const marketplace = `/Subscriptions/${defaultSubscriptionId}/Providers/Microsoft.Compute/Locations/koreacentral/Publishers/canonical/ArtifactTypes/VMImage/Offers/ubuntu-24_04-lts/Skus/server/Versions/24.04.202511010`
  return [
    ...defaultResources(defaultSubscriptionId),
    {
      id,
      name: 'origin-of-render-os',
      type: 'Microsoft.Compute/disks',
      location: 'koreacentral',
      tags: {},
      properties: {
        osType: 'Linux',
        hyperVGeneration: 'V2',
        diskSizeGB: 30,
        provisioningState: 'Succeeded',
        creationData: { createOption: 'FromImage', imageReference: { id: marketplace } },
      },
    },
  ]
}

describe('while the nodes are awaited', () => {
  test('a pool that somebody deletes is told as deleted', async () => {
    const world = await open({ poolDeleteSeconds: 1 })
    const pending = run(world, { nodes: 400 })
    let status = 404
    while (status === 404) {
      await Promise.resolve()
      const isThere = world.simulator.transcript.entries.some(
        ({ method, path }) => method === 'PUT' && path.endsWith('/pools/render'),
      )
      if (isThere) status = await armCall(world, 'DELETE', poolId)
    }
    const outcome = await pending
    expect((outcome.error as Error).message).toMatch(
      /^pool render (was|is being) deleted while its nodes (were|are) awaited$/,
    )
  })

  // The first read is the plan's, the second follows the PUT.
  test.each([
    ['right after the pool was made', 2],
    ['later', 3],
  ])('a short outage is waited out: %s', async (_, first) => {
    const world = await open()
    let reads = 0
    const pool: World['azure']['pool'] = async (id, version, call) => {
      reads += 1
      if (reads < first || reads >= first + 5) return await world.azure.pool(id, version, call)
      const error = { code: 'ServerBusy', message: 'busy', details: [] }
      throw new AzureFailure({ operation: 'read pool render', status: 503, error })
    }
    const outcome = await run({ ...world, azure: { ...world.azure, pool } }, { nodes: 1 })
    expect(outcome.error).toBeUndefined()
    expect(said(outcome, 'step-progress')).toContain('Azure answered 503 ServerBusy, looking again')
  })
})
