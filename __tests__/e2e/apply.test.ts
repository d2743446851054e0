import { afterEach, describe, expect, test } from '@jest/globals'
import type { ResizeErrorReport } from '../../src/model/explanation.js'
import type { JsonObject, Scenario, StoredResource } from '../../src/simulator/kernel.js'
import { fillScenario } from '../../src/simulator/world.js'
import { runAction } from './action.js'
import { imageId, poolId, startCloud, versionId, wholeWay, type Cloud } from './azure.js'

let cloud: Cloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

async function open(scenario?: Scenario): Promise<Cloud> {
  cloud = await startCloud(scenario)
  return cloud
}

async function apply({ inputs, env }: Cloud, more: Readonly<Record<string, string>> = {}) {
  return await runAction({ inputs: { ...inputs, ...wholeWay, ...more }, env })
}

const quota = {
  code: 'AccountCoreQuotaReached',
  message: 'The specified account has reached the core quota',
  details: [{ code: 'Reason', message: 'quota 40, in use 40' }],
}

test('the whole job, over HTTPS, and then the same again without a single write', async () => {
  const here = await open()
  const first = await apply(here)
  expect(first).toMatchObject({ status: 0, outputs: { outcome: 'succeeded', changed: 'true' } })
  expect(first.outputs).toMatchObject({
    'pool-id': poolId,
    'pool-name': 'render',
    'allocation-state': 'Steady',
    'current-dedicated-nodes': '10',
    'target-dedicated-nodes': '10',
    'resize-errors': '[]',
  })
  expect(first.outputs['image-reference-id']).toBe(first.outputs['gallery-image-version-id'])
  expect(first.log).toContain('nodes: 10/10 dedicated')
  expect(first.summary).toContain('10/10 nodes')
  const writes = here.simulator.transcript.writes().map(({ method, path }) => {
    return `${method} ${path.split('/').slice(-2).join('/')}`
  })
  expect(writes).toEqual(['PUT images/render-1', 'PUT versions/1.0.0', 'PUT pools/render'])

  const second = await apply(here)
  expect(second).toMatchObject({ status: 0, outputs: { outcome: 'unchanged', changed: 'false' } })
  expect(second.outputs).toMatchObject({
    'pool-id': poolId,
    'image-id': first.outputs['image-id'],
    'gallery-image-version-id': first.outputs['gallery-image-version-id'],
    'image-reference-id': first.outputs['image-reference-id'],
    'current-dedicated-nodes': '10',
  })
  expect(here.simulator.transcript.writes()).toHaveLength(3)
  expect(here.simulator.unknownRequests).toEqual([])
})

test('nodes that the quota refuses fail the step, with cause and remedy wherever one looks', async () => {
  const here = await open({ resizes: [{ capacity: 0, error: quota, afterSeconds: 60 }] })
  const ended = await apply(here)
  expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed', changed: 'true' } })
  const [error, ...others] = JSON.parse(ended.outputs['resize-errors']!) as ResizeErrorReport[]
  expect(others).toEqual([])
  expect(error).toMatchObject({
    code: 'AccountCoreQuotaReached',
    details: [{ code: 'Reason', message: 'quota 40, in use 40' }],
    attempt: 1,
    retryable: false,
  })
  expect(error?.remedy).not.toBe('')
  expect(ended.log.replace(/%0A/g, '\n')).toContain(error?.remedy)
  expect(ended.log.match(/^::error::/gm)).toHaveLength(1)
  expect(ended.summary).toContain('AccountCoreQuotaReached')
  expect(ended.summary.replace(/\\|\u200b/g, '')).toContain(error?.remedy)
  expect(ended.outputs).toMatchObject({
    'current-dedicated-nodes': '0',
    'target-dedicated-nodes': '10',
  })
})

describe('fewer nodes than the target', () => {
  const scenario = { resizes: [{ capacity: 7 }] }

  test('are enough when they are no fewer than the minimum', async () => {
    const ended = await apply(await open(scenario), {
      'min-dedicated-nodes': '5',
      'resize-timeout': 'PT5M',
    })
    expect(ended).toMatchObject({ status: 0, outputs: { outcome: 'partial' } })
    // The second one adds nothing.
    const errors = JSON.parse(ended.outputs['resize-errors']!) as { attempt: number }[]
    expect(errors.map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  test('fail the step otherwise', async () => {
    const ended = await apply(await open(scenario), { 'resize-timeout': 'PT5M' })
    expect(ended).toMatchObject({ status: 1, outputs: { outcome: 'failed' } })
    expect(ended.log).toContain('7/10')
  })
})

describe('a pool that is there with errors of an earlier resize', () => {
  /** The world after a first run, the pool as that run left it but for what is given. */
  async function openAfter(properties: JsonObject): Promise<Cloud> {
    const before = await startCloud()
    try {
      expect(await apply(before)).toMatchObject({ outputs: { outcome: 'succeeded' } })
      const { store } = before.simulator
      const made = [poolId, imageId, versionId].map((id) => store.get(id))
      const resources = [...fillScenario({}).resources, ...made.map(toJson)].map((resource) =>
        resource['id'] === poolId
          ? {
              ...resource,
              properties: { ...(resource['properties'] as JsonObject), ...properties },
            }
          : resource,
      )
      return await open({ resources })
    } finally {
      await before.close()
    }
  }

  function toJson(resource: StoredResource | undefined): JsonObject {
    const { id, name, type, location, tags, properties } = resource!
    return JSON.parse(JSON.stringify({ id, name, type, location, tags, properties })) as JsonObject
  }

  const status = {
    targetDedicatedNodes: 10,
    resizeTimeout: 'PT30M',
    startTime: '2026-11-20T10:00:00Z',
    errors: [quota],
  }

  test('and all its nodes is as it should be', async () => {
    const here = await openAfter({
      ...{ allocationState: 'Steady', currentDedicatedNodes: 10, resizeOperationStatus: status },
    })
    const ended = await apply(here, { 'wait-for': 'steady' })
    expect(ended).toMatchObject({ status: 0 })
    expect(ended.outputs['outcome']).toMatch(/^(succeeded|unchanged)$/)
    expect(ended.outputs['current-dedicated-nodes']).toBe('10')
  })
})
