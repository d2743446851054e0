import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { AutoScaleScenario } from '../../src/simulator/scenario.js'
import { poolBody, World } from './batch-world.js'

function evaluated(formula: string, autoScale: AutoScaleScenario = {}) {
  const world = new World({ autoScale })
  const made = world.put('auto', poolBody({ scaleSettings: { autoScale: { formula } } }))
  world.advance(600)
  return { made, properties: world.pool('auto').properties }
}

describe('formulas as people write them', () => {
  test.each([
    ['n = 5; $TargetDedicatedNodes = n > 3 ? 2 : 1;', 2, 0],
    ['$TargetDedicatedNodes = max(0, -1) + !0 + 10 * .5;', 6, 0],
    ['$TargetLowPriority = 3; $NodeDeallocationOption = retaineddata;', 0, 3],
    ['$TargetDedicatedNodes = (time().weekday > 9 ? 5 : 1);', 1, 0],
    [
      '$TargetDedicatedNodes = $PendingTasks.GetSamplePercent(TimeInterval_Hour) > 90 ? 2 : 3;',
      2,
      0,
    ],
    ['$TargetDedicatedNodes = MAX(1, 2);', 2, 0],
  ])('%s', (formula, dedicated, lowPriority) => {
    expect(evaluated(formula).properties).toMatchObject({
      allocationState: 'Steady',
      currentDedicatedNodes: dedicated,
      currentLowPriorityNodes: lowPriority,
    })
  })

  test('samples, and the time, are those of the scenario', () => {
    const { properties } = evaluated(
      '$TargetDedicatedNodes = max($PendingTasks.GetSample(1)) + time().hour;',
      { now: '2026-11-18T10:30:00Z', samples: { PendingTasks: [[15, 3]] } },
    )
    expect(properties).toMatchObject({ currentDedicatedNodes: 13 })
  })

  test('too few samples fail the evaluation, and name the place', () => {
    const { properties } = evaluated(
      '$TargetDedicatedNodes = avg($PendingTasks.GetSample(TimeInterval_Hour));',
      { samples: {} },
    )
    expect(properties).toMatchObject({
      currentDedicatedNodes: 0,
      autoScaleRun: {
        results:
          '$TargetDedicatedNodes=0;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue',
        error: {
          code: 'InsufficientSampleData',
          message: 'Autoscale evaluation failed due to insufficient sample data',
          details: [
            {
              code: 'Message',
              message:
                'Line 1, Col 52: Insufficient data from data set: $PendingTasks wanted 70%, received 0%',
            },
          ],
        },
      },
    })
  })

  test('a read-only variable cannot be set', () => {
    expect(evaluated('$CurrentDedicatedNodes = 3;').properties).toMatchObject({
      autoScaleRun: { error: { code: 'AutoScalingFormulaEvaluationError' } },
    })
  })
})

const path = join(import.meta.dirname, '..', '..', '..', 'shared', 'field', 'formulas.json')
const outside = existsSync(path) ? test : test.skip

outside('every valid formula from the field gets the nodes that it must', () => {
  const { valid } = JSON.parse(readFileSync(path, 'utf8')) as {
    valid: {
      id: string
      formula: string
      now: string
      samples: AutoScaleScenario['samples']
      before: Record<string, number>
      expect?: Record<string, number>
    }[]
  }
  let count = 0
  for (const { id, formula, now, samples = {}, before, expect: wanted } of valid) {
    if (wanted === undefined) continue
    const { properties } = evaluated(formula, { now, samples, before })
    const { currentDedicatedNodes, currentLowPriorityNodes } = properties
    expect({ id, currentDedicatedNodes, currentLowPriorityNodes }).toEqual({
      id,
      currentDedicatedNodes: wanted['TargetDedicatedNodes'],
      currentLowPriorityNodes: wanted['TargetLowPriorityNodes'],
    })
    count += 1
  }
  console.log(`${String(count)} formulas got their nodes`)
})
