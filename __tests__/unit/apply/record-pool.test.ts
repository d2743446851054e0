import { expect, test } from '@jest/globals'
import { recordPool } from '../../../src/apply/steps/record-pool.js'
import type { RunState } from '../../../src/model/run-state.js'
import type { JsonObject } from '../../../src/shared/json.js'
import { existingPool } from '../../support/pool-facts.js'

/** The targets that are told of a pool that shows this alone. */
function targetsIn(properties: JsonObject) {
  let reported: Partial<RunState> = {}
  const shown = { currentDedicatedNodes: 3, allocationState: 'Steady', ...properties }
  recordPool({ ...existingPool(), properties: shown }, { record: (news) => (reported = news) })
  return [reported.targetDedicatedNodes, reported.targetLowPriorityNodes]
}

test.each([
  ['a fixed scale', { scaleSettings: { fixedScale: { targetDedicatedNodes: 4 } } }, [4, 0]],
  ['its last resize', { resizeOperationStatus: { targetLowPriorityNodes: 5 } }, [0, 5]],
  ['neither, so nothing is known of them', {}, [undefined, undefined]],
])('targets are read of %s', (_, shown, targets) => {
  expect(targetsIn(shown)).toEqual(targets)
})
