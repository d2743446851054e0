import { describe, expect, test } from '@jest/globals'
import { judgeAutoScale } from '../../../src/apply/nodes/judge-auto-scale.js'
import {
  isOfThisResize,
  judgeNodes,
  type ThisResize,
} from '../../../src/apply/nodes/judge-nodes.js'
import { readPoolState } from '../../../src/model/pool-state.js'
import type { NodeGoal } from '../../../src/model/step.js'
import type { JsonObject } from '../../../src/shared/json.js'

const writtenAt = '2026-11-23T08:00:00Z'
const before = '2026-11-20T08:00:00Z'
const after = '2026-11-23T08:00:02Z'
const quota = { code: 'AccountCoreQuotaReached', message: 'quota' }

const goal: NodeGoal = {
  targetDedicatedNodes: 10,
  targetLowPriorityNodes: 0,
  minDedicatedNodes: 10,
  minLowPriorityNodes: 0,
  autoScale: false,
}
const written: ThisResize = {
  existing: false,
  isNew: false,
  previousStartTime: before,
  notBefore: Date.parse(writtenAt),
  graceIsOver: false,
}

function pool(dedicated: number, resize: JsonObject = {}, more: JsonObject = {}) {
  return readPoolState({
    allocationState: 'Steady',
    currentDedicatedNodes: dedicated,
    currentLowPriorityNodes: 0,
    resizeOperationStatus: { targetDedicatedNodes: 10, startTime: after, ...resize },
    ...more,
  })
}

describe('after a write', () => {
  test.each<[string, ReturnType<typeof pool>, Partial<ThisResize>, string]>([
    ['the target reached', pool(10), {}, 'enough'],
    ['more than the target', pool(11), {}, 'enough'],
    ['too few', pool(9), {}, 'too-few'],
    ['too few with a reason', pool(0, { errors: [quota] }), {}, 'too-few'],
    ['the target reached, yet an error', pool(10, { errors: [quota] }), {}, 'failed'],
    [
      'the target reached, an error of an older resize',
      pool(10, { startTime: before, errors: [quota] }),
      {},
      'enough',
    ],
    ['the old status and too few', pool(0, { startTime: before, errors: [quota] }), {}, 'pending'],
    ['the old status and too many', pool(12, { startTime: before }), {}, 'pending'],
    ['the old status for long', pool(0, { startTime: before }), { graceIsOver: true }, 'too-few'],
    [
      'of a new pool, a status by another clock, and too few with a reason',
      pool(0, { startTime: before, errors: [quota] }),
      { isNew: true },
      'too-few',
    ],
    [
      'of a new pool, a status by another clock, and too few without one',
      pool(0, { startTime: before }),
      { isNew: true },
      'pending',
    ],
    [
      'of a new pool, the target reached, an error of long ago',
      pool(10, { startTime: before, errors: [quota] }),
      { isNew: true },
      'enough',
    ],
    ['no status yet', pool(0, { startTime: '' }), {}, 'pending'],
    ['Resizing', pool(10, {}, { allocationState: 'Resizing' }), {}, 'pending'],
    ['Stopping', pool(10, {}, { allocationState: 'Stopping' }), {}, 'pending'],
  ])('%s', (_what, state, resize, kind) => {
    expect(judgeNodes(state, goal, { ...written, ...resize }).kind).toBe(kind)
  })

  test('an older error is left over where the nodes are there, and the best explanation where they are not', () => {
    const old = { startTime: before, errors: [quota] }
    expect(judgeNodes(pool(10, old), goal, written)).toMatchObject({
      errors: [],
      leftovers: [quota],
    })
    expect(judgeNodes(pool(0, old), goal, { ...written, graceIsOver: true })).toMatchObject({
      errors: [quota],
      leftovers: [],
    })
  })

  test('fewer than the target, not fewer than the minimum, is partial', () => {
    const some = { ...goal, minDedicatedNodes: 5 }
    expect(judgeNodes(pool(5, { errors: [quota] }), some, written)).toMatchObject({
      kind: 'partial',
      errors: [quota],
    })
    expect(judgeNodes(pool(4), some, written).kind).toBe('too-few')
  })

  test('both kinds of nodes count', () => {
    const both = { ...goal, targetLowPriorityNodes: 5, minLowPriorityNodes: 2 }
    const state = (lowPriority: number) => pool(10, {}, { currentLowPriorityNodes: lowPriority })
    expect(judgeNodes(state(5), both, written).kind).toBe('enough')
    expect(judgeNodes(state(2), both, written).kind).toBe('partial')
    expect(judgeNodes(state(1), both, written).kind).toBe('too-few')
  })
})

describe('without a write', () => {
  const existing = { ...written, existing: true }
  test.each<[string, ReturnType<typeof pool>, string, readonly unknown[], readonly unknown[]]>([
    [
      'nodes there, errors left over',
      pool(10, { startTime: before, errors: [quota] }),
      'enough',
      [],
      [quota],
    ],
    [
      'nodes missing, explained by the last resize',
      pool(0, { startTime: before, errors: [quota] }),
      'too-few',
      [quota],
      [],
    ],
    ['nodes missing, no reason', pool(0, { startTime: before }), 'too-few', [], []],
  ])('%s', (_what, state, kind, errors, leftovers) => {
    expect(judgeNodes(state, goal, existing)).toMatchObject({ kind, errors, leftovers })
  })
})

describe('a resize is of this run', () => {
  test.each([
    ['that began after the write', after, true],
    ['that began a little before it by the clock of the service', '2026-11-23T07:56:00Z', true],
    ['not when it began well before', '2026-11-23T07:54:00Z', false],
    ['not when it was there before, in any spelling', '2026-11-20T08:00:00.000Z', false],
    ['not when it has no start', undefined, false],
  ])('%s', (_what, startTime, expected) => {
    expect(isOfThisResize(startTime, written)).toBe(expected)
  })
})

describe('an autoscale pool', () => {
  const formulaGoal: NodeGoal = {
    ...goal,
    targetDedicatedNodes: 0,
    minDedicatedNodes: 0,
    autoScale: true,
    minIsFormulas: true,
  }
  function judge(
    run: JsonObject | undefined,
    waitedMs: number,
    state: JsonObject = {},
    resize: Partial<ThisResize> = {},
  ) {
    const read = readPoolState({
      allocationState: 'Steady',
      scaleSettings: { autoScale: { formula: 'f', evaluationInterval: 'PT5M' } },
      ...(run === undefined ? {} : { autoScaleRun: run }),
      ...state,
    })
    const all = { ...written, ...resize }
    const now = Date.parse(after) + 30_000
    const formula = judgeAutoScale(read.autoScale!, { state: read, waitedMs, now, resize: all })
    if (formula.kind !== 'settled') return formula
    return judgeNodes(read, formulaGoal, { ...all, formulaTarget: formula.target })
  }
  const minuteMs = 60_000
  const results =
    '$TargetDedicatedNodes=3;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue'
  const resized = {
    resizeOperationStatus: { targetDedicatedNodes: 3, targetLowPriorityNodes: 0, startTime: after },
  }

  test('waits for an evaluation after the write, for its interval and a little more', () => {
    expect(judge(undefined, 9 * minuteMs).kind).toBe('pending')
    expect(judge({ evaluationTime: before }, 9 * minuteMs).kind).toBe('pending')
    expect(judge(undefined, 11 * minuteMs)).toMatchObject({
      kind: 'failed',
      errors: [{ code: 'AutoScaleNotEvaluated' }],
    })
  })

  test('takes any evaluation of a pool that was made for it, by whatever clock', () => {
    const shown = { ...resized, currentDedicatedNodes: 3 }
    const isNew = { isNew: true }
    expect(judge({ evaluationTime: before, results }, 0, shown, isNew).kind).toBe('enough')
  })

  test('fails with the error of the evaluation', () => {
    const error = { code: 'AutoScalingFormulaEvaluationError', message: 'm' }
    expect(judge({ evaluationTime: after, error }, 0)).toMatchObject({
      kind: 'failed',
      errors: [error],
    })
  })

  test('waits for the resize that the formula asks for', () => {
    expect(judge({ evaluationTime: after, results }, 0).kind).toBe('pending')
    expect(
      judge({ evaluationTime: after, results }, 0, { ...resized, currentDedicatedNodes: 3 }).kind,
    ).toBe('enough')
  })

  test('has too few nodes below what the formula asks for, unless a lower minimum is given', () => {
    const short = { ...resized, currentDedicatedNodes: 1 }
    expect(judge({ evaluationTime: after, results }, 0, short)).toMatchObject({
      kind: 'too-few',
      goal: { dedicated: 3 },
    })
  })

  test('needs no resize for nodes that it has already', () => {
    const failedBefore = {
      resizeOperationStatus: { targetDedicatedNodes: 5, startTime: before, errors: [quota] },
      currentDedicatedNodes: 3,
    }
    expect(judge({ evaluationTime: after, results }, 0, failedBefore).kind).toBe('enough')
  })

  test('that never began to resize has too few nodes', () => {
    const evaluated = { evaluationTime: '2026-11-23T07:58:00Z', results }
    const resize = { graceIsOver: true }
    expect(judge(evaluated, 20 * minuteMs, {}, resize)).toMatchObject({
      kind: 'too-few',
      goal: { dedicated: 3 },
    })
  })

  test('without a write takes any evaluation', () => {
    const there = { ...resized, currentDedicatedNodes: 3 }
    expect(judge({ evaluationTime: before, results }, 0, there, { existing: true }).kind).toBe(
      'enough',
    )
  })
})
