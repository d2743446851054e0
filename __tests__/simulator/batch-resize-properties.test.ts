import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  allocationStateDuring,
  countNodes,
  nodeKinds,
  nodesDuring,
  planResize,
  stopResize,
  type Node,
  type ResizeRequest,
} from '../../src/simulator/resources/batch/resize.js'

const minute = 60_000
const error = { code: 'X', message: 'x', values: [] }
const few = fc.nat({ max: 300 })

function nodes(dedicated: number, lowPriority: number): Node[] {
  const kinds = [
    ...Array.from({ length: dedicated }, () => 'dedicated' as const),
    ...Array.from({ length: lowPriority }, () => 'lowPriority' as const),
  ]
  return kinds.map((kind, number) => ({ kind, number, bornMs: 0 }))
}

const requests: fc.Arbitrary<ResizeRequest> = fc
  .record({
    have: fc.tuple(few, few),
    want: fc.tuple(few, few),
    timeoutMinutes: fc.integer({ min: 5, max: 60 }),
    nodesPerMinute: fc.integer({ min: 1, max: 200 }),
    capacity: fc.option(
      fc.record({ nodes: few, error: fc.constant(error) }, { requiredKeys: ['nodes'] }),
      { nil: undefined },
    ),
    quota: fc.option(few, { nil: undefined }),
    nodeDeallocationOption: fc.constantFrom('Requeue', 'TaskCompletion'),
    taskMinutes: fc.integer({ min: 0, max: 90 }),
    busyNodes: few,
  })
  .map(({ have, want, timeoutMinutes, nodesPerMinute, capacity, quota, ...draining }) => ({
    nodeDeallocationOption: draining.nodeDeallocationOption,
    tasksMs: ({ number }: Node) =>
      number < draining.busyNodes ? draining.taskMinutes * minute : undefined,
    startMs: minute,
    target: { dedicated: want[0], lowPriority: want[1] },
    timeout: { iso: `PT${String(timeoutMinutes)}M`, ms: timeoutMinutes * minute },
    nodes: nodes(...have),
    nodesPerMinute,
    ceilings: quota === undefined ? [] : [{ kind: 'dedicated' as const, nodes: quota, error }],
    ...(capacity === undefined ? {} : { capacity }),
  }))

const moments = fc.integer({ min: minute, max: 90 * minute })

describe('Any resize', () => {
  test('moves each kind towards its target and never past it', () => {
    fc.assert(
      fc.property(requests, moments, moments, (request, a, b) => {
        const resize = planResize(request)
        const before = countNodes(request.nodes)
        const earlier = countNodes(nodesDuring(resize, Math.min(a, b)))
        const later = countNodes(nodesDuring(resize, Math.max(a, b)))
        for (const kind of nodeKinds) {
          const target = request.target[kind] ?? before[kind]
          const left = (count: number): number => Math.abs(target - count)
          expect(left(later[kind])).toBeLessThanOrEqual(left(earlier[kind]))
          expect(
            Math.sign(target - later[kind]) * Math.sign(target - before[kind]),
          ).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('is over by its timeout, with an error exactly where a target is missed', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const resize = planResize(request)
        expect(resize.endMs).toBeLessThanOrEqual(request.startMs + request.timeout.ms)
        expect(allocationStateDuring(resize, resize.endMs)).toBe('Steady')
        expect(allocationStateDuring(resize, resize.endMs - 1)).toBe('Resizing')
        const isThere =
          JSON.stringify(countNodes(nodesDuring(resize, resize.endMs))) ===
          JSON.stringify(request.target)
        expect(resize.errors.length === 0).toBe(isThere)
      }),
    )
  })

  test('lets nobody go whose tasks have not ended, where they are waited for', () => {
    fc.assert(
      fc.property(requests, (request) => {
        for (const { node, atMs } of planResize(request).departures) {
          const tasksMs = request.tasksMs?.(node) ?? 0
          const isAwaited = request.nodeDeallocationOption === 'TaskCompletion'
          expect(atMs).toBeGreaterThanOrEqual(request.startMs + (isAwaited ? tasksMs : 0))
        }
      }),
    )
  })

  test('that is stopped keeps what it has', () => {
    fc.assert(
      fc.property(requests, moments, (request, moment) => {
        const resize = planResize(request)
        const stopped = stopResize(resize, moment)
        const atStop = nodesDuring(resize, moment)
        expect(nodesDuring(stopped, moment + 3600 * minute)).toEqual(atStop)
      }),
    )
  })

  test('gives every node a number of its own', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const there = nodesDuring(planResize(request), 90 * minute)
        expect(new Set(there.map(({ number }) => number)).size).toBe(there.length)
      }),
    )
  })
})
