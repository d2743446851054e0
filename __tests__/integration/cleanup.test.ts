import { describe, expect, test } from '@jest/globals'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { Cancelled } from '../../src/shared/errors.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { simulatedAzure, type SimulatedAzure } from '../support/recorded-run.js'
import {
  account,
  compute,
  definition,
  image,
  madeOn,
  pool,
  version,
  world,
} from '../support/released-world.js'

const cleanup = { mode: 'cleanup', 'subscription-id': defaultSubscriptionId }

function open(scenario: Scenario = {}): SimulatedAzure {
  return simulatedAzure({ resources: world(), poolDeleteSeconds: 30, ...scenario })
}

function deletes({ simulator }: SimulatedAzure): string[] {
  return simulator.transcript
    .writes()
    .map(({ method, path }) => `${method} ${path.split('/').slice(-2).join('/')}`)
}

describe('a cleanup of a subscription', () => {
  test('deletes superseded images, versions and retired pools, pools first, and keeps what is in use', async () => {
    const azure = open()
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.failure).toBeUndefined()
    expect(ended.outputs).toMatchObject({ outcome: 'succeeded', changed: 'true' })
    expect(deletes(azure)).toEqual([
      'DELETE pools/render-old',
      'DELETE versions/1.0.1',
      'DELETE versions/1.0.3',
      'DELETE images/render-1',
      'DELETE images/render-3',
    ])
    const [result] = JSON.parse(ended.outputs['results']!) as [JsonObject]
    expect(result['deleted']).toHaveLength(5)
    expect(ended.summary).toContain('deleted 1 pool, 2 gallery versions and 2 images, kept 8')
    expect(ended.summary).toContain('#### Kept')
    expect(ended.lines).toContain(
      'keep version 1.0.2 of image definition render-node: pool render of Batch account renderbatch uses it',
    )
    expect(ended.lines).toContain(
      'keep image render-2: version 1.0.2 of image definition render-node was made from it, and pool render of Batch account renderbatch uses it',
    )
    expect(ended.lines).toContain(
      '1 pool and 6 snapshots that this action did not make are left alone',
    )
    expect(azure.simulator.unknownRequests).toEqual([])
  })

  test('that is held to its plan is done once nothing is left of it, and deletes nothing else', async () => {
    const azure = open()
    const { outputs } = await azure.run({ inputs: { ...cleanup, 'dry-run': 'true' } })
    const held = { ...cleanup, 'expected-plan-hash': outputs['plan-hash'] ?? '' }
    expect((await azure.run({ inputs: held })).outputs['outcome']).toBe('succeeded')
    const again = await azure.run({ inputs: held })
    expect([again.failure, again.outputs['outcome']]).toEqual([undefined, 'unchanged'])
    const other = await azure.run({ inputs: { ...held, 'keep-last': '1' } })
    expect(other.outputs['outcome']).toBe('failed')
    expect(deletes(azure)).toHaveLength(5)
  })

  test('finds nothing to do the second time', async () => {
    const azure = open()
    await azure.run({ inputs: cleanup })
    const writes = azure.simulator.transcript.writes().length
    const again = await azure.run({ inputs: cleanup })
    expect(again.outputs).toMatchObject({ outcome: 'unchanged', changed: 'false' })
    expect(azure.simulator.transcript.writes()).toHaveLength(writes)
  })

  test('only says so in a dry run', async () => {
    const azure = open()
    const ended = await azure.run({ inputs: { ...cleanup, 'dry-run': 'true' } })
    expect(ended.outputs).toMatchObject({ outcome: 'succeeded', changed: 'false' })
    expect(azure.simulator.transcript.writes()).toEqual([])
    const plan = JSON.parse(ended.outputs['plan']!) as {
      steps: { kind: string }[]
      keep: { title: string; because: string }[]
    }
    expect(plan.steps.map(({ kind }) => kind)).toEqual([
      ...['delete-pool', 'delete-image-version', 'delete-image-version'],
      ...['delete-image', 'delete-image'],
    ])
    expect(plan.keep).toHaveLength(8)
    expect(ended.summary).toContain('would delete 1 pool, 2 gallery versions and 2 images, keep 8')
    expect(ended.summary).toContain('Run without `dry-run` to carry the plan out.')
  })

  test('is held to a plan that was reviewed', async () => {
    const azure = open()
    const { outputs } = await azure.run({ inputs: { ...cleanup, 'dry-run': 'true' } })
    const given = { ...cleanup, 'keep-last': '1', 'expected-plan-hash': outputs['plan-hash']! }
    const other = await azure.run({ inputs: given })
    expect(other.failure).toMatch(/not the one that was reviewed/)
    expect(azure.simulator.transcript.writes()).toEqual([])
    const same = await azure.run({ inputs: { ...given, 'keep-last': '3' } })
    expect(same.outputs['outcome']).toBe('succeeded')
  })

  test('has its story in the report', async () => {
    const azure = open()
    const ended = await azure.run({ inputs: { ...cleanup, 'report-path': 'out/report.json' } })
    expect(ended.annotations.filter(({ severity }) => severity === 'warning')).toEqual([])
    expect(ended.written['out/report.json']).toContain('delete-image-version')
  })

  test('keeps more or fewer by keep-last', async () => {
    const azure = open()
    await azure.run({ inputs: { ...cleanup, 'keep-last': '1' } })
    expect(deletes(azure).filter((line) => line.includes('images/'))).toEqual(
      [1, 3, 4, 5].map((number) => `DELETE images/render-${String(number)}`),
    )
  })

  test('stays in the resource group that is given, while pools elsewhere count', async () => {
    const azure = open()
    await azure.run({ inputs: { ...cleanup, 'resource-group': 'RG-IMAGES' } })
    // render-old is not in the group, so it stays, and with it what it uses.
    expect(deletes(azure)).toEqual(['DELETE versions/1.0.3', 'DELETE images/render-3'])
  })

  test('reads side by side, and every page', async () => {
    const azure = open({ pageSize: 2 })
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.outputs['outcome']).toBe('succeeded')
    expect(deletes(azure)).toHaveLength(5)
    expect(azure.mostAtOnce()).toBeGreaterThan(2)
  })
})

describe('after releases by this action itself', () => {
  test('it knows what each of them made, and what the pool still uses', async () => {
    const azure = simulatedAzure({ poolDeleteSeconds: 30 })
    const context = { repository: 'team/render', commit: 'c'.repeat(40), attempt: '1/1' }
    const release = async (number: number, more: Record<string, string> = {}) => {
      const ended = await azure.run({
        context,
        inputs: {
          'subscription-id': defaultSubscriptionId,
          'resource-group': 'rg-images',
          'os-snapshot': 'render-os',
          'image-name': `render-2026-11-${String(number)}`,
          'gallery-image-definition': definition,
          ...more,
        },
      })
      expect(ended.failure).toBeUndefined()
    }
    await release(10, {
      'batch-account': account,
      'pool-name': 'render',
      'vm-size': 'Standard_D4s_v5',
      'node-agent-sku-id': 'batch.node.ubuntu 24.04',
      'target-dedicated-nodes': '0',
    })
    for (const number of [11, 12, 13]) await release(number)
    const before = azure.simulator.transcript.writes().length
    const ended = await azure.run({ context, inputs: { ...cleanup, 'keep-last': '1' } })
    expect(ended.failure).toBeUndefined()
    const done = deletes(azure).slice(before)
    expect([...done].sort()).toEqual([
      ...['DELETE images/render-2026-11-11', 'DELETE images/render-2026-11-12'],
      ...['DELETE versions/1.0.1', 'DELETE versions/1.0.2'],
    ])
  })
})

describe('after a blue-green rollout', () => {
  const bake = (name: string) => ({
    'subscription-id': defaultSubscriptionId,
    'resource-group': 'rg-images',
    'os-snapshot': 'render-os',
    'image-name': name,
    'gallery-image-definition': definition,
  })
  const rollout = async (azure: SimulatedAzure, name: string, window: string) => {
    const ended = await azure.run({
      inputs: {
        ...bake(name),
        'batch-account': account,
        'pool-name': 'render',
        'vm-size': 'Standard_D4s_v5',
        'node-agent-sku-id': 'batch.node.ubuntu 24.04',
        'target-dedicated-nodes': '2',
        'on-existing-pool': 'blue-green',
        'rollback-window': window,
      },
    })
    expect(ended.failure).toBeUndefined()
  }
  const removed = async (window: string) => {
    const azure = simulatedAzure({ poolDeleteSeconds: 30 })
    await rollout(azure, 'render-1', window)
    await rollout(azure, 'render-2', window)
    await azure.run({ inputs: bake('render-3') }) // takes its time
    const before = azure.simulator.transcript.writes().length
    const ended = await azure.run({ inputs: { ...cleanup, 'keep-last': '1' } })
    expect(ended.failure).toBeUndefined()
    return { gone: deletes(azure).slice(before), lines: ended.lines }
  }

  test('the old pool goes after its window, and then what only it used', async () => {
    const { gone } = await removed('PT1S')
    expect(gone).toEqual(['DELETE pools/render', 'DELETE versions/1.0.0', 'DELETE images/render-1'])
  })

  test('within its window it stays, with all that it would be brought back from', async () => {
    const { gone, lines } = await removed('P1D')
    expect(gone).toEqual([])
    expect(lines.filter((line) => /^keep pool render .* kept until /.test(line))).toHaveLength(1)
    expect(lines).toContain(
      'keep version 1.0.0 of image definition render-node: pool render of Batch account renderbatch uses it',
    )
  })
})

test('the pool of a rollout that failed goes when a later one has gone live, with whatever nodes it has', async () => {
  const member = (name: string, day: number, more: Record<string, string>) =>
    pool(name, `${definition}/versions/1.0.2`, {
      ...madeOn(day),
      'image-to-pool-pool': 'render',
      ...more,
    })
  const canary = { 'image-to-pool-role': 'canary' }
  const live = { 'image-to-pool-role': 'live', 'image-to-pool-live': '2026-11-20T08:00:00.000Z' }
  const pools = [
    member('render-failed', 19, canary),
    member('render-live', 18, live),
    member('render-tried', 21, canary),
  ]
  const azure = open({ resources: world(pools) })
  const ended = await azure.run({ inputs: cleanup })
  const gone = deletes(azure).filter((one) => one.startsWith('DELETE pools/'))
  expect(gone.sort()).toEqual(['DELETE pools/render-failed', 'DELETE pools/render-old'])
  expect(ended.lines.join('\n')).toContain('role: canary -> superseded by render-live')
  expect(ended.lines).toContain(
    'keep pool render-tried of Batch account renderbatch: it is the canary of a rollout',
  )
})

describe('a retired pool with jobs', () => {
  const night = { id: 'night', pool: 'render-old' }

  test.each<[string, Scenario, string]>([
    ['that wait', { jobs: [night] }, 'jobs are on it that are not over: night; move them'],
    [
      'that are disabled',
      { jobs: [{ ...night, state: 'disabled' }] },
      'jobs are on it that are not over: night',
    ],
    ['that cannot be seen', { dataPlane: 'forbidden' }, 'whether jobs are on it cannot be seen ('],
  ])('%s is kept, with what it uses and a word', async (_, scenario, said) => {
    const azure = open(scenario)
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.failure).toBeUndefined()
    expect(deletes(azure)).toEqual(['DELETE versions/1.0.3', 'DELETE images/render-3'])
    expect(ended.lines.join('\n')).toContain(
      `keep pool render-old of Batch account renderbatch: ${said}`,
    )
  })

  test('that came while the cleanup was under way is kept', async () => {
    const azure: SimulatedAzure = simulatedAzure(
      { resources: world(), poolDeleteSeconds: 30, jobs: [{ ...night, pool: 'render' }] },
      (request) => {
        if (!request.endsWith('/jobs')) return
        const { store } = azure.simulator
        const job = store.get(`${account}/jobs/night`)!
        store.put({ ...job, properties: { ...job.properties, poolId: 'render-old' } })
      },
    )
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.failure).toBeUndefined()
    expect(deletes(azure)).not.toContain('DELETE pools/render-old')
    expect(ended.lines.join('\n')).toContain('kept pool render-old of Batch account renderbatch')
  })
})

describe('a pool that was retired, and that a run with another strategy wants', () => {
  test.each([
    ['as it is', '1.0.1', 'put pool render-old back in service'],
    ['with another image', '1.0.2', 'role: retired -> live'],
  ])('%s is in service again: a cleanup keeps it', async (_, number, said) => {
    const azure = open()
    const inputs = {
      'subscription-id': defaultSubscriptionId,
      'image-id': `${definition}/versions/${number}`,
      ...{ 'batch-account': account, 'pool-name': 'render-old' },
      ...{ 'vm-size': 'Standard_D4s_v5', 'node-agent-sku-id': 'batch.node.ubuntu 24.04' },
      'target-dedicated-nodes': '0',
    }
    const back = await azure.run({ inputs })
    expect([back.failure, back.outputs['outcome']]).toEqual([undefined, 'succeeded'])
    expect(back.lines.join('\n')).toContain(said)
    expect((await azure.run({ inputs })).outputs['outcome']).toBe('unchanged')
    const ended = await azure.run({ inputs: cleanup })
    expect(deletes(azure)).not.toContain('DELETE pools/render-old')
    expect(ended.lines).toContain(
      'keep pool render-old of Batch account renderbatch: it is in service',
    )
  })
})

describe('a cleanup by config files', () => {
  const named = `gallery:\n  imageDefinition: ${definition}\nrollout: { keepLast: 2 }\n`
  const poolOnly = `pool:\n  account: ${account}\n  name: render-old\n`

  test('touches what they name only, with their own keepLast', async () => {
    const azure = open()
    const given = { inputs: { ...cleanup, config: 'a.yml' }, files: { 'a.yml': named } }
    const ended = await azure.run(given)
    expect(ended.failure).toBeUndefined()
    // Images of the family that the definition stands for, versions of it; no pool.
    expect(deletes(azure)).toEqual([
      ...['DELETE versions/1.0.3', 'DELETE versions/1.0.4'],
      ...['DELETE images/render-3', 'DELETE images/render-4'],
    ])
  })

  test('goes pools first over all of them, and tells each its part', async () => {
    const azure = open()
    const files = { 'a.yml': named, 'b.yml': poolOnly }
    const ended = await azure.run({ inputs: { ...cleanup, config: '*.yml' }, files })
    expect(deletes(azure)[0]).toBe('DELETE pools/render-old')
    expect(deletes(azure)).toContain('DELETE versions/1.0.1')
    const results = JSON.parse(ended.outputs['results']!) as { deleted: string[] }[]
    expect(results.map(({ deleted }) => deleted.length)).toEqual([6, 1])
  })

  test('needs no source, size or image in them, but names', async () => {
    const azure = open()
    const files = { 'a.yml': `pool:\n  name: render-old\n` }
    const ended = await azure.run({ inputs: { ...cleanup, config: 'a.yml' }, files })
    expect(ended.lines.join('\n')).toContain('the pool has no Batch account')
    expect(azure.simulator.transcript.entries).toEqual([])
  })

  test('does not take an empty file for everything', async () => {
    const azure = open()
    const files = { 'a.yml': 'rollout: { keepLast: 2 }\n' }
    const ended = await azure.run({ inputs: { ...cleanup, config: 'a.yml' }, files })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(azure.simulator.transcript.writes()).toEqual([])
  })
})

describe('a cleanup after a pull request', () => {
  const ofPull = (number: number): Record<string, string> =>
    madeOn(21, { 'image-to-pool-pull-request': String(number) })
  const pulls = [
    image(21, ofPull(7)),
    version(21, ofPull(7)),
    pool('render-pr-7', `${definition}/versions/1.0.21`, ofPull(7)),
    image(22, ofPull(8)),
    pool('render-pr-8', `${definition}/versions/1.0.22`, ofPull(8)),
    image(23, ofPull(7)),
    pool('by-hand', `${compute}/images/render-23`),
  ]
  const event = (repository: string) => ({
    context: { repository, pullRequest: 7, isClosed: true },
  })

  test('takes all that was made for it, and nothing else', async () => {
    const azure = open({ resources: world(pulls) })
    const ended = await azure.run({ inputs: cleanup, ...event('team/render') })
    expect(ended.failure).toBeUndefined()
    expect(deletes(azure)).toEqual([
      'DELETE pools/render-pr-7',
      'DELETE versions/1.0.21',
      'DELETE images/render-21',
    ])
    expect(ended.lines).toContain(
      'keep image render-23: pool by-hand of Batch account renderbatch uses it',
    )
  })

  test('of another repository touches nothing', async () => {
    const azure = open({ resources: world(pulls) })
    const ended = await azure.run({ inputs: cleanup, ...event('team/other') })
    expect(ended.outputs['outcome']).toBe('unchanged')
    expect(azure.simulator.transcript.writes()).toEqual([])
  })

  test('that the event does not name touches nothing', async () => {
    const azure = open({ resources: world(pulls) })
    const ended = await azure.run({ inputs: cleanup, context: { isClosed: true } })
    expect(ended.failure).toContain('does not say which')
    expect(azure.simulator.transcript.writes()).toEqual([])
  })
})

describe('when Azure does not play along', () => {
  test.each([
    ['Microsoft.Batch/batchAccounts/read', 'subscription'],
    ['Microsoft.Batch/batchAccounts/pools/read', 'subscription'],
  ])('without the right %s no image is deleted', async (right) => {
    const azure = open({ denied: [right] })
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.failure).toBeUndefined()
    expect(ended.lines.join('\n')).toContain('no image and no version is deleted')
    expect(ended.lines.join('\n')).toContain(`grant ${right} on the subscription`)
    expect(deletes(azure).filter((one) => !one.startsWith('DELETE pools/'))).toEqual([])
  })

  test('one account whose pools may not be read holds back every image, by name', async () => {
    const path = '.*/batchAccounts/renderbatch/pools'
    const body = { error: { code: 'AuthorizationFailed', message: 'no' } }
    const azure = open({ faults: [{ method: 'GET', path, status: 403, body }] })
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.lines.join('\n')).toContain(
      'the pools of Batch account renderbatch cannot be read (AuthorizationFailed: no)',
    )
    expect(azure.simulator.transcript.writes()).toEqual([])
  })

  test('an account that goes while it is read holds back every image: its pools may be elsewhere by now', async () => {
    const path = '.*/batchAccounts/renderbatch/pools'
    const body = { error: { code: 'ResourceNotFound', message: 'not here' } }
    const azure = open({ faults: [{ method: 'GET', path, status: 404, body }] })
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.lines.join('\n')).toContain(
      'the pools of Batch account renderbatch cannot be read',
    )
    expect(azure.simulator.transcript.writes()).toEqual([])
  })

  test('of a Resource Manager that cannot tell the rights its lists count', async () => {
    const path = '.*/Microsoft.Authorization/permissions'
    const azure = open({ faults: [{ method: 'GET', path, status: 404, times: 99 }] })
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.failure).toBeUndefined()
    expect(deletes(azure)).toHaveLength(5)
  })

  test('a pool that somebody changes right before its delete stays', async () => {
    const azure: SimulatedAzure = simulatedAzure(
      { resources: world(), poolDeleteSeconds: 30 },
      (request) => {
        if (request !== `GET ${account}/pools/render-old`) return
        const url = new URL(
          `https://management.azure.com${account}/pools/render-old?api-version=2025-06-01`,
        )
        const scaleSettings = { fixedScale: { targetDedicatedNodes: 1 } }
        const body = JSON.stringify({ properties: { scaleSettings } })
        const headers = { 'content-type': 'application/json' }
        azure.simulator.handle({ method: 'PATCH', url, headers, body })
      },
    )
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.annotations.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('kept pool render-old of Batch account renderbatch: it is in use'),
    )
    expect(azure.simulator.store.get(`${account}/pools/render-old`)).toBeDefined()
    expect(azure.simulator.store.get(`${definition}/versions/1.0.1`)).toBeDefined()
  })

  test('a lock is a reason to stay, not a failure', async () => {
    const path = '.*/images/render-1'
    const message = 'The scope cannot perform delete operation because it is locked'
    const body = { error: { code: 'ScopeLocked', message } }
    const azure = open({ faults: [{ method: 'DELETE', path, status: 409, body }] })
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.outputs['outcome']).toBe('succeeded')
    const notices = ended.annotations.map((one) => one.message)
    expect(notices).toContainEqual(
      expect.stringContaining('kept image render-1: a lock protects it'),
    )
    expect(deletes(azure)).toContain('DELETE images/render-3')
    expect(ended.summary).toContain('| kept |')
  })

  test('one delete that fails stops no other, and fails the step', async () => {
    const path = '.*/versions/1.0.1'
    const body = { error: { code: 'AuthorizationFailed', message: 'may not delete' } }
    const azure = open({ faults: [{ method: 'DELETE', path, status: 403, body }] })
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.outputs).toMatchObject({ outcome: 'failed', changed: 'true' })
    expect(ended.failure).toContain('AuthorizationFailed')
    expect(deletes(azure)).toEqual(
      expect.arrayContaining(['DELETE versions/1.0.3', 'DELETE images/render-3']),
    )
  })

  test('a pool that came up since the plan saves what it uses', async () => {
    const late = pool('late', `${compute}/images/render-3`)
    const azure = open({ events: [{ afterSeconds: 10, do: { put: late } }] })
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.outputs['outcome']).toBe('succeeded')
    expect(deletes(azure)).not.toContain('DELETE images/render-3')
    expect(deletes(azure)).toContain('DELETE images/render-1')
    expect(ended.annotations.map(({ message }) => message)).toContain(
      '[cleanup] kept image render-3: pool late of Batch account renderbatch uses it',
    )
  })

  test('a pool that could not be deleted holds back what it uses', async () => {
    const body = { error: { code: 'AuthorizationFailed', message: 'may not delete' } }
    const azure = open({ faults: [{ on: 'DELETE .*/pools/render-old', status: 403, body }] })
    const ended = await azure.run({ inputs: cleanup })
    expect(ended.outputs['outcome']).toBe('failed')
    expect(deletes(azure)).toEqual([
      ...['DELETE pools/render-old', 'DELETE versions/1.0.3', 'DELETE images/render-3'],
    ])
    const { keep } = JSON.parse(ended.outputs['plan']!) as { keep: { resource: string }[] }
    expect(keep.map(({ resource }) => resource.split('/').at(-1))).toEqual(
      expect.arrayContaining(['1.0.1', 'render-1']),
    )
  })

  test('pools that can no longer be read hold back what is left', async () => {
    const pools = 'Microsoft.Batch/batchAccounts/pools/read'
    const azure = open({ events: [{ afterSeconds: 10, do: { deny: [pools] } }] })
    const ended = await azure.run({ inputs: cleanup })
    expect(deletes(azure)).toEqual(['DELETE pools/render-old'])
    expect(ended.lines.join('\n')).toMatch(/kept image render-1: the pools .* cannot be read/)
  })

  test('a cancelled cleanup tells what Azure goes on deleting', async () => {
    const stop = new AbortController()
    const azure = simulatedAzure({ resources: world(), poolDeleteSeconds: 30 }, (request) => {
      if (request.startsWith('DELETE')) stop.abort(new Cancelled('cancelled by SIGINT'))
    })
    const ended = await azure.run({ inputs: cleanup, cancelled: stop.signal })
    expect(ended.outputs['outcome']).toBe('cancelled')
    expect(deletes(azure)).toEqual(['DELETE pools/render-old'])
    expect(ended.lines.join('\n')).toContain(
      'pool render-old of Batch account renderbatch may still be being deleted',
    )
  })
})
