import { describe, expect, test } from '@jest/globals'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { signRequest } from '../../src/simulator/resources/batch/shared-key.js'
import { accountId, poolBody, World, type Answer } from './batch-world.js'

function refusalOf({ status, body }: Answer): readonly [number, unknown] {
  return [status, body['code']]
}

function open(properties: JsonObject, scenario: Scenario = {}): World {
  const world = new World(scenario, { [accountId]: { properties } })
  world.put('render')
  world.advance(600)
  return world
}

const paths = ['/pools', '/pools/render', '/pools/render/nodes', '/nodecounts', '/supportedimages']

describe('A closed data plane', () => {
  test.each<[string, JsonObject]>([
    ['no public access', { publicNetworkAccess: 'Disabled' }],
    ['a security perimeter', { publicNetworkAccess: 'SecuredByPerimeter' }],
    ['selected networks', { networkProfile: { accountAccess: { defaultAction: 'Deny' } } }],
  ])('with %s refuses everything, while Resource Manager goes on', (_, properties) => {
    const world = open(properties)
    for (const path of paths) {
      expect(refusalOf(world.data(path))).toEqual([403, 'AuthorizationFailure'])
    }
    expect(world.pool('render').properties).toMatchObject({ currentDedicatedNodes: 2 })
    expect(world.call(accountId).properties).toMatchObject(properties)
  })

  test('can be closed while somebody waits', () => {
    const change = { id: accountId, properties: { publicNetworkAccess: 'Disabled' } }
    const world = open({}, { events: [{ afterSeconds: 700, do: { change } }] })
    expect(world.data('/nodecounts').status).toBe(200)
    world.advance(101)
    expect(refusalOf(world.data('/nodecounts'))).toEqual([403, 'AuthorizationFailure'])
  })

  test.each(['forbidden', 'unreachable'] as const)('can be %s by the scenario', (dataPlane) => {
    const refused = (world: World) => paths.map((path) => world.data(path))
    const closed = open({}, { dataPlane })
    expect(closed.pool('render').status).toBe(200)
    const lost = open({}, { events: [{ afterSeconds: 700, do: { dataPlane } }] })
    expect(refused(lost).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    lost.advance(101)
    for (const answer of [...refused(closed), ...refused(lost)]) {
      if (dataPlane === 'unreachable') expect(answer.break).toBe('refused')
      else expect(refusalOf(answer)).toEqual([403, 'AuthorizationFailure'])
    }
    expect(lost.simulator.unknownRequests).toEqual([])
  })

  test('comes back', () => {
    const world = open(
      {},
      { dataPlane: 'unreachable', events: [{ afterSeconds: 700, do: { dataPlane: 'open' } }] },
    )
    expect(world.data('/nodecounts').break).toBe('refused')
    world.advance(101)
    expect(world.data('/nodecounts').status).toBe(200)
  })

  test('wants the right of the caller, in Resource Manager as here', () => {
    const world = open({}, { denied: ['Microsoft.Batch/batchAccounts/pools/read'] })
    const seen = paths.map((path) => refusalOf(world.data(path))[0])
    expect(seen).toEqual([403, 403, 403, 403, 200])
    expect(refusalOf(world.data('/nodecounts'))[1]).toBe('AuthorizationPermissionMismatch')
    expect(world.pool('render').status).toBe(403)
    expect(world.put('other').status).toBe(200)
  })

  test('can be closed to a caller whom Resource Manager lets do all', () => {
    const world = open({}, { denied: ['data:*'] })
    expect(paths.map((path) => world.data(path).status)).toEqual([403, 403, 403, 403, 403])
    expect(world.pool('render').status).toBe(200)
    expect(world.put('other', poolBody()).status).toBe(200)
  })

  test('is open to a shared key, whatever roles say', () => {
    const world = open({}, { denied: ['data:*'] })
    const keys = world.call(`${accountId}/listKeys`, { method: 'POST' }).body
    const url = new URL('https://renderbatch.koreacentral.batch.azure.com/nodecounts')
    url.searchParams.set('api-version', '2024-07-01.20.0')
    const request = { method: 'GET', url, headers: {}, body: undefined }
    const signature = signRequest(request, 'renderbatch', keys['primary'] as string)
    const headers = { authorization: `SharedKey renderbatch:${signature}` }
    expect(world.data('/nodecounts', { headers }).status).toBe(200)
  })

  test('an unreachable host and other faults meet it as they meet Resource Manager', () => {
    const faults = [{ on: 'GET /nodecounts', status: 503 }, { on: '/pools/render/nodes' }]
    const world = open({}, { faults })
    expect(refusalOf(world.data('/nodecounts'))).toEqual([503, 'ServiceUnavailable'])
    expect(refusalOf(world.data('/pools/render/nodes'))).toEqual([500, 'InternalServerError'])
    world.simulator.faults.add({ on: '/nodecounts', break: 'refused' })
    expect(world.data('/nodecounts').break).toBe('refused')
  })
})
