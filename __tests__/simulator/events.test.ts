import { describe, expect, test } from '@jest/globals'
import type { JsonObject, Scenario, WorldChange, WorldEvent } from '../../src/simulator/kernel.js'
import { parseScenario } from '../../src/simulator/scenario-file.js'
import {
  accountId,
  fixedScale,
  group,
  imageId,
  poolBody,
  poolId,
  snapshotId,
  versionId,
  vmConfiguration,
  World,
} from './batch-world.js'

function open(events: readonly WorldEvent[], scenario: Scenario = {}): World {
  return new World({ ...scenario, events })
}

function codes(world: World, name: string, version?: string): unknown[] {
  const status = world.pool(name, version).properties['resizeOperationStatus'] as JsonObject
  return ((status['errors'] ?? []) as JsonObject[]).map((error) => error['code'])
}

function bothKinds(dedicated: number, lowPriority: number): JsonObject {
  return poolBody(fixedScale(dedicated, { targetLowPriorityNodes: lowPriority }))
}

describe('Events', () => {
  test('happen at their moment, though nobody looks', () => {
    const world = open([{ afterSeconds: 90, since: 'pool-created', do: { delete: versionId } }])
    world.advance(500)
    world.put('render', poolBody(fixedScale(300)))
    world.advance(4000)
    const { properties } = world.pool('render')
    // The first comes after 45 seconds, then one every 0.9 seconds.
    expect(properties).toMatchObject({ allocationState: 'Steady', currentDedicatedNodes: 51 })
    expect(codes(world, 'render')).toEqual(['AllocationFailed'])
    expect(world.call(versionId, { version: '2024-03-03' }).status).toBe(404)
    expect(world.simulator.unknownRequests).toEqual([])
  })

  test('the snapshot behind a managed image takes the nodes with it that were to come, without a reason', () => {
    const world = open([{ afterSeconds: 90, since: 'resize', do: { delete: snapshotId } }])
    const version = '2019-08-01'
    const managed = vmConfiguration({ imageReference: { id: imageId } })
    world.put('render', poolBody({ ...managed, ...fixedScale(300) }), { version })
    world.advance(4000)
    const status = world.pool('render', version).properties['resizeOperationStatus'] as JsonObject
    const [error] = status['errors'] as JsonObject[]
    expect(error).toMatchObject({ code: 'AllocationFailed' })
    expect(error).not.toHaveProperty('details')
    const again = { method: 'PATCH', body: { properties: fixedScale(300) }, version }
    expect(world.call(poolId('render'), again).status).toBe(200)
    world.advance(4000)
    expect(codes(world, 'render', version)).toEqual(['AllocationFailed'])
  })

  test('count from the resize that is meant, of the pool that is meant', () => {
    const stop = { stopResize: 'render' }
    const world = open([{ afterSeconds: 60, since: 'resize', resize: 2, pool: 'render', do: stop }])
    world.put('other')
    world.put('render')
    world.advance(600)
    expect(codes(world, 'render')).toEqual([])
    const body = { properties: fixedScale(300) }
    world.call(poolId('render'), { method: 'PATCH', body })
    world.advance(65)
    expect(world.pool('render').properties['allocationState']).toBe('Stopping')
    world.advance(600)
    expect(world.pool('render').properties['allocationState']).toBe('Steady')
    expect(codes(world, 'render')).toEqual(['ResizeStopped'])
  })

  test('somebody else resizes the pool: other targets, a later start, another etag', () => {
    const resize = { pool: 'rend*', dedicatedNodes: 3 }
    const world = open([{ afterSeconds: 100, since: 'pool-created', do: { resize } }])
    const made = world.put('render', bothKinds(300, 2))
    world.advance(4000)
    const { properties, headers } = world.pool('render')
    expect(properties).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 3,
      scaleSettings: { fixedScale: { targetDedicatedNodes: 3, targetLowPriorityNodes: 2 } },
      resizeOperationStatus: { targetDedicatedNodes: 3 },
    })
    const status = properties['resizeOperationStatus'] as { startTime: string }
    const madeAt = Date.parse(String(made.headers?.['date']))
    expect(Date.parse(status.startTime) - madeAt).toBeGreaterThanOrEqual(100_000)
    expect(headers?.['etag']).not.toBe(made.headers?.['etag'])
  })

  test.each<[string, WorldChange, number]>([
    ['stay', { evict: { pool: '*', nodes: 2 } }, 5],
    ['leave', { evict: { pool: '*', nodes: 2, leaveAfterSeconds: 30 } }, 3],
    ['are all taken', { evict: { pool: '*', nodes: 'all', leaveAfterSeconds: 0 } }, 0],
  ])('evicted low-priority nodes %s; dedicated ones do not suffer', (_, change, left) => {
    const world = open([{ afterSeconds: 600, since: 'pool-created', do: change }])
    world.put('render', bothKinds(2, 5))
    world.advance(599)
    expect(world.pool('render').properties['currentLowPriorityNodes']).toBe(5)
    world.advance(60)
    expect(world.pool('render').properties).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 2,
      currentLowPriorityNodes: left,
    })
    expect(codes(world, 'render')).toEqual([])
  })

  test('a target said again brings back what was evicted and left', () => {
    const evict = { pool: '*', nodes: 2, leaveAfterSeconds: 0 }
    const world = open([{ afterSeconds: 600, since: 'pool-created', do: { evict } }])
    world.put('render', bothKinds(0, 5))
    world.advance(700)
    const { properties } = bothKinds(0, 5) as { properties: JsonObject }
    const scaleSettings = properties['scaleSettings'] as JsonObject
    world.call(poolId('render'), { method: 'PATCH', body: { properties: { scaleSettings } } })
    world.advance(700)
    expect(world.pool('render').properties['currentLowPriorityNodes']).toBe(5)
  })

  test('a quota goes down between two resizes', () => {
    const properties = { dedicatedCoreQuota: 8 }
    const change = { id: accountId, properties }
    const world = open([{ afterSeconds: 300, do: { change } }])
    world.put('render', poolBody(fixedScale(2)))
    world.advance(301)
    expect(world.call(accountId).properties).toMatchObject({ ...properties, poolQuota: 20 })
    world.call(poolId('render'), { method: 'PATCH', body: { properties: fixedScale(9) } })
    world.advance(900)
    expect(codes(world, 'render')).toEqual(['AccountCoreQuotaReached'])
  })

  test('a pool that somebody changes gets another etag', () => {
    const metadata = [{ name: 'by', value: 'hand' }]
    const change = { id: poolId('render'), properties: { metadata } }
    const world = open([{ afterSeconds: 30, since: 'pool-created', do: { change } }])
    const made = world.put('render')
    world.advance(900)
    const seen = world.pool('render')
    expect(seen.properties).toMatchObject({ metadata, currentDedicatedNodes: 2 })
    expect(seen.headers?.['etag']).not.toBe(made.headers?.['etag'])
  })

  test('a pool, a subnet, a resource group go; a resource comes', () => {
    const network = `${group}/providers/Microsoft.Network/virtualNetworks/net`
    const resource = {
      ...{ id: network, name: 'net', type: 'Microsoft.Network/virtualNetworks' },
      properties: { subnets: [{ name: 'nodes' }, { name: 'other' }] },
    }
    const world = open([
      { afterSeconds: 10, do: { put: resource } },
      { afterSeconds: 20, do: { delete: `${network}/subnets/nodes` } },
      { afterSeconds: 20, do: { delete: poolId('render') } },
      { afterSeconds: 30, do: { delete: group } },
    ])
    world.put('render')
    const version = '2023-11-01'
    const seen = [9, 10, 10].map((seconds) => {
      world.advance(seconds)
      return [
        world.call(`${network}/subnets/nodes`, { version }).status,
        world.call(`${network}/subnets/other`, { version }).status,
        world.pool('render').status,
      ]
    })
    expect(seen).toEqual([
      [404, 404, 200],
      [200, 200, 200],
      [404, 200, 404],
    ])
    world.advance(10)
    expect(world.call(accountId).status).toBe(404)
  })

  test('the caller loses an action', () => {
    const deny = ['Microsoft.Batch/batchAccounts/pools/write']
    const world = open([{ afterSeconds: 10, do: { deny } }])
    expect(world.put('first').status).toBe(200)
    world.advance(10)
    expect(world.put('second').status).toBe(403)
    expect(world.pool('first').status).toBe(200)
  })

  test('one that finds nothing to change is told of', () => {
    const world = open([{ do: { delete: `${imageId}-other` } }, { do: { stopResize: '*' } }])
    world.call(accountId)
    expect(world.simulator.unknownRequests).toEqual([
      expect.stringContaining('render-1-other'),
      expect.stringContaining('stopResize'),
    ])
  })

  test('a scenario file says exactly one thing to do', () => {
    const read = (text: string): Scenario => parseScenario(text, 'world.yml')
    expect(read('events: [{ afterSeconds: 9, do: { stopResize: render } }]').events).toEqual([
      { afterSeconds: 9, do: { stopResize: 'render' } },
    ])
    expect(() => read('events: [{ do: {} }]')).toThrow(/events\.0\.do: must say exactly one/)
    expect(() => read('events: [{ do: { delete: x, stopResize: y } }]')).toThrow(/exactly one/)
    expect(() => read('events: [{ do: { stop: x } }]')).toThrow(/world\.yml.*stop/)
  })
})
