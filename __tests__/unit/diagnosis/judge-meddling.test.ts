import { describe, expect, test } from '@jest/globals'
import { describeMeddling, judgeMeddling } from '../../../src/apply/nodes/judge-meddling.js'
import { readPoolState } from '../../../src/model/pool-state.js'
import type { JsonObject } from '../../../src/shared/json.js'

const ours = '2026-11-23T08:00:02Z'
const theirs = '2026-11-23T08:10:00Z'
const own = { target: { dedicated: 10, lowPriority: 2 }, start: ours }

function pool(resize: JsonObject, more: JsonObject = {}) {
  const targets = { targetDedicatedNodes: 10, targetLowPriorityNodes: 2, startTime: ours }
  return readPoolState({ resizeOperationStatus: { ...targets, ...resize }, ...more })
}

describe('the resize that a pool shows', () => {
  test.each<[string, ReturnType<typeof pool>, string | undefined]>([
    ['our own', pool({}), undefined],
    [
      'our own, its time written otherwise',
      pool({ startTime: '2026-11-23T08:00:02.000Z' }),
      undefined,
    ],
    ['our own, with another error', pool({ errors: [{ code: 'AllocationFailed' }] }), undefined],
    ['stopped', pool({ errors: [{ code: 'resizestopped' }] }), 'somebody else stopped its resize'],
    [
      'with other targets',
      pool({ targetDedicatedNodes: 5, startTime: theirs }),
      'somebody else resized it to 5 dedicated and 2 low-priority nodes meanwhile',
    ],
    [
      'with the same targets, started later',
      pool({ startTime: theirs }),
      `somebody else started another resize of it meanwhile (${theirs})`,
    ],
    [
      'of a formula',
      pool({}, { scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=1' } } }),
      'somebody else gave it an autoscale formula meanwhile',
    ],
  ])('%s', (_what, state, said) => {
    const meddling = judgeMeddling(state, own)
    expect(meddling && describeMeddling(meddling)).toBe(said)
  })

  test('is taken for ours as long as none was seen before', () => {
    expect(judgeMeddling(pool({ startTime: theirs }), { ...own, start: undefined })).toBeUndefined()
  })
})
