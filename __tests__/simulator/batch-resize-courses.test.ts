import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/simulator/kernel.js'
import {
  errorOf,
  fixedScale,
  poolBody,
  poolId,
  versionId,
  vmConfiguration,
  World,
  type Answer,
} from './batch-world.js'

function outcome({ properties }: Answer): readonly [nodes: unknown, codes: unknown[]] {
  const status = properties['resizeOperationStatus'] as JsonObject | undefined
  const errors = (status?.['errors'] ?? []) as JsonObject[]
  const nodes =
    Number(properties['currentDedicatedNodes']) + Number(properties['currentLowPriorityNodes'])
  return [nodes, errors.map((error) => error['code'])]
}

function patch(world: World, name: string, properties: JsonObject, version?: string): Answer {
  const call = { method: 'PATCH', body: { properties } }
  return world.call(poolId(name), version === undefined ? call : { ...call, version })
}

/** Asks for the same target again, hours later. */
function again(world: World, name: string, nodes: number): readonly [unknown, unknown[]] {
  expect(patch(world, name, fixedScale(nodes, { resizeTimeout: 'PT30M' })).status).toBe(200)
  world.advance(4000)
  return outcome(world.pool(name))
}

function steady(world: World, name: string): readonly [unknown, unknown[]] {
  world.advance(4000)
  return outcome(world.pool(name))
}

describe('The course of a resize', () => {
  test('adds lets some nodes come and keeps the resize busy until its timeout', () => {
    const world = new World({ resizes: [{ adds: 40 }] })
    world.put('render', poolBody(fixedScale(120, { resizeTimeout: 'PT30M' })))
    world.advance(1799)
    expect(world.pool('render').properties).toMatchObject({
      allocationState: 'Resizing',
      currentDedicatedNodes: 40,
    })
    world.advance(1)
    expect(outcome(world.pool('render'))).toEqual([40, ['AllocationTimedout']])
  })

  test('1,200 nodes come in four resizes, each saying why it stopped', () => {
    const error = { code: 'AllocationFailed', details: [{ code: 'Reason', message: 'no more' }] }
    const world = new World({ resizes: [{ adds: 300 }, { adds: 300, error }] })
    world.put('render', poolBody(fixedScale(1200, { resizeTimeout: 'PT30M' })))
    const seen = [steady(world, 'render')]
    for (let attempt = 0; attempt < 3; attempt += 1) seen.push(again(world, 'render', 1200))
    expect(seen).toEqual([
      [300, ['AllocationTimedout']],
      [600, ['AllocationFailed']],
      [900, ['AllocationFailed']],
      [1200, []],
    ])
  })

  test('a stalled attempt brings nothing and times out, the next one may do better', () => {
    const world = new World({ resizes: [{ adds: 2 }, { adds: 0 }, {}] })
    world.put('render', poolBody(fixedScale(9, { resizeTimeout: 'PT30M' })))
    expect(steady(world, 'render')).toEqual([2, ['AllocationTimedout']])
    expect(again(world, 'render', 9)).toEqual([2, ['AllocationTimedout']])
    expect(again(world, 'render', 9)).toEqual([9, []])
  })

  test('a quota may be met after so many nodes in all, whatever the account says', () => {
    const error = { code: 'AccountCoreQuotaReached' }
    const world = new World({ resizes: [{ capacity: 300, error }] })
    world.put('render', poolBody(fixedScale(250, { resizeTimeout: 'PT30M' })))
    expect(steady(world, 'render')).toEqual([250, []])
    expect(again(world, 'render', 500)).toEqual([300, ['AccountCoreQuotaReached']])
    expect(again(world, 'render', 500)).toEqual([300, ['AccountCoreQuotaReached']])
  })

  test('both kinds share what is added, dedicated first', () => {
    const world = new World({ resizes: [{ adds: 5 }] })
    world.put('render', poolBody(fixedScale(4, { targetLowPriorityNodes: 4 })))
    world.advance(4000)
    expect(world.pool('render').properties).toMatchObject({
      currentDedicatedNodes: 4,
      currentLowPriorityNodes: 1,
    })
  })

  test('a pool of a given name, or of a given image, has its own', () => {
    const world = new World({
      resizes: [{ adds: 1 }],
      resizesByPool: { 'render-*': [{ adds: 2 }] },
    })
    for (const name of ['render', 'render-blue', 'other']) world.put(name, poolBody(fixedScale(3)))
    expect(steady(world, 'render')[0]).toBe(1)
    expect(steady(world, 'render-blue')[0]).toBe(2)
    expect(steady(world, 'other')[0]).toBe(1)
    const byImage = new World({
      resizesByPool: { '*': [{ adds: 2 }] },
      resizesByImage: { '*/versions/1.0.0': [{ adds: 0 }] },
    })
    byImage.put('render', poolBody(fixedScale(3)))
    expect(steady(byImage, 'render')[0]).toBe(0)
  })

  test('a pool that is made again goes on where the list was', () => {
    const world = new World({ resizes: [{ adds: 1 }, {}] })
    world.put('render', poolBody(fixedScale(3)))
    expect(steady(world, 'render')[0]).toBe(1)
    world.call(poolId('render'), { method: 'DELETE' })
    world.advance(600)
    world.put('render', poolBody(fixedScale(3)))
    expect(steady(world, 'render')[0]).toBe(3)
  })

  test('a resize to fewer nodes takes its turn in the list and ends well', () => {
    const error = { code: 'AllocationFailed' }
    const world = new World({ resizes: [{}, { error }, { error }] })
    world.put('render', poolBody(fixedScale(3)))
    expect(steady(world, 'render')).toEqual([3, []])
    expect(again(world, 'render', 0)).toEqual([0, []])
    expect(again(world, 'render', 3)).toEqual([3, ['AllocationFailed']])
  })
})

describe('What the region has of a size', () => {
  const capacityByVmSize = { standard_d4s_v5: 40, Standard_D8s_v5: 0 }

  test('bounds the pools of the account together, and says insufficient capacity', () => {
    const world = new World({ capacityByVmSize })
    world.put('first', poolBody(fixedScale(30)))
    world.put('second', poolBody(fixedScale(30)))
    expect(steady(world, 'first')).toEqual([30, []])
    expect(steady(world, 'second')).toEqual([10, ['AllocationFailed']])
    const status = world.pool('second').properties['resizeOperationStatus'] as JsonObject
    expect(status['errors']).toEqual([
      expect.objectContaining({
        details: [{ code: 'Reason', message: expect.stringContaining('insufficient capacity') }],
      }),
    ])
  })

  test('another size does not suffer, and can be taken while no node is there', () => {
    const world = new World({ capacityByVmSize })
    world.put('render', poolBody({ vmSize: 'Standard_D8s_v5', ...fixedScale(3) }))
    expect(steady(world, 'render')).toEqual([0, ['AllocationFailed']])
    const change = { vmSize: 'Standard_D4s_v5', ...fixedScale(3) }
    expect(patch(world, 'render', change).properties).toMatchObject({
      vmSize: 'STANDARD_D4S_V5',
      allocationState: 'Resizing',
    })
    expect(steady(world, 'render')).toEqual([3, []])
  })
})

describe('Changing what needs a pool without nodes', () => {
  const change = { vmSize: 'Standard_D8s_v5' }

  test('is taken from 2024-07-01 on, and begins no resize by itself', () => {
    const world = new World()
    world.put('render', poolBody(fixedScale(0)))
    const changed = patch(world, 'render', change, '2024-07-01')
    expect(changed.status).toBe(200)
    expect(changed.properties).toMatchObject({
      vmSize: 'STANDARD_D8S_V5',
      allocationState: 'Steady',
    })
    expect(errorOf(patch(world, 'render', { vmSize: 'Standard_D4s_v5' }, '2024-02-01')).code).toBe(
      'PropertyCannotBeUpdated',
    )
  })

  test('is refused while nodes are there, naming the property', () => {
    const world = new World()
    world.put('render')
    world.advance(600)
    const refused = patch(world, 'render', change)
    expect(refused.status).toBe(400)
    expect(errorOf(refused)).toMatchObject({
      code: 'PropertyCannotBeUpdated',
      details: expect.arrayContaining([{ code: 'PropertyName', message: 'vmSize' }]),
    })
  })

  test('any change is 409 while the pool is being resized', () => {
    const world = new World()
    world.put('render')
    for (const properties of [change, fixedScale(3), { metadata: [{ name: 'a', value: 'b' }] }]) {
      const refused = patch(world, 'render', properties)
      expect([refused.status, errorOf(refused).code]).toEqual([409, 'PoolBeingResized'])
    }
  })

  test('image and nodes can be asked for in one PATCH', () => {
    const world = new World()
    world.put('render', poolBody(fixedScale(0)))
    const id = versionId.replace(/\/versions\/.*/, '')
    const both = { ...vmConfiguration({ imageReference: { id } }), ...fixedScale(2) }
    const answer = patch(world, 'render', both)
    expect(answer.properties).toMatchObject({ allocationState: 'Resizing' })
    expect(steady(world, 'render')).toEqual([2, []])
  })
})
