import { describe, expect, test } from '@jest/globals'
import type { Scenario } from '../../src/simulator/kernel.js'
import { World } from './batch-world.js'

const jobs: NonNullable<Scenario['jobs']> = [
  { id: 'frames', pool: 'render' },
  { id: 'preview', pool: 'render', disableSeconds: 60 },
  { id: 'done', pool: 'render', state: 'completed' },
  { id: 'other', pool: 'other' },
]
const requeue = { method: 'POST', body: { disableTasks: 'requeue' } }
const moveTo = (poolId: string) => ({ method: 'PATCH', body: { poolInfo: { poolId } } })

function open(): World {
  return new World({ jobs })
}

function stateOf(world: World, job: string): unknown {
  return world.data(`/jobs/${job}`).body['state']
}

function idsOf(world: World, filter: string): unknown[] {
  const { body } = world.data(`/jobs?$filter=${encodeURIComponent(filter)}`)
  return (body['value'] as { id: string }[]).map(({ id }) => id)
}

describe('Jobs', () => {
  test('are listed by pool and state', () => {
    const world = open()
    expect(idsOf(world, "executionInfo/poolId eq 'render' and state ne 'completed'")).toEqual([
      'frames',
      'preview',
    ])
    expect(idsOf(world, "id eq 'done' or id eq 'other'")).toEqual(['done', 'other'])
  })

  test('are disabled in time, moved, and enabled in time', () => {
    const world = open()
    expect(world.data('/jobs/frames', moveTo('render-2')).status).toBe(409)
    expect(world.data('/jobs/frames/disable', requeue).status).toBe(202)
    expect(stateOf(world, 'frames')).toBe('disabling')
    expect(world.data('/jobs/frames', moveTo('render-2')).status).toBe(409)
    world.advance(20)
    expect(stateOf(world, 'frames')).toBe('disabled')
    expect(world.data('/jobs/frames', moveTo('render-2')).status).toBe(200)
    expect(world.data('/jobs/frames').body).toMatchObject({
      state: 'disabled',
      poolInfo: { poolId: 'render-2' },
      executionInfo: { poolId: 'render-2' },
    })
    expect(world.data('/jobs/frames/enable', { method: 'POST' }).status).toBe(202)
    expect(stateOf(world, 'frames')).toBe('enabling')
    world.advance(5)
    expect(stateOf(world, 'frames')).toBe('active')
  })

  test('are made for a pool, once', () => {
    const world = open()
    const body = { id: 'new', poolInfo: { poolId: 'render' } }
    const made = world.data('/jobs', { method: 'POST', body })
    expect([made.status, made.headers?.['location']]).toEqual([201, expect.stringMatching(/new$/)])
    expect(stateOf(world, 'new')).toBe('active')
    expect(world.data('/jobs', { method: 'POST', body })).toMatchObject({ status: 409 })
    expect(world.data('/jobs', { method: 'POST', body: { id: 'x' } })).toMatchObject({
      status: 400,
      body: { code: 'MissingRequiredProperty' },
    })
  })

  test('count a task that was added as running', () => {
    const world = open()
    const task = { method: 'POST', body: { id: 'sleep', commandLine: '/bin/sleep 60' } }
    expect(world.data('/jobs/frames/tasks', task).status).toBe(201)
    expect(world.data('/jobs/frames/taskcounts').body).toMatchObject({
      taskCounts: { running: 1, active: 0 },
      taskSlotCounts: { running: 1 },
    })
    const nameless = { method: 'POST', body: { commandLine: '/bin/true' } }
    expect(world.data('/jobs/frames/tasks', nameless).status).toBe(400)
    expect(world.data('/jobs/none/tasks', task).status).toBe(404)
  })

  test('take as long to be disabled as the scenario says', () => {
    const world = open()
    world.data('/jobs/preview/disable', requeue)
    world.advance(59)
    expect(stateOf(world, 'preview')).toBe('disabling')
    world.advance(1)
    expect(stateOf(world, 'preview')).toBe('disabled')
  })

  test('that are disabled already are left as they are', () => {
    const world = open()
    world.data('/jobs/frames/disable', requeue)
    world.advance(19)
    expect(world.data('/jobs/frames/disable', requeue).status).toBe(202)
    world.advance(1)
    expect(stateOf(world, 'frames')).toBe('disabled')
  })

  test.each([
    ['done', 'JobCompleted', requeue],
    ['frames', 'MissingRequiredProperty', { method: 'POST', body: {} }],
    ['none', 'JobNotFound', requeue],
  ])('%s is refused with %s', (job, code, call) => {
    const { status, body } = open().data(`/jobs/${job}/disable`, call)
    expect([status, body['code']]).toEqual([expect.any(Number), code])
    expect(status).toBeGreaterThanOrEqual(400)
  })

  test('change their etag with every change, and If-Match holds them to it', () => {
    const world = open()
    const etag = world.data('/jobs/frames').headers?.['etag'] ?? ''
    world.data('/jobs/frames/disable', requeue)
    world.advance(20)
    const stale = world.data('/jobs/frames', { ...moveTo('x'), headers: { 'if-match': etag } })
    expect(stale.status).toBe(412)
  })

  test('of an account that is not there are an error of the scenario', () => {
    expect(() => new World({ jobs: [{ id: 'a', pool: 'b', account: 'c' }] })).toThrow('job a')
  })
})
