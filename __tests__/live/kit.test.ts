import { describe, expect, test } from '@jest/globals'
import { costItems, mostUsd } from '../../scripts/live/cost.js'
import { checkIsAnswer } from '../../scripts/live/probe.js'
import { probes } from '../../scripts/live/probes/index.js'
import { openKitWorld } from './kit-world.js'
import { telling } from './lies.js'
import { told } from './told.js'

/** What was made and may still be there: that of deleted groups is gone. */
const kitGroups = /image-to-pool-live/

describe('against the simulator', () => {
  test('the whole kit runs green, writes nothing outside of its group, and leaves nothing', async () => {
    const { simulator, run } = await openKitWorld()
    const before = simulator.store.ofType('Microsoft.Resources/resourceGroups').length
    const { answers, group, leftBehind } = await run(probes)
    const odd = answers.filter(({ verdict }) => verdict !== 'confirmed')
    expect(odd.map(told)).toEqual([])
    expect(answers).toHaveLength(probes.length)
    expect(leftBehind).toBeUndefined()
    expect(simulator.unknownRequests).toEqual([])

    const writes = simulator.transcript.writes()
    const outside = writes.filter(
      ({ path }) => path.startsWith('/subscriptions/') && !path.includes(`/${group}`),
    )
    expect(outside).toEqual([])
    expect(simulator.store.ofType('Microsoft.Resources/resourceGroups')).toHaveLength(before)

    // What the forecast of costs counts.
    const made = (path: RegExp): number =>
      new Set(
        writes
          .filter((write) => write.method === 'PUT' && write.status < 300 && path.test(write.path))
          .map((write) => write.path),
      ).size
    const counted = (what: RegExp): number => costItems.find((item) => what.test(item.what))!.count
    expect(made(/\/disks\/[\w-]+$/)).toBeLessThanOrEqual(counted(/managed disk of/))
    expect(made(/Compute\/(snapshots|images)\/[\w-]+$/)).toBeLessThanOrEqual(counted(/snapshot/))
    expect(made(/\/versions\/[\d.]+$/)).toBeLessThanOrEqual(counted(/image version/))
    const nodes = writes
      .filter(({ method }) => method !== 'PATCH')
      .flatMap(({ body }) => [
        ...JSON.stringify(body ?? {}).matchAll(/"targetDedicatedNodes":([1-9]\d*)/g),
      ])
      .reduce((sum, [, count]) => sum + Number(count), 0)
    expect(nodes).toBeGreaterThan(0)
    expect(nodes).toBeLessThanOrEqual(counted(/^a node/))
  })

  test('costs less than two dollars', () => {
    expect(mostUsd).toBeLessThan(2)
    expect(mostUsd).toBeGreaterThan(0.5)
  })
})

describe('what a run does not answer', () => {
  const [first] = probes

  test('a quota without cores leaves the questions on nodes open, and the others answered', async () => {
    const noCores = telling((request, { bodyAsText }) =>
      request.url.includes('/batchAccounts/') && !request.url.includes('/pools/')
        ? { text: (bodyAsText ?? '').replace(/"dedicatedCoreQuota":20/, '"dedicatedCoreQuota":0') }
        : undefined,
    )
    const wanted = probes.filter(({ id }) => id.startsWith('nodes/') || id === 'pool/if-none-match')
    const { run } = await openKitWorld({}, noCores)
    const { answers } = await run(wanted)
    expect(answers.map(told)).toMatchObject([
      {
        id: 'nodes/file-range',
        verdict: 'unanswered',
        reason: expect.stringContaining('0 dedicated cores'),
      },
      { id: 'nodes/counts-lag', verdict: 'unanswered' },
      { id: 'pool/if-none-match', verdict: 'confirmed' },
    ])
  })

  test('a lack of rights is no answer', async () => {
    const denied = ['Microsoft.Batch/batchAccounts/pools/write']
    const { run } = await openKitWorld({ denied })
    const { answers } = await run(probes.filter(({ id }) => id === 'pool/wrong-type'))
    expect(answers.map(told)).toMatchObject([
      { verdict: 'unanswered', reason: expect.stringContaining('AuthorizationFailed') },
    ])
  })

  test('neither is a refusal for another reason, where the probe only looks for a refusal', async () => {
    const full = telling(({ method, url }) =>
      method === 'PUT' && url.includes('/pools/')
        ? { status: 409, text: '{"error":{"code":"PoolQuotaReached","message":"no more"}}' }
        : undefined,
    )
    const { run } = await openKitWorld({}, full)
    const { answers } = await run(probes.filter(({ id }) => id === 'pool/week-duration'))
    const reason = expect.stringContaining('409 PoolQuotaReached')
    expect(answers.map(told)).toMatchObject([{ verdict: 'unanswered', reason }])
  })

  test.each([
    [401, 'ExpiredAuthenticationToken', false],
    [403, 'AuthorizationFailed', false],
    [403, 'InsufficientPermissions', true],
    [409, 'Conflict', true],
    [429, 'TooManyRequests', false],
    [503, 'ServiceUnavailable', false],
    [200, undefined, true],
  ])('%d %s is an answer: %s', (status, code, isAnswer) => {
    const rest = { body: {}, text: '', header: () => undefined, retryAfterMs: undefined }
    const check = () => {
      checkIsAnswer({ status, code, ...rest })
    }
    if (isAnswer) expect(check).not.toThrow()
    else expect(check).toThrow(`Azure answers ${String(status)} ${code ?? ''}`)
  })

  test('a cancelled run answers no more, and removes its group all the same', async () => {
    const { simulator, run } = await openKitWorld()
    const cancelled = AbortSignal.abort(new Error('cancelled by SIGINT'))
    const asked = probes.filter(({ id }) => id === first?.id)
    await expect(run(asked, cancelled)).rejects.toThrow('cancelled by SIGINT')
    expect(groupsIn(simulator)).toEqual([])

    const controller = new AbortController()
    const halfWay = await openKitWorld({}, (honest) => ({
      sendRequest: async (request) => {
        if (request.url.includes('/disks/')) controller.abort(new Error('cancelled by SIGTERM'))
        return await honest.sendRequest(request)
      },
    }))
    const { answers, leftBehind } = await halfWay.run(probes, controller.signal)
    expect(answers).toHaveLength(probes.length)
    expect(answers.filter(({ verdict }) => verdict === 'contradicted')).toEqual([])
    expect(answers.filter(({ verdict }) => verdict === 'unanswered').length).toBeGreaterThan(10)
    expect(leftBehind).toBeUndefined()
    expect(groupsIn(halfWay.simulator)).toEqual([])
  })

  test('a group that Azure does not remove is named', async () => {
    const locked = { method: 'DELETE', path: '.*/resourceGroups/[^/]+', status: 409, times: 9 }
    const { run } = await openKitWorld({ faults: [locked] })
    const { leftBehind } = await run(probes.filter(({ id }) => id === 'request/not-json'))
    expect(leftBehind).toContain('409 Conflict')
  })
})

function groupsIn(simulator: {
  store: { ofType: (type: string) => { name: string }[] }
}): string[] {
  const groups = simulator.store.ofType('Microsoft.Resources/resourceGroups')
  return groups.map(({ name }) => name).filter((name) => kitGroups.test(name))
}
