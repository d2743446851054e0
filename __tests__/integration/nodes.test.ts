import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { NodesMissing } from '../../src/apply/nodes/nodes-missing.js'
import type { Config } from '../../src/inputs/config.js'
import { toFailure } from '../../src/outcome/failure.js'
import { failureLines } from '../../src/report/failure-lines.js'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { settle } from '../support/settle.js'
import { jobOf, openWorld, runLoaded, type Outcome, type World } from '../support/simulated-run.js'

const subscription = `/subscriptions/${defaultSubscriptionId}`
const accountId = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const definitionId = `${compute}/galleries/renderGallery/images/render-node`
const versionId = `${definitionId}/versions/1.0.0`
const imageId = `${compute}/images/render-1`
const snapshotId = `${compute}/snapshots/render-os`

interface Want {
  readonly nodes?: number
  readonly lowPriority?: number
  readonly rollout?: Config['rollout']
  readonly properties?: JsonObject
  /** From a snapshot through a managed image. */
  readonly managed?: boolean
}

function config({ nodes = 40, lowPriority = 0, ...want }: Want): Config {
  const { rollout, properties = {}, managed = false } = want
  const image = { name: 'render-1', resourceGroup: 'rg-images', osSnapshot: snapshotId }
  return {
    image: managed ? image : { id: versionId },
    pool: {
      account: accountId,
      name: 'render',
      properties: {
        vmSize: 'Standard_D2s_v5',
        deploymentConfiguration: {
          virtualMachineConfiguration: { nodeAgentSkuId: 'batch.node.ubuntu 22.04' },
        },
        scaleSettings: {
          fixedScale: { targetDedicatedNodes: nodes, targetLowPriorityNodes: lowPriority },
        },
        ...properties,
      },
    },
    rollout: { waitFor: 'nodes', ...rollout },
  }
}

const startTask = {
  startTask: {
    commandLine: '/bin/sh -c ./setup.sh',
    waitForSuccess: true,
    environmentSettings: [{ name: 'LICENSE', value: 'abc-secret-123' }],
  },
}

async function open(scenario: Scenario): Promise<World> {
  const world = await openWorld({ imageSeconds: 1, replicationSecondsPerRegion: 1, ...scenario })
  const gallery = {
    imageDefinition: definitionId,
    imageVersion: '1.0.0',
    source: 'snapshots',
  } as const
  const published = { image: { osSnapshot: snapshotId }, gallery }
  expect((await runLoaded(jobOf(published, settings), world)).error).toBeUndefined()
  return world
}

const settings = { subscriptionId: defaultSubscriptionId, resourceGroup: 'rg-images' }

async function run(scenario: Scenario, want: Want = {}) {
  const world = await open(scenario)
  const before = world.simulator.transcript.entries.length
  const outcome = await runLoaded(jobOf(config(want), settings), world)
  expect(outcome.findings.filter(({ severity }) => severity === 'error')).toEqual([])
  const requests = world.simulator.transcript.entries.slice(before)
  return { ...outcome, requests }
}

function said(outcome: Outcome, type: 'note' | 'step-progress'): readonly string[] {
  return outcome.events.flatMap((event) => (event.type === type ? [event.say] : []))
}

function story({ error }: Outcome): string {
  expect(error).toBeInstanceOf(NodesMissing)
  return failureLines(toFailure(error)).join('\n')
}

describe('nodes are waited for until they take tasks', () => {
  test('one small request a look, and one list of the nodes at the end', async () => {
    const outcome = await run({}, { nodes: 1000 })
    expect(outcome.error).toBeUndefined()
    expect(said(outcome, 'step-progress').at(-1)).toBe('1000 idle')
    expect(outcome.made).toMatchObject({ partial: false, nodeErrors: [] })
    const paths = outcome.requests.map(({ path }) => path)
    // A thousand, a hundred to a page here.
    expect(paths.filter((path) => path.endsWith('/nodes'))).toHaveLength(10)
    expect(outcome.made.readyNodes).toBe(1000)
    expect(paths.filter((path) => path === '/nodecounts').length).toBeGreaterThan(3)
  })

  test('an hour of start tasks on 2,500 nodes costs about a hundred small requests', async () => {
    const quota = { dedicatedCoreQuota: 20_000, dedicatedCoreQuotaPerVMFamilyEnforced: false }
    const outcome = await run(
      {
        nodes: { startTaskSeconds: 3600 },
        events: [{ do: { change: { id: accountId, properties: quota } } }],
      },
      { nodes: 2500, properties: startTask },
    )
    expect(outcome.error).toBeUndefined()
    expect(said(outcome, 'step-progress').at(-1)).toBe('2500 idle')
    const looks = outcome.requests.filter(({ path }) => path === '/nodecounts')
    expect(looks.length).toBeLessThanOrEqual(110)
    const others = outcome.requests.filter(({ path }) => /\/nodes(\/|$)/.test(path))
    expect(others).toHaveLength(25)
    console.log(
      `${String(looks.length)} looks, ${String(outcome.requests.length)} requests in the whole run`,
    )
  })

  test('a start task that fails on 3 of 40: states, exit code, stderr without its secrets', async () => {
    const outcome = await run(
      {
        nodes: {
          startTaskFails: {
            nodes: 3,
            exitCode: 13,
            stderr: '+ LICENSE=abc-secret-123\nmount error(13): Permission denied\n',
          },
        },
      },
      { properties: startTask },
    )
    expect(story(outcome)).toMatch(/37 of 40 nodes of pool render are ready for tasks/)
    expect(story(outcome)).toContain('37 idle, 3 startTaskFailed')
    expect(outcome.made.nodeErrors).toMatchObject([
      {
        ...{ state: 'startTaskFailed', count: 3, exitCode: 13 },
        stderr: expect.stringContaining('mount error(13): Permission denied'),
      },
    ])
    expect(JSON.stringify([outcome.made, story(outcome)])).not.toContain('abc-secret-123')
    const reads = outcome.requests.filter(({ path }) => /\/(nodes|files)(\/|$)/.test(path))
    expect(reads.length).toBeLessThan(12)
  })

  test('failures count though the minimum is there: none may have failed', async () => {
    const outcome = await run(
      { nodes: { startTaskFails: { nodes: 3 } } },
      { properties: startTask, rollout: { minDedicatedNodes: 30 } },
    )
    expect(story(outcome)).toContain('37 idle, 3 startTaskFailed')
  })

  test('all unusable at once: configuration, not luck', async () => {
    const outcome = await run({ nodes: { unusable: { nodes: 'all' } } })
    expect(story(outcome)).toContain('all nodes are unusable at once: configuration, not luck')
    expect(story(outcome)).toMatch(/BatchNodeManagement\.koreacentral/)
    expect(outcome.made.nodeErrors).toMatchObject([{ state: 'unusable', count: 40 }])
  })

  test('some unusable with an error of their own', async () => {
    const errors = [
      { code: 'DiskFull', message: 'There is not enough disk space', errorDetails: [] },
    ]
    const outcome = await run({ nodes: { unusable: { nodes: 2, errors } } })
    expect(story(outcome)).toContain('DiskFull: 2 nodes unusable')
  })

  test('evicted nodes that come back are waited for', async () => {
    const outcome = await run(
      {
        events: [
          {
            ...{ since: 'resize', afterSeconds: 100, pool: 'render' },
            do: { evict: { pool: 'render', nodes: 2, backAfterSeconds: 60 } },
          },
        ],
      },
      { nodes: 5, lowPriority: 5 },
    )
    expect(outcome.error).toBeUndefined()
    expect(said(outcome, 'note').join()).toMatch(/2 low-priority nodes of pool render evicted/)
    expect(said(outcome, 'step-progress').at(-1)).toBe('10 idle')
  })

  test('evicted nodes that do not come back: partial with the minimum, missing without', async () => {
    const scenario: Scenario = { nodes: { preempted: { nodes: 2, afterSeconds: 70 } } }
    const partial = await run(scenario, {
      ...{ nodes: 5, lowPriority: 5 },
      rollout: { minLowPriorityNodes: 3 },
    })
    expect(partial.error).toBeUndefined()
    expect(partial.made).toMatchObject({
      partial: true,
      nodeErrors: [{ state: 'preempted', count: 2, retryable: true }],
    })
    const missing = await run(scenario, { nodes: 5, lowPriority: 5 })
    expect(story(missing)).toMatch(/8 of 10 nodes .*8 idle, 2 preempted/)
  })

  test('without a start task that is waited for, a failing one does not matter', async () => {
    const { startTask: task } = startTask
    const outcome = await run(
      { nodes: { startTaskFails: { nodes: 3 } } },
      { properties: { startTask: { ...task, waitForSuccess: false } } },
    )
    expect(outcome.error).toBeUndefined()
  })
})

describe('a data plane that is closed to the runner', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })
  const closed = { change: { id: accountId, properties: { publicNetworkAccess: 'Disabled' } } }
  test.each<[string, Scenario, RegExp]>([
    [
      'private account',
      { events: [{ do: closed }] },
      /closed to this runner: publicNetworkAccess is Disabled \(AuthorizationFailure\).*runner inside/,
    ],
    [
      'missing role',
      { denied: ['data:Microsoft.Batch/batchAccounts/pools/*'] },
      /lacks a role for the data of the account.*Azure Batch Data Contributor on Batch account renderbatch/,
    ],
    ['unreachable host', { dataPlane: 'unreachable' }, /does not answer this runner.*DNS, proxy/],
  ])('%s: an error with both ways on before the first write', async (_, scenario, why) => {
    const world = await open(scenario)
    const before = world.simulator.transcript.writes().length
    const outcome = await settle(runLoaded(jobOf(config({}), settings), world))
    const found = outcome.findings.find(({ rule }) => rule === 'pool/nodes-can-be-seen')
    expect(`${found?.message ?? ''} ${found?.help ?? ''}`).toMatch(why)
    expect(found).toMatchObject({
      severity: 'error',
      help: expect.stringMatching(/wait-for: steady/),
    })
    expect(world.simulator.transcript.writes()).toHaveLength(before)
  })

  test('with wait-for: steady nobody asks for it', async () => {
    const outcome = await settle(
      run({ dataPlane: 'forbidden' }, { rollout: { waitFor: 'steady' } }),
    )
    expect(outcome.error).toBeUndefined()
    expect(outcome.made.readyNodes).toBeUndefined()
  })

  test('lost on the way: what was not seen is said to be so', async () => {
    const outcome = await settle(
      run({
        events: [{ since: 'pool-created', afterSeconds: 1, do: closed }],
      }),
    )
    expect(toFailure(outcome.error)).toMatchObject({ kind: 'azure', isUnseen: true })
    expect(failureLines(toFailure(outcome.error)).join('\n')).toMatch(/closed to this runner/)
    expect(outcome.made.readyNodes).toBeUndefined()
  })

  test('an outage that passes is sat out', async () => {
    const outcome = await settle(
      run({
        events: [
          { since: 'resize', afterSeconds: 90, do: { dataPlane: 'unreachable' } },
          { since: 'resize', afterSeconds: 150, do: { dataPlane: 'open' } },
        ],
      }),
    )
    expect(outcome.error).toBeUndefined()
    expect(said(outcome, 'step-progress').join()).toMatch(/could not be looked at .* trying again/)
    expect(said(outcome, 'step-progress').at(-1)).toBe('40 idle')
  })

  test('counts that lag only prolong the wait: a list of the nodes ends it', async () => {
    // The counts still tell of the nodes of before, which were well, when all have failed.
    const outcome = await settle(
      run({
        nodeCountsLagSeconds: 600,
        nodes: { unusable: { nodes: 'all', afterSeconds: 120 } },
      }),
    )
    expect(story(outcome)).toContain('all nodes are unusable at once')
  })
})

describe('an allocation failure that says nothing is looked into', () => {
  const since = { since: 'resize', afterSeconds: 10, pool: 'render' } as const

  test('the image was deleted mid-way', async () => {
    const outcome = await run(
      { events: [{ ...since, do: { delete: imageId } }] },
      { managed: true, rollout: { waitFor: 'steady' } },
    )
    expect(story(outcome)).toContain(
      'cause: image render-1, made from snapshot render-os, no longer exists',
    )
    expect(story(outcome)).toContain('evidence: AllocationFailed')
    expect(outcome.made.resizeErrors).toMatchObject([
      { code: 'AllocationFailed', cause: expect.stringMatching(/^image render-1, made from/) },
    ])
  })

  test('the snapshot under the image was deleted', async () => {
    const outcome = await run(
      { events: [{ ...since, do: { delete: snapshotId } }] },
      { managed: true, rollout: { waitFor: 'steady' } },
    )
    expect(story(outcome)).toMatch(
      /snapshot render-os, which image render-1 was made from, no longer exists/,
    )
  })

  test('the version was deleted', async () => {
    const outcome = await run({ events: [{ ...since, do: { delete: versionId } }] })
    expect(story(outcome)).toMatch(
      /gallery image version renderGallery\/render-node\/1\.0\.0, made from snapshot render-os, no longer exists/,
    )
  })

  test('what is in order is told where no cause is found', async () => {
    const outcome = await run({ resizes: [{ capacity: 0, error: { code: 'AllocationFailed' } }] })
    expect(story(outcome)).toMatch(
      /looked at: gallery image version .* has its replica in koreacentral/,
    )
    expect(story(outcome)).toMatch(
      /looked at: Batch account renderbatch has a quota of \d+ dedicated/,
    )
  })

  test('an account that may not be read leaves what Azure said', async () => {
    const scenario = { resizes: [{ capacity: 0, error: { code: 'AllocationFailed' } }] }
    const world = await open({
      ...scenario,
      events: [
        { ...since, do: { deny: ['Microsoft.Batch/batchAccounts/read', 'Microsoft.Compute/*'] } },
      ],
    })
    const outcome = await runLoaded(jobOf(config({}), settings), world)
    expect(story(outcome)).toMatch(
      /AllocationFailed[^]*could not be looked at \(AuthorizationFailed\)/,
    )
  })
})
