import { expect, test } from '@jest/globals'
import { analyseFormula } from '../../src/autoscale/analyse.js'
import { sweepFormula } from '../../src/autoscale/sweep.js'

const setting = {
  nowMs: Date.parse('2026-11-18T10:30:00Z'),
  before: { dedicated: 2, lowPriority: 0 },
  taskSlotsPerNode: 1,
}
const sweep = (formula: string) => sweepFormula(analyseFormula(formula), setting)

test('a sweep ends where more load changes nothing', () => {
  const { rows, most, isUnbounded } = sweep(
    '$TargetDedicatedNodes = min(400, avg($PendingTasks.GetSample(TimeInterval_Hour)));',
  )
  expect(rows.map(({ pendingTasks, targets }) => [pendingTasks, targets.dedicated])).toEqual([
    [0, 0],
    [1, 1],
    [10, 10],
    [100, 100],
    [1000, 400],
    [10_000, 400],
  ])
  expect({ most, isUnbounded }).toEqual({
    most: { dedicated: 400, lowPriority: 0 },
    isUnbounded: false,
  })
})

test('a formula without a bound is said to have none', () => {
  expect(sweep('$TargetLowPriorityNodes = max($ActiveTasks.GetSample(1));').isUnbounded).toBe(true)
})

test('the most of a formula by the clock is that of its busiest hour', () => {
  const { most } = sweep(
    '$TargetDedicatedNodes = time().weekday == 6 && time().hour == 3 ? 50 : 1;',
  )
  expect(most.dedicated).toBe(50)
})

test('an evaluation that fails keeps the targets, and says why', () => {
  const { rows } = sweep(
    '$TargetDedicatedNodes = max($PendingTasks.GetSample(2 * TimeInterval_Day));',
  )
  expect(rows[0]).toMatchObject({
    targets: setting.before,
    error: expect.stringContaining('InsufficientSampleData'),
  })
})
