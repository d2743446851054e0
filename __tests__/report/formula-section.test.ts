import { expect, test } from '@jest/globals'
import { analyseFormula } from '../../src/autoscale/analyse.js'
import { rowAt, sweepFormula } from '../../src/autoscale/sweep.js'
import { formulaSection } from '../../src/report/formula-section.js'
import { result } from './example.js'

const setting = {
  nowMs: Date.parse('2026-11-18T10:30:00Z'),
  before: { dedicated: 2, lowPriority: 0 },
  taskSlotsPerNode: 1,
}
const queue = (most: string): string =>
  `n = max($PendingTasks.GetSample(1)); $TargetDedicatedNodes = ${most}; $TargetLowPriorityNodes = 0;`
const analysed = (most: string) => analyseFormula(queue(most))
const swept = (most: string) => sweepFormula(analysed(most), setting)
const load = { active: 5, running: 2, succeeded: 0, failed: 0 }

test('a formula is shown as a table and a chart of what it yields, with the most that it can ask for', () => {
  const section = formulaSection({ ...result, formula: { sweep: swept('min(40, n)') } })
  expect(section).toContain(
    [
      '| waiting tasks | dedicated | low-priority |  |',
      '| --- | --- | --- | --- |',
      '| 0 | 0 | 0 |  |',
      '| 1 | 1 | 0 |  |',
      '| 10 | 10 | 0 |  |',
      '| 100 | 40 | 0 |  |',
      '| 1000 | 40 | 0 |  |',
    ].join('\n'),
  )
  expect(section).toContain('x-axis "waiting tasks" [0, 1, 10, 100, 1000]')
  expect(section).toContain('y-axis "nodes" 0 --> 40')
  expect(section).toContain('bar [0, 1, 10, 40, 40]')
  expect(section).toContain('The most that it can ask for: 40 dedicated and 0 low-priority nodes.')
  expect(section).not.toContain('has another formula')
})

test('a formula without a bound says so', () => {
  expect(formulaSection({ ...result, formula: { sweep: swept('n') } })).toContain(
    'It has no bound of its own: at the greatest load it asks for 100000 dedicated and 0 low-priority nodes.',
  )
})

test('what changes against the formula of the pool is in brackets', () => {
  const formula = { sweep: swept('min(40, n)'), present: swept('min(20, n)') }
  const section = formulaSection({ ...result, formula })
  expect(section).toContain('| 10 | 10 | 0 |  |')
  expect(section).toContain('| 100 | 40 (20) | 0 |  |')
  expect(section).toContain('| 1000 | 40 (20) | 0 |  |')
  expect(section).toContain('differs. The most that it can ask for: 20 dedicated')
})

test('the load of now is a row of its own, or is left out with a word', () => {
  const sweep = swept('min(40, n)')
  const row = rowAt(analysed('min(40, n)'), setting, load)
  const now = { waiting: 5, running: 2, row }
  expect(formulaSection({ ...result, formula: { sweep, now } })).toContain(
    '| **now**: 5, and 2 running | 7 | 0 |  |',
  )
  const leftOut = { leftOut: 'the pool is not there yet' }
  expect(formulaSection({ ...result, formula: { sweep, now: leftOut } })).toContain(
    'The load of now is left out: the pool is not there yet.',
  )
})

test('an evaluation that fails says so beside its row', () => {
  const sweep = swept('max($PendingTasks.GetSample(2 * TimeInterval_Day))')
  expect(formulaSection({ ...result, formula: { sweep } })).toContain(
    '| 0 | 2 | 0 | InsufficientSampleData: ',
  )
})

test('without a formula there is no section', () => {
  expect(formulaSection(result)).toBe('')
})
