import { describe, expect, test } from '@jest/globals'
import { textAt } from '../../src/simulator/json.js'
import type { JsonObject, NodeScenario, Scenario } from '../../src/simulator/kernel.js'
import { fixedScale, poolBody, poolId, World, type Answer } from './batch-world.js'

const startTask = { commandLine: 'prepare', waitForSuccess: true }

function items(answer: Answer): JsonObject[] {
  expect(answer.status).toBe(200)
  return answer.body['value'] as JsonObject[]
}

function query(parts: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams(parts).toString()}`
}

function list(world: World, parts: Readonly<Record<string, string>> = {}): JsonObject[] {
  return items(world.data(`/pools/render/nodes${query(parts)}`))
}

function firstId(world: World): string {
  return list(world)[0]?.['id'] as string
}

/** States that any node is in, with how many are, over both kinds. */
function counts(world: World, pool = 'render'): Record<string, number> {
  const [entry] = items(world.data(`/nodecounts${query({ $filter: `poolId eq '${pool}'` })}`))
  const sums: Record<string, number> = {}
  for (const kind of ['dedicated', 'lowPriority']) {
    for (const [state, nodes] of Object.entries(entry?.[kind] as Record<string, number>)) {
      if (nodes > 0) sums[state] = (sums[state] ?? 0) + nodes
    }
  }
  return sums
}

interface Pool {
  readonly nodes?: number
  readonly properties?: JsonObject
  readonly scenario?: Scenario
}

/** A pool whose nodes came at once, in the first minute. */
function open(fate: NodeScenario, { nodes = 4, properties = {}, scenario }: Pool = {}): World {
  const world = new World({ nodes: fate, resizes: [{ nodesPerMinute: 6000 }], ...scenario })
  const made = world.put('render', poolBody({ startTask, ...fixedScale(nodes), ...properties }))
  expect(made.status).toBe(200)
  return world
}

function later(world: World, seconds = 600): World {
  world.advance(seconds)
  return world
}

describe('Nodes in the data plane', () => {
  test('the start task fails on 3 of 40: they say so, count as nodes, and the others work', () => {
    const world = later(open({ startTaskFails: { nodes: 3, exitCode: 7 } }, { nodes: 40 }))
    expect(world.pool('render').properties).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: 40,
    })
    expect(counts(world)).toEqual({ startTaskFailed: 3, idle: 37, total: 40 })
    const failed = list(world, { $filter: "state eq 'starttaskfailed'" })
    expect(failed).toHaveLength(3)
    expect(failed[0]).toMatchObject({
      state: 'starttaskfailed',
      startTaskInfo: {
        state: 'completed',
        exitCode: 7,
        retryCount: 0,
        result: 'failure',
        failureInfo: { category: 'usererror', code: 'FailureExitCode' },
      },
    })
    const fine = list(world, { $filter: "state eq 'idle'", maxresults: '1' })
    expect(fine).toMatchObject([{ startTaskInfo: { exitCode: 0, result: 'success' } }])
  })

  test('a start task that nobody waits for fails on nodes that work', () => {
    const properties = { startTask: { ...startTask, waitForSuccess: false } }
    const world = later(open({ startTaskFails: { nodes: 'all' } }, { properties }))
    expect(counts(world)).toEqual({ idle: 4, total: 4 })
    expect(list(world)[0]).toMatchObject({ startTaskInfo: { exitCode: 1, result: 'failure' } })
  })

  test('a start task is tried again as often as the pool says', () => {
    const properties = { startTask: { ...startTask, maxTaskRetryCount: 2 } }
    const fate = { startTaskSeconds: 100, startTaskFails: { nodes: 1 } }
    const world = later(open(fate, { nodes: 1, properties }), 45 + 60 + 150)
    expect(list(world)[0]).toMatchObject({
      state: 'waitingforstarttask',
      startTaskInfo: { state: 'running', retryCount: 1 },
    })
    later(world, 150)
    expect(list(world)[0]).toMatchObject({
      state: 'starttaskfailed',
      startTaskInfo: { state: 'completed', retryCount: 2 },
    })
    const forever = { startTask: { ...startTask, maxTaskRetryCount: -1 } }
    expect(counts(later(open(fate, { nodes: 1, properties: forever }), 90_000))).toEqual({
      waitingForStartTask: 1,
      total: 1,
    })
  })

  test('counts are as old as the scenario says, the list is not', () => {
    const scenario = { nodeCountsLagSeconds: 120 }
    const world = later(open({ startTaskSeconds: 60 }, { scenario }), 60)
    expect(counts(world)).toEqual({})
    later(world, 120)
    expect(list(world, { $filter: "state eq 'idle'" })).toHaveLength(4)
    expect(counts(world)).toEqual({ creating: 4, total: 4 })
    later(world, 120)
    expect(counts(world)).toEqual({ idle: 4, total: 4 })
    const body = { properties: fixedScale(1) }
    expect(world.call(poolId('render'), { method: 'PATCH', body }).status).toBe(200)
    later(world, 60)
    expect(list(world)).toHaveLength(1)
    expect(counts(world)).toEqual({ idle: 4, total: 4 })
    later(world, 120)
    expect(counts(world)).toEqual({ idle: 1, total: 1 })
  })

  test('counts come ten pools a page', () => {
    const world = new World()
    for (let pool = 0; pool < 12; pool += 1) world.put(`p${String(pool)}`, poolBody(fixedScale(0)))
    const page = world.data('/nodecounts')
    expect(items(page)).toHaveLength(10)
    expect(items(world.call(textAt(page.body, 'odata.nextLink') ?? ''))).toHaveLength(2)
  })

  test('what fails before the command has no exit code', () => {
    const failureInfo = { category: 'usererror', code: 'BlobAccessDenied', message: 'no access' }
    const world = later(open({ startTaskFails: { nodes: 1, failureInfo } }))
    const [failed] = list(world, { $filter: "state eq 'starttaskfailed'" })
    expect(failed?.['startTaskInfo']).toMatchObject({ result: 'failure', failureInfo })
    expect(failed?.['startTaskInfo']).not.toHaveProperty('exitCode')
  })

  test('nodes are unusable with their errors, or without any', () => {
    const errors = [{ code: 'DiskFull', message: 'There is not enough disk space' }]
    const world = later(open({ unusable: { nodes: 'all', errors } }))
    expect(counts(world)).toEqual({ unusable: 4, total: 4 })
    expect(list(world)[0]).toMatchObject({ state: 'unusable', errors })
    expect(list(world)[0]).not.toHaveProperty('startTaskInfo')
    const silent = later(open({ unusable: { nodes: 1 } }))
    expect(counts(silent)).toEqual({ unusable: 1, idle: 3, total: 4 })
    expect(list(silent, { $filter: "state eq 'unusable'" })[0]).not.toHaveProperty('errors')
  })

  test('nodes can work first and fail later', () => {
    const world = later(open({ unusable: { nodes: 2, afterSeconds: 1000 } }))
    expect(counts(world)).toEqual({ idle: 4, total: 4 })
    expect(counts(later(world))).toEqual({ unusable: 2, idle: 2, total: 4 })
  })

  test('low-priority nodes are preempted, and still counted as nodes of the pool', () => {
    const scale = { targetLowPriorityNodes: 3 }
    const fate = { preempted: { nodes: 2, afterSeconds: 400 } }
    const world = later(open(fate, { properties: fixedScale(2, scale) }), 300)
    expect(counts(world)).toEqual({ idle: 5, total: 5 })
    expect(counts(later(world))).toEqual({ idle: 3, preempted: 2, total: 5 })
    expect(world.pool('render').properties['currentLowPriorityNodes']).toBe(3)
    const taken = list(world, { $filter: "state eq 'preempted'" })
    expect(taken.map((node) => node['isDedicated'])).toEqual([false, false])
  })

  test('nodes that an event evicted can come back', () => {
    const evict = { pool: '*', nodes: 1, backAfterSeconds: 100 }
    const events = [{ afterSeconds: 400, do: { evict } }]
    const scenario = { events }
    const properties = fixedScale(0, { targetLowPriorityNodes: 2 })
    const world = later(open({}, { properties, scenario }), 450)
    expect(counts(world)).toEqual({ idle: 1, preempted: 1, total: 2 })
    expect(counts(later(world, 60))).toEqual({ idle: 1, creating: 1, total: 2 })
    expect(counts(later(world, 200))).toEqual({ idle: 2, total: 2 })
  })

  test('it can be the image, or the pool, that is bad', () => {
    const bad = { unusable: { nodes: 'all' } } as const
    const scenario = {
      nodesByPool: { 'render-b*': { startTaskFails: { nodes: 1 } } },
      nodesByImage: { '*/versions/1.0.0': bad },
    }
    const byImage = later(open({}, { scenario }))
    expect(counts(byImage)).toEqual({ unusable: 4, total: 4 })
    const world = open({}, { scenario: { nodesByPool: scenario.nodesByPool } })
    world.put('render-b7', poolBody({ startTask, ...fixedScale(2) }))
    later(world)
    expect(counts(world)).toEqual({ idle: 4, total: 4 })
    expect(counts(world, 'render-b7')).toEqual({ startTaskFailed: 1, idle: 1, total: 2 })
  })

  test('phases take as long as the scenario says', () => {
    const fate = { creatingSeconds: 100, bootSeconds: 200, startTaskSeconds: 300 }
    const world = open(fate, { nodes: 1 })
    const seen = [100, 100, 200, 300].map((seconds) => list(later(world, seconds))[0]?.['state'])
    expect(seen).toEqual(['creating', 'starting', 'waitingforstarttask', 'idle'])
  })
})

describe('Lists of nodes', () => {
  test('take the filters of several states, fields and sizes of pages that clients send', () => {
    const fate = { unusable: { nodes: 1 }, startTaskFails: { nodes: 2 } }
    const world = later(open(fate, { nodes: 5 }))
    const $filter = "state eq 'unusable' or state eq 'starttaskfailed'"
    const found = list(world, { $filter, $select: 'id,state,errors,startTaskInfo' })
    expect(found.map((node) => node['state'])).toEqual([
      'unusable',
      'starttaskfailed',
      'starttaskfailed',
    ])
    expect(list(world, { $filter, maxresults: '2' })).toHaveLength(2)
    expect(counts(world)).toEqual({ unusable: 1, startTaskFailed: 2, idle: 2, total: 5 })
  })

  test('have wide pages, each naming the next', () => {
    const world = later(open({}, { nodes: 250 }))
    const seen: JsonObject[] = []
    let pages = 0
    let next: unknown = '/pools/render/nodes?$select=id'
    while (typeof next === 'string') {
      const answer: Answer = pages === 0 ? world.data(next) : world.call(next)
      seen.push(...items(answer))
      next = answer.body['odata.nextLink']
      pages += 1
    }
    expect(pages).toBe(3)
    expect(new Set(seen.map((node) => node['id'])).size).toBe(250)
  })

  test('a node can be asked for by its ID', () => {
    const world = later(open({}))
    const [node] = list(world)
    expect(world.data(`/pools/render/nodes/${firstId(world)}`).body).toMatchObject(node ?? {})
    expect(world.data('/pools/render/nodes/none').body['code']).toBe('NodeNotFound')
    expect(world.data('/pools/none/nodes').body['code']).toBe('PoolNotFound')
  })
})

describe('Files of a node', () => {
  const stderr = 'first line\ncannot reach the licence server é\n'
  const fate = { startTaskFails: { nodes: 1, stderr, stdout: 'begun' } }

  function file(world: World, name: string, headers: Record<string, string> = {}): Answer {
    const id = firstId(world)
    return world.data(`/pools/render/nodes/${id}/files/${name}`, { headers })
  }

  test('hold what the start task wrote, whole or in part', () => {
    const world = later(open(fate))
    expect(file(world, 'startup/stderr.txt')).toMatchObject({ status: 200, text: stderr })
    expect(file(world, 'startup/stdout.txt').text).toBe('begun')
    const size = Buffer.byteLength(stderr)
    const range = `bytes=${String(size - 10)}-${String(size - 1)}`
    expect(file(world, 'startup/stderr.txt', { 'ocp-range': range }).text).toBe('server é\n')
    expect(file(world, 'startup/stderr.txt', { 'ocp-range': 'bytes=9999-' }).status).toBe(416)
    expect(file(world, 'startup/stderr.txt', { 'ocp-range': 'lines=1-2' }).status).toBe(400)
  })

  test('tell their length when only asked for it', () => {
    const world = later(open(fate))
    const id = firstId(world)
    const path = `/pools/render/nodes/${id}/files/startup/stderr.txt`
    const head = world.data(path, { method: 'HEAD' })
    expect(head).toMatchObject({ status: 200, body: {} })
    expect(head.headers).toMatchObject({
      'content-length': String(Buffer.byteLength(stderr)),
      'ocp-batch-file-isdirectory': 'False',
    })
    expect(head.text).toBeUndefined()
  })

  test('are not there without a start task, nor under another name', () => {
    const world = later(open({}, { properties: { startTask: { commandLine: 'prepare' } } }))
    expect(file(world, 'startup/stderr.txt').text).toBe('')
    expect(file(world, 'startup/other.txt').body['code']).toBe('FileNotFound')
    const bare = new World()
    bare.put('render')
    expect(file(later(bare), 'startup/stderr.txt')).toMatchObject({ status: 404 })
  })

  test('cannot be had from a node that Batch cannot reach', () => {
    const world = later(open({ unusable: { nodes: 'all' } }))
    const refused = file(world, 'startup/stderr.txt')
    expect([refused.status, refused.body['code']]).toEqual([409, 'NodeStateUnusable'])
  })
})

describe('Draining', () => {
  function shrink(world: World, option?: string, resizeTimeout = 'PT15M'): Answer {
    const more = option === undefined ? {} : { nodeDeallocationOption: option }
    const body = { properties: fixedScale(0, { resizeTimeout, ...more }) }
    return world.call(poolId('render'), { method: 'PATCH', body })
  }

  function steadyAfter(world: World, limitSeconds: number): number {
    for (let seconds = 0; seconds <= limitSeconds; seconds += 10) {
      if (world.pool('render').properties['allocationState'] === 'Steady') return seconds
      world.advance(10)
    }
    return Infinity
  }

  function codes(world: World): unknown[] {
    const status = world.pool('render').properties['resizeOperationStatus'] as JsonObject
    return ((status['errors'] ?? []) as JsonObject[]).map((error) => error['code'])
  }

  test('nodes with tasks run, and leave at once where tasks are not waited for', () => {
    const world = later(open({ busySeconds: 600 }))
    expect(counts(world)).toEqual({ running: 4, total: 4 })
    expect(list(world)[0]).toMatchObject({ runningTasksCount: 1 })
    shrink(world)
    expect(counts(world)).toEqual({ leavingPool: 4, total: 4 })
    expect(steadyAfter(world, 60)).toBeLessThanOrEqual(20)
    expect(world.pool('render').properties['currentDedicatedNodes']).toBe(0)
  })

  test('TaskCompletion lets idle nodes go and waits for the tasks of the others', () => {
    const world = later(open({ busySeconds: 600, busyNodes: 1 }))
    expect(counts(world)).toEqual({ running: 1, idle: 3, total: 4 })
    shrink(world, 'TaskCompletion')
    expect(counts(later(world, 30))).toEqual({ running: 1, total: 1 })
    expect(steadyAfter(world, 900)).toBe(570)
    expect(world.pool('render').properties['currentDedicatedNodes']).toBe(0)
    expect(codes(world)).toEqual([])
  })

  test('a timeout before the tasks end leaves the nodes that have tasks, with an error', () => {
    const world = later(open({ busySeconds: 3600, busyNodes: 1 }))
    shrink(world, 'TaskCompletion', 'PT10M')
    expect(steadyAfter(world, 900)).toBe(600)
    expect(world.pool('render').properties['currentDedicatedNodes']).toBe(1)
    expect(codes(world)).toEqual(['AllocationTimedout'])
    expect(counts(world)).toEqual({ running: 1, total: 1 })
  })

  test('a pool whose jobs are all disabled has no tasks to wait for', () => {
    const scenario = { jobs: [{ id: 'night', pool: 'render', disableSeconds: 60 }] }
    const world = later(open({ busySeconds: 3600 }, { scenario }))
    const disable = { method: 'POST', body: { disableTasks: 'requeue' } }
    expect(world.data('/jobs/night/disable', disable).status).toBe(202)
    expect(counts(later(world, 59))).toEqual({ running: 4, total: 4 })
    expect(counts(later(world, 1))).toEqual({ idle: 4, total: 4 })
    shrink(world, 'TaskCompletion')
    expect(steadyAfter(world, 900)).toBeLessThanOrEqual(20)
  })

  test('fewer nodes: those without tasks go first', () => {
    const world = later(open({ busySeconds: 600, busyNodes: 2 }))
    const body = { properties: fixedScale(2, { nodeDeallocationOption: 'TaskCompletion' }) }
    world.call(poolId('render'), { method: 'PATCH', body })
    expect(steadyAfter(world, 900)).toBeLessThanOrEqual(20)
    expect(counts(world)).toEqual({ running: 2, total: 2 })
  })
})
