import { hasAtLeast, type NodeCounts } from '../../../src/model/node-counts.js'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  judgeNextResize,
  leastResizeMs,
  type EndedResize,
  type ResizeLimits,
} from '../../../src/apply/nodes/judge-next-resize.js'
import { growth, stageTargets } from '../../../src/plan/resize-stages.js'

const hourMs = 3_600_000
const timedOut = { code: 'AllocationTimedout', retryable: true }
const quota = { code: 'AccountCoreQuotaReached', retryable: false }
const dedicated = (count: number): NodeCounts => ({ dedicated: count, lowPriority: 0 })

const limits: ResizeLimits = {
  goal: dedicated(1200),
  attempts: 3,
  stageNodes: undefined,
  leftMs: 5 * hourMs,
}
const ended: EndedResize = {
  target: dedicated(1200),
  before: dedicated(0),
  after: dedicated(300),
  errors: [timedOut],
  attempt: 1,
}

describe('after a resize', () => {
  test('that brought some of the nodes another one is asked for, a little later every time', () => {
    const pauses = [1, 2].map((attempt) => {
      const next = judgeNextResize({ ...ended, attempt }, limits)
      expect(next).toMatchObject({ kind: 'again', target: dedicated(1200) })
      return 'pauseMs' in next ? next.pauseMs : 0
    })
    expect(pauses).toEqual([10_000, 20_000])
    const late = judgeNextResize({ ...ended, attempt: 15 }, { ...limits, attempts: 20 })
    expect(late).toMatchObject({ pauseMs: 300_000 })
  })

  test.each<[string, Partial<EndedResize>, Partial<ResizeLimits>, unknown]>([
    ['with all nodes is the last', { after: dedicated(1200) }, {}, { kind: 'done' }],
    ['with a quota error', { errors: [timedOut, quota] }, {}, { kind: 'stop', why: 'refused' }],
    ['that brought nothing', { before: dedicated(300) }, {}, { kind: 'stop', why: 'stalled' }],
    ['that lost nodes', { before: dedicated(310) }, {}, { kind: 'stop', why: 'stalled' }],
    ['as the last attempt', { attempt: 3 }, {}, { kind: 'stop', why: 'attempts' }],
    ['with no time left', {}, { leftMs: leastResizeMs }, { kind: 'stop', why: 'time' }],
    ['without a reason, with progress', { errors: [] }, {}, { kind: 'again' }],
  ])('%s', (_what, news, room, verdict) => {
    expect(judgeNextResize({ ...ended, ...news }, { ...limits, ...room })).toMatchObject(
      verdict as object,
    )
  })

  test('of before this run, the first one of this run is due whatever it brought', () => {
    const before = { ...ended, before: undefined, after: dedicated(0), attempt: 0 }
    expect(judgeNextResize(before, limits)).toMatchObject({ kind: 'again', pauseMs: 10_000 })
    expect(judgeNextResize({ ...before, errors: [quota] }, limits)).toMatchObject({ kind: 'stop' })
    const staged = judgeNextResize(
      { ...before, after: dedicated(50) },
      { ...limits, stageNodes: 300 },
    )
    expect(staged).toMatchObject({ target: dedicated(350) })
  })

  test('dedicated nodes do not make up for Spot nodes that were taken away', () => {
    const target = { dedicated: 10, lowPriority: 10 }
    const swapped = {
      ...ended,
      target,
      before: { dedicated: 4, lowPriority: 10 },
      after: { dedicated: 6, lowPriority: 8 },
    }
    expect(judgeNextResize(swapped, { ...limits, goal: target })).toMatchObject({ why: 'stalled' })
  })

  test('that was a whole stage the next stage follows at once, with all its attempts', () => {
    const stage = { ...ended, target: dedicated(300), attempt: 3, errors: [] }
    expect(judgeNextResize(stage, { ...limits, stageNodes: 300 })).toEqual({
      kind: 'stage',
      target: dedicated(600),
      pauseMs: 0,
    })
  })
})

const counts = fc.record({
  dedicated: fc.integer({ min: 0, max: 3000 }),
  lowPriority: fc.integer({ min: 0, max: 1500 }),
})
const stageNodes = fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined })

describe('whatever the pool and the goal', () => {
  test('a further resize never takes nodes away that are wanted, and never asks for more than the goal', () => {
    fc.assert(
      fc.property(counts, counts, stageNodes, (have, goal, most) => {
        const target = stageTargets(have, goal, most)
        expect(target.dedicated).toBeLessThanOrEqual(goal.dedicated)
        expect(target.lowPriority).toBeLessThanOrEqual(goal.lowPriority)
        expect(target.dedicated).toBeGreaterThanOrEqual(Math.min(have.dedicated, goal.dedicated))
        expect(target.lowPriority).toBeGreaterThanOrEqual(
          Math.min(have.lowPriority, goal.lowPriority),
        )
        if (most !== undefined) expect(growth(have, target)).toBeLessThanOrEqual(most)
        if (growth(have, goal) > 0) expect(growth(have, target)).toBeGreaterThan(0)
      }),
    )
  })

  test('resizes come to an end, each within its attempts and after progress, and reach the goal when nodes come', () => {
    const course = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 40 })
    const attempts = fc.integer({ min: 1, max: 20 })
    fc.assert(
      fc.property(counts, stageNodes, attempts, course, (goal, most, most2, brings) => {
        let have = dedicated(0)
        let target = stageTargets(have, goal, most)
        let attempt = 1
        for (let resizes = 1; ; resizes += 1) {
          const before = have
          have = add(have, target, brings[(resizes - 1) % brings.length] ?? 0)
          const room = { goal, attempts: most2, stageNodes: most, leftMs: hourMs }
          const next = judgeNextResize({ target, before, after: have, errors: [], attempt }, room)
          if (next.kind === 'done') {
            expect(hasAtLeast(have, goal)).toBe(true)
            return
          }
          if (next.kind === 'stop') {
            expect(growth(before, target) === growth(have, target) || attempt >= most2).toBe(true)
            return
          }
          expect(growth(before, target)).toBeGreaterThan(growth(have, target))
          attempt = next.kind === 'stage' ? 1 : attempt + 1
          expect(attempt).toBeLessThanOrEqual(most2)
          ;({ target } = next)
          expect(resizes).toBeLessThan(100_000)
        }
      }),
    )
  })

  test('nothing is asked for after an error that stays, or without time', () => {
    const errors = fc.array(fc.boolean(), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(
        counts,
        counts,
        errors,
        fc.integer({ min: 0, max: 10 }),
        (have, goal, kinds, attempt) => {
          fc.pre(!hasAtLeast(have, goal))
          const some = kinds.map((retryable) => ({ code: 'Some', retryable }))
          const one = { target: goal, before: dedicated(0), after: have, errors: some, attempt }
          const next = judgeNextResize(one, { ...limits, goal, attempts: 11 })
          if (kinds.includes(false)) expect(next).toEqual({ kind: 'stop', why: 'refused' })
          const late = judgeNextResize(one, {
            ...limits,
            goal,
            attempts: 11,
            leftMs: leastResizeMs - 1,
          })
          expect(late.kind).toBe('stop')
        },
      ),
    )
  })
})

function add(have: NodeCounts, target: NodeCounts, nodes: number): NodeCounts {
  const more = Math.min(nodes, target.dedicated - have.dedicated)
  const left = Math.min(nodes - more, target.lowPriority - have.lowPriority)
  return { dedicated: have.dedicated + more, lowPriority: have.lowPriority + left }
}
