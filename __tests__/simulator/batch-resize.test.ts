import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/simulator/kernel.js'
import {
  accountId,
  fixedScale,
  imageId,
  poolBody,
  poolId,
  snapshotId,
  versionId,
  vmConfiguration,
  World,
} from './batch-world.js'

function status(properties: JsonObject): JsonObject {
  return properties['resizeOperationStatus'] as JsonObject
}

function errorCodes(properties: JsonObject): unknown[] {
  return ((status(properties)['errors'] ?? []) as JsonObject[]).map((error) => error['code'])
}

describe('Nodes of a new pool', () => {
  test('come one after another until the target is there, then the pool is Steady without errors', () => {
    const world = new World()
    const made = world.put('render', poolBody(fixedScale(120)))
    expect(made.status).toBe(200)
    expect(made.properties).toMatchObject({
      provisioningState: 'Succeeded',
      allocationState: 'Resizing',
      currentDedicatedNodes: 0,
      resizeOperationStatus: { targetDedicatedNodes: 120, resizeTimeout: 'PT15M' },
    })
    const seen = [0, 60, 60, 60].map((seconds) => {
      world.advance(seconds)
      return world.pool('render').properties['currentDedicatedNodes']
    })
    expect(seen).toEqual([...seen].sort((a, b) => Number(a) - Number(b)))
    expect(new Set(seen).size).toBeGreaterThan(2)
    world.advance(120)
    const done = world.pool('render').properties
    expect(done).toMatchObject({ allocationState: 'Steady', currentDedicatedNodes: 120 })
    expect(status(done)['errors']).toBeUndefined()
  })

  test('a pool without nodes is Steady at once', () => {
    const world = new World()
    const { properties } = world.put('empty', poolBody(fixedScale(0)))
    expect(properties).toMatchObject({ allocationState: 'Steady', currentDedicatedNodes: 0 })
    expect(properties['resizeOperationStatus']).toBeUndefined()
  })

  test('a pool in motion says when to look again, a steady one does not', () => {
    const world = new World()
    expect(world.put('render').headers).toHaveProperty('retry-after-ms', '15000')
    world.advance(600)
    expect(world.pool('render').headers).not.toHaveProperty('retry-after-ms')
  })

  test('both kinds grow side by side', () => {
    const world = new World()
    world.put('render', poolBody(fixedScale(20, { targetLowPriorityNodes: 20 })))
    world.advance(60)
    const { properties } = world.pool('render')
    expect(Number(properties['currentDedicatedNodes'])).toBeGreaterThan(3)
    expect(Number(properties['currentLowPriorityNodes'])).toBeGreaterThan(3)
    world.advance(60)
    expect(world.pool('render').properties).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 20,
      currentLowPriorityNodes: 20,
    })
  })
})

describe('A resize that does not reach its target', () => {
  test('ends at resizeTimeout with the nodes there by then and AllocationTimedout', () => {
    const world = new World({ resizes: [{ nodesPerMinute: 4 }] })
    world.put('render', poolBody(fixedScale(400, { resizeTimeout: 'PT10M' })))
    world.advance(599)
    expect(world.pool('render').properties['allocationState']).toBe('Resizing')
    expect(status(world.pool('render').properties)['errors']).toBeUndefined()
    world.advance(1)
    const { properties } = world.pool('render')
    expect(properties).toMatchObject({ allocationState: 'Steady', currentDedicatedNodes: 38 })
    expect(errorCodes(properties)).toEqual(['AllocationTimedout'])
    world.advance(3600)
    expect(world.pool('render').properties['currentDedicatedNodes']).toBe(38)
  })

  test('keeps its errors until the next resize, which has a later startTime', () => {
    const world = new World({ resizes: [{ nodesPerMinute: 4 }, { nodesPerMinute: 100 }] })
    world.put('render', poolBody(fixedScale(400, { resizeTimeout: 'PT10M' })))
    world.advance(3600)
    const failed = world.pool('render')
    expect(errorCodes(failed.properties)).toEqual(['AllocationTimedout'])
    const body = { properties: fixedScale(400, { resizeTimeout: 'PT10M' }) }
    const again = world.call(poolId('render'), { method: 'PATCH', body })
    expect(again.status).toBe(200)
    expect(errorCodes(again.properties)).toEqual([])
    const starts = [failed, again].map(({ properties }) =>
      Date.parse(status(properties)['startTime'] as string),
    )
    expect(starts[1]).toBeGreaterThan(starts[0] ?? Infinity)
    world.advance(590)
    expect(world.pool('render').properties).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 400,
    })
    expect(errorCodes(world.pool('render').properties)).toEqual([])
  })

  test.each([
    ['AccountCoreQuotaReached', { dedicatedCoreQuota: 16 }, 4, 0],
    [
      'AccountVMSeriesCoreQuotaReached',
      { dedicatedCoreQuotaPerVMFamily: [{ name: 'standardDSv5Family', coreQuota: 8 }] },
      2,
      0,
    ],
    ['AccountVMSeriesCoreQuotaReached', { dedicatedCoreQuotaPerVMFamily: [] }, 0, 0],
    ['AccountLowPriorityCoreQuotaReached', { lowPriorityCoreQuota: 4 }, 0, 1],
  ])('%s leaves the nodes that the quota admits', (code, properties, dedicated, lowPriority) => {
    const world = new World({}, { [accountId]: { properties } })
    const kind = code.includes('LowPriority') ? 'targetLowPriorityNodes' : 'targetDedicatedNodes'
    const scaleSettings = { fixedScale: { [kind]: 10 } }
    world.put('render', poolBody({ scaleSettings }))
    world.advance(120)
    const answer = world.pool('render').properties
    expect(answer).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: dedicated,
      currentLowPriorityNodes: lowPriority,
    })
    expect(errorCodes(answer)).toEqual([code])
  })

  test('counts the cores that other pools have or are getting', () => {
    const world = new World({}, { [accountId]: { properties: { dedicatedCoreQuota: 40 } } })
    world.put('first', poolBody(fixedScale(8)))
    world.put('second', poolBody(fixedScale(8)))
    world.advance(600)
    expect(world.pool('first').properties['currentDedicatedNodes']).toBe(8)
    expect(world.pool('second').properties['currentDedicatedNodes']).toBe(2)
  })

  test('user-subscription accounts have no core quota of their own', () => {
    const properties = { poolAllocationMode: 'UserSubscription', dedicatedCoreQuota: 0 }
    const world = new World({}, { [accountId]: { properties } })
    world.put('render')
    world.advance(600)
    expect(world.pool('render').properties['currentDedicatedNodes']).toBe(2)
  })

  test('capacity that runs out is AllocationFailed with the reason in its details', () => {
    const world = new World({ resizes: [{ capacity: 7 }] })
    world.put('render', poolBody(fixedScale(10)))
    world.advance(600)
    const { properties } = world.pool('render')
    expect(properties['currentDedicatedNodes']).toBe(7)
    expect(status(properties)['errors']).toEqual([
      expect.objectContaining({
        code: 'AllocationFailed',
        details: [{ code: 'Reason', message: expect.stringContaining('insufficient capacity') }],
      }),
    ])
  })

  test('a scenario forces any error, after any time, once or for good', () => {
    const error = {
      code: 'BatchOutOfCapacity',
      message: 'none',
      details: [{ code: 'Reason', message: 'x' }],
    }
    const world = new World({ resizes: [{ error, afterSeconds: 50 }, {}] })
    world.put('render', poolBody(fixedScale(200)))
    world.advance(49)
    expect(world.pool('render').properties['allocationState']).toBe('Resizing')
    world.advance(1)
    const { properties } = world.pool('render')
    expect(properties).toMatchObject({ allocationState: 'Steady', currentDedicatedNodes: 6 })
    expect(status(properties)['errors']).toEqual([error])
  })

  test('a VM size that cannot boot the image fails the resize with what Compute said', () => {
    const world = new World()
    expect(world.put('render', poolBody({ vmSize: 'Standard_D2_v2' })).status).toBe(200)
    world.advance(600)
    const { properties } = world.pool('render')
    const [error] = status(properties)['errors'] as JsonObject[]
    const details: Record<string, unknown> = Object.fromEntries(
      (error?.['details'] as { code: string; message: string }[]).map(({ code, message }) => [
        code,
        message,
      ]),
    )
    expect(details['Provider Error Json Truncated']).toBe('False')
    expect(JSON.parse(details['Provider Error Json'] as string)).toMatchObject({
      error: { code: 'BadRequest', message: expect.stringContaining("Hypervisor Generation '2'") },
    })
  })

  test('a definition for TrustedLaunch only wants the pool to say so', () => {
    const features = { features: [{ name: 'SecurityType', value: 'TrustedLaunch' }] }
    const world = new World(
      {},
      { [versionId.replace(/\/versions.*/, '')]: { properties: features } },
    )
    world.put('plain')
    const securityProfile = { securityType: 'trustedLaunch' }
    world.put('trusted', poolBody(vmConfiguration({ securityProfile })))
    world.advance(600)
    expect(errorCodes(world.pool('plain').properties)).toEqual(['AllocationFailed'])
    expect(errorCodes(world.pool('trusted').properties)).toEqual([])
  })

  test('an image version that is deleted meanwhile breaks the resize off', () => {
    const world = new World()
    world.put('render', poolBody(fixedScale(300)))
    world.advance(90)
    const before = Number(world.pool('render').properties['currentDedicatedNodes'])
    world.simulator.store.delete(versionId)
    const { properties } = world.pool('render')
    expect(properties).toMatchObject({ allocationState: 'Steady', currentDedicatedNodes: before })
    expect(errorCodes(properties)).toEqual(['AllocationFailed'])
  })

  test('the snapshot behind a managed image must live as long as the pool grows', () => {
    const world = new World()
    const body = poolBody({
      ...vmConfiguration({ imageReference: { id: imageId } }),
      ...fixedScale(2),
    })
    expect(world.put('old', body, { version: '2019-08-01' }).status).toBe(200)
    world.advance(600)
    world.simulator.store.delete(snapshotId)
    expect(errorCodes(world.pool('old').properties)).toEqual([])
    const more = { properties: fixedScale(4) }
    const path = poolId('old')
    expect(world.call(path, { method: 'PATCH', body: more, version: '2019-08-01' }).status).toBe(
      200,
    )
    world.advance(600)
    const { properties } = world.pool('old')
    expect(properties['currentDedicatedNodes']).toBe(2)
    expect(errorCodes(properties)).toEqual(['AllocationFailed'])
  })

  test('inter-node communication stops at 100 nodes', () => {
    const world = new World()
    world.put('mpi', poolBody({ ...fixedScale(120), interNodeCommunication: 'Enabled' }))
    world.advance(900)
    const { properties } = world.pool('mpi')
    expect(properties['currentDedicatedNodes']).toBe(100)
    expect(errorCodes(properties)).toEqual(['CommunicationEnabledPoolReachedMaxVMCount'])
  })
})

describe('stopResize', () => {
  test('goes through Stopping to Steady, keeps the nodes, and leaves ResizeStopped', () => {
    const world = new World()
    world.put('render', poolBody(fixedScale(300)))
    world.advance(90)
    const stopped = world.call(`${poolId('render')}/stopResize`, { method: 'POST' })
    expect(stopped.status).toBe(200)
    expect(stopped.properties['allocationState']).toBe('Stopping')
    const nodes = stopped.properties['currentDedicatedNodes']
    world.advance(60)
    const { properties } = world.pool('render')
    expect(properties).toMatchObject({ allocationState: 'Steady', currentDedicatedNodes: nodes })
    expect(errorCodes(properties)).toEqual(['ResizeStopped'])
  })

  test('is refused where nothing is being resized', () => {
    const world = new World()
    world.put('render')
    world.advance(600)
    expect(world.call(`${poolId('render')}/stopResize`, { method: 'POST' }).status).toBe(409)
  })
})

describe('A pool with an autoscale formula', () => {
  const scaleSettings = (formula: string): JsonObject => ({
    scaleSettings: { autoScale: { formula } },
  })

  test('is Steady at 0 until the first evaluation, then grows to what the formula says', () => {
    const world = new World()
    const made = world.put(
      'auto',
      poolBody(scaleSettings('wanted = 3; $TargetDedicatedNodes = wanted + 1;')),
    )
    expect(made.properties).toMatchObject({ allocationState: 'Steady', currentDedicatedNodes: 0 })
    expect(made.properties['autoScaleRun']).toBeUndefined()
    world.advance(30)
    const evaluated = world.pool('auto').properties
    expect(evaluated['allocationState']).toBe('Resizing')
    expect(evaluated['autoScaleRun']).toEqual({
      evaluationTime: expect.any(String),
      results:
        '$TargetDedicatedNodes=4;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue;wanted=3',
    })
    world.advance(300)
    expect(world.pool('auto').properties).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 4,
    })
  })

  test('tells of an evaluation that fails', () => {
    const world = new World()
    world.put('auto', poolBody(scaleSettings('$TargetDedicatedNodes = unknownThing;')))
    world.advance(30)
    expect(world.pool('auto').properties['autoScaleRun']).toMatchObject({
      results: '$TargetDedicatedNodes=0;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue',
      error: {
        code: 'AutoScalingFormulaEvaluationError',
        details: [{ code: 'Message', message: "Line 1, Col 25: 'unknownThing' is not defined" }],
      },
    })
    expect(world.data('/pools/auto').body['autoScaleRun']).toMatchObject({
      error: { code: 'AutoScalingFormulaEvaluationError', values: [{ name: 'Message' }] },
    })
  })

  test('keeps its nodes as the fixed target when autoscale is disabled', () => {
    const world = new World()
    world.put('auto', poolBody(scaleSettings('$TargetDedicatedNodes = 3;')))
    world.advance(600)
    const { properties } = world.call(`${poolId('auto')}/disableAutoScale`, { method: 'POST' })
    expect(properties['scaleSettings']).toEqual({
      fixedScale: { targetDedicatedNodes: 3, targetLowPriorityNodes: 0, resizeTimeout: 'PT15M' },
    })
  })
})

describe('A pool that is there at the start', () => {
  test('shows nodes and errors of its last resize as the scenario gave them', () => {
    const errors = [
      { code: 'AccountCoreQuotaReached', message: 'The specified account has reached core quota' },
    ]
    const pool = {
      id: poolId('seeded'),
      name: 'seeded',
      type: 'Microsoft.Batch/batchAccounts/pools',
      properties: {
        ...(poolBody(fixedScale(10))['properties'] as JsonObject),
        allocationState: 'Steady',
        currentDedicatedNodes: 10,
        resizeOperationStatus: {
          targetDedicatedNodes: 10,
          startTime: '2026-11-01T00:00:00Z',
          errors,
        },
      },
    }
    const world = new World({ resources: [pool] })
    expect(world.pool('seeded').properties).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 10,
      resizeOperationStatus: { errors },
    })
    const body = { properties: fixedScale(11) }
    world.call(poolId('seeded'), { method: 'PATCH', body })
    world.advance(300)
    const { properties } = world.pool('seeded')
    expect(properties['currentDedicatedNodes']).toBe(11)
    expect(errorCodes(properties)).toEqual([])
  })
})
