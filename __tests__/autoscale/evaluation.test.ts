import { describe, expect, test } from '@jest/globals'
import { analyseFormula } from '../../src/autoscale/analyse.js'
import { evaluate, evaluateSurely, type Situation } from '../../src/autoscale/evaluate.js'
import { historyOf, steadyHistory, type WrittenSamples } from '../../src/autoscale/history.js'
import { positionAt } from '../../src/autoscale/position.js'

const nowMs = Date.parse('2026-11-18T10:30:00Z')

function situation(samples: WrittenSamples = {}, more: Partial<Situation> = {}): Situation {
  return {
    nowMs,
    history: historyOf(samples, nowMs),
    before: { dedicated: 2, lowPriority: 1 },
    ...more,
  }
}

const every30 = (count: number, value: number): [number, number][] =>
  Array.from({ length: count }, (_, index) => [15 + 30 * index, value])

/** What a target becomes that is assigned this expression. */
function valueOf(expression: string, given = situation()): number {
  const { targets, error } = evaluate(
    analyseFormula(`$TargetDedicatedNodes = ${expression};`),
    given,
  )
  expect(error).toBeUndefined()
  return targets.dedicated
}

describe('values', () => {
  test.each([
    ['log(1000)', 3],
    ['lg(8)', 3],
    ['floor(ln(8))', 2],
    ['round(2.6) + round(2.4)', 5],
    ['sum(ceil(1.2, 2.5))', 5],
    ['std(2, 4, 4, 4, 5, 5, 7, 9) * 1000', 2138],
    ['percentile($RunningTasks.GetSample(3), 50)', 6],
    ['len(1, 2, 3)', 3],
    ['"a" < "b" ? 4 : 5', 4],
    ['-(-3)', 3],
    ['3 > 2 == 1', 1],
    ['$TargetLowPriorityNodes + 4', 5],
    ['time("2026-11-18T12:30:00+02:00") == time() ? 7 : 8', 7],
    ['time().weekday * 10 + time().month', 41],
    ['1 || $NoSuch ? 3 : 4', 3],
    ['0 && max($RunningTasks.GetSample(TimeInterval_Week)) ? 3 : 4', 4],
    ['$CurrentDedicatedNodes', 2],
    ['$TaskSlotsPerNode', 1],
    ['true ? 4 : 5', 4],
    ['$RUNNINGTASKS.count() + MAX(1, 2)', 5],
  ])('%s is %d', (expression, expected) => {
    expect(valueOf(expression, situation({ RunningTasks: every30(3, 6) }))).toBe(expected)
  })

  test('a metric counts as the pool has it where that is known', () => {
    const given = situation({}, { nodes: { dedicated: 9, lowPriority: 4 }, taskSlotsPerNode: 8 })
    expect(
      valueOf('$CurrentDedicatedNodes + $CurrentLowPriorityNodes + $TaskSlotsPerNode', given),
    ).toBe(21)
  })
})

describe('the result string', () => {
  test('service variables come first, then the others by bytes, each with its last value', () => {
    const formula = `tasks = 0; $samples = 29 / 30 * 100; $NodeDeallocationOption = taskcompletion;
      cappedPoolSize = 3; million = 1000000; small = 0.00001; $TargetDedicatedNodes = 2.9; tasks = 5 > 3;
      v = $RunningTasks.GetSample(2); at = time(); left = 90 * TimeInterval_Minute; word = "x"; m = $RunningTasks;`
    const { results } = evaluate(
      analyseFormula(formula),
      situation({ RunningTasks: every30(3, 1) }),
    )
    expect(results).toBe(
      '$TargetDedicatedNodes=2;$TargetLowPriorityNodes=1;$NodeDeallocationOption=taskcompletion;' +
        '$samples=96.6667;at=2026-11-18T10:30:00.000Z;cappedPoolSize=3;left=01:30:00;m=1;million=1e+06;small=1e-05;tasks=1;v=[1,1];word=x',
    )
  })

  test('an alias is shown under its full name, which wins', () => {
    const { results } = evaluate(
      analyseFormula('$TargetDedicated = 6; $TargetLowPriority = 4; $TargetLowPriorityNodes = 5;'),
      situation(),
    )
    expect(results).toBe(
      '$TargetDedicatedNodes=6;$TargetLowPriorityNodes=5;$NodeDeallocationOption=requeue',
    )
  })

  test('a failed evaluation shows the targets as they are', () => {
    const { results, targets, error } = evaluate(
      analyseFormula('$TargetDedicatedNodes = 9; $TargetLowPriorityNodes = $NoSuch;'),
      situation(),
    )
    expect(targets).toEqual({ dedicated: 2, lowPriority: 1 })
    expect(results).toBe(
      '$TargetDedicatedNodes=2;$TargetLowPriorityNodes=1;$NodeDeallocationOption=requeue',
    )
    expect(error).toEqual({
      code: 'AutoScalingFormulaEvaluationError',
      message: "'$NoSuch' is not defined",
      offset: 53,
    })
  })
})

describe('samples', () => {
  test('without a percentage 70 % of the samples are wanted, and the place is the bracket', () => {
    const formula =
      '// warm\nbusy = 1;\nsamplevecavg = avg($PendingTasks.GetSample(TimeInterval_Minute * 5));'
    const { error } = evaluate(analyseFormula(formula), situation({ PendingTasks: every30(6, 1) }))
    expect(error?.code).toBe('InsufficientSampleData')
    expect(error?.message).toBe(
      'Insufficient data from data set: $PendingTasks wanted 70%, received 60%',
    )
    expect(positionAt(formula, error?.offset ?? 0)).toEqual({ line: 3, column: 43 })
  })

  test.each([
    ['GetSample(TimeInterval_Minute * 5, 60)', true],
    ['GetSample(TimeInterval_Minute * 5, 61)', false],
    ['GetSample(TimeInterval_Minute * 3)', true],
    ['GetSample(time() + -3 * TimeInterval_Minute)', true],
    ['GetSample(3 * TimeInterval_Minute, TimeInterval_Minute, 100)', true],
    ['GetSample(TimeInterval_Minute, 3 * TimeInterval_Minute, 100)', true],
    ['GetSample(100)', true],
  ])('%s: %s', (call, isEnough) => {
    const formula = analyseFormula(`$TargetDedicatedNodes = sum($PendingTasks.${call}) * 0 + 5;`)
    const { error } = evaluate(formula, situation({ PendingTasks: every30(6, 1) }))
    expect(error === undefined).toBe(isEnough)
  })

  test('a steady history has a sample every 30 seconds since its begin', () => {
    const given = situation(
      {},
      { history: steadyHistory({ PendingTasks: 7 }, { nowMs, sinceMs: nowMs - 300_000 }) },
    )
    expect(valueOf('$PendingTasks.Count() * 100 + max($PendingTasks.GetSample(1))', given)).toBe(
      1007,
    )
    expect(valueOf('$ActiveTasks.GetSamplePercent(10 * TimeInterval_Minute)', given)).toBe(50)
  })
})

describe('what is documented nowhere', () => {
  test.each([
    ['rand() < 0.3 ? 1 : 2', 'rand()'],
    ['val($RunningTasks.GetSample(2), 0)', 'order of the samples'],
    ['max($FailedTasks.GetSample(1)) >= 0 ? 1 : 2', 'where there is no sample'],
    ['time("2026-11-22T00:00:00Z").weekday == 0 ? 1 : 2', 'Sunday'],
    ['round(2.5)', 'half'],
    ['TimeInterval_Year > 365.2 * TimeInterval_Day ? 1 : 2', 'TimeInterval_Year'],
    ['$RunningTasks', 'worth as a number'],
    ['3 - 5', 'negative'],
    ['0 / 0', 'negative'],
    ['percentile($RunningTasks.GetSample(3), 90)', 'percentile'],
    ['sum($RunningTasks.GetSample(3) + $RunningTasks.GetSample(2))', 'different lengths'],
  ])('%s depends on %s', (expression, words) => {
    const samples: WrittenSamples = {
      RunningTasks: [
        [15, 4],
        [45, 9],
        [75, 30],
      ],
    }
    const { doubts } = evaluateSurely(
      analyseFormula(`$TargetDedicatedNodes = ${expression};`),
      situation(samples),
    )
    expect(doubts.map((doubt) => doubt.words).join()).toContain(words)
  })

  test.each([
    'rand() <= 1 ? 1 : 2',
    'val($ActiveTasks.GetSample(2), 0)',
    'time("2026-11-22T00:00:00Z").weekday == 0 || time("2026-11-22T00:00:00Z").weekday == 7 ? 1 : 2',
    'percentile($ActiveTasks.GetSample(3), 90)',
    'min(3, $ActiveTasks)',
  ])('%s does not', (expression) => {
    const given = situation({ ActiveTasks: every30(9, 4) })
    const { doubts } = evaluateSurely(
      analyseFormula(`$TargetDedicatedNodes = ${expression};`),
      given,
    )
    expect(doubts).toEqual([])
  })
})

test.each([
  '$TargetDedicatedNodes = TimeInterval_Year * 100000 + time() > time() ? 1 : 2;',
  '$TargetDedicatedNodes = time() + TimeInterval_Week * (0 / 0) > time() ? 1 : 2;',
  '$PendingTasks = 1;',
  '$TargetDedicatedNodes = "5";',
  '$TargetDedicatedNodes = time("nonsense").hour;',
  '$NodeDeallocationOption = drain;',
  '$TargetDedicatedNodes = max(',
  '$TargetDedicatedNodes = val($RunningTasks.GetSample(1));',
  '$TargetDedicatedNodes = 1 + TimeInterval_Hour;',
])('%s fails in the evaluation', (formula) => {
  expect(evaluate(analyseFormula(formula), situation()).error?.code).toBe(
    'AutoScalingFormulaEvaluationError',
  )
})
