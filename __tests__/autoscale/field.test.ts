import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { analyseFormula } from '../../src/autoscale/analyse.js'
import { evaluateSurely } from '../../src/autoscale/evaluate.js'
import { historyOf, type WrittenSamples } from '../../src/autoscale/history.js'
import { positionAt } from '../../src/autoscale/position.js'

interface Given {
  readonly id: string
  readonly formula: string
  readonly about: string
  readonly sure: string
}
interface Valid extends Given {
  readonly now: string
  readonly samples?: WrittenSamples
  readonly before: Record<'TargetDedicatedNodes' | 'TargetLowPriorityNodes', number>
  readonly expect?: Record<
    'TargetDedicatedNodes' | 'TargetLowPriorityNodes' | 'NodeDeallocationOption',
    number | string
  >
}
interface Broken extends Given {
  readonly kind: string
  readonly at?: { readonly line: number; readonly column: number }
}

// Formulas from outside of this project, with what they must give; they are not part of it.
const path = join(import.meta.dirname, '..', '..', '..', 'shared', 'field', 'formulas.json')
const isThere = existsSync(path)
const { valid, broken } = isThere
  ? (JSON.parse(readFileSync(path, 'utf8')) as { valid: Valid[]; broken: Broken[] })
  : { valid: [], broken: [] }

if (!isThere) console.log('skipped: the formulas from outside are not there')

const suite = isThere ? describe : describe.skip

/** What the documentation says, or the service was seen to do; not what it may be laxer about. */
function isCertain({ sure }: Given): boolean {
  return /^(documented|seen)/.test(sure) && !/laxer|public code/.test(sure)
}

suite('formulas from the field', () => {
  test('no valid formula has a finding', () => {
    const found = valid.flatMap(({ id, formula }) =>
      analyseFormula(formula).findings.map(({ message }) => `${id}: ${message}`),
    )
    expect(found).toEqual([])
    console.log(`${String(valid.length)} valid formulas without a finding`)
  })

  test('every valid formula gives what it must', () => {
    let equal = 0
    for (const { id, formula, now, samples = {}, before, expect: wanted } of valid) {
      if (wanted === undefined) continue
      const nowMs = Date.parse(now)
      const { targets, option, error, doubts } = evaluateSurely(analyseFormula(formula), {
        nowMs,
        history: historyOf(samples, nowMs),
        before: {
          dedicated: before.TargetDedicatedNodes,
          lowPriority: before.TargetLowPriorityNodes,
        },
      })
      expect({
        id,
        error,
        doubts,
        TargetDedicatedNodes: targets.dedicated,
        TargetLowPriorityNodes: targets.lowPriority,
        NodeDeallocationOption: option,
      }).toEqual({ id, error: undefined, doubts: [], ...wanted })
      equal += 1
    }
    console.log(`${String(equal)} results equal`)
  })

  test('every broken formula is found, at the place that is given', () => {
    let placed = 0
    for (const { id, formula, at } of broken) {
      const places = analyseFormula(formula).findings.map((one) =>
        positionAt(formula, one.at.start),
      )
      expect({ id, found: places.length }).toEqual({ id, found: 1 })
      if (at === undefined) continue
      expect({ id, places }).toEqual({ id, places: [at] })
      placed += 1
    }
    console.log(`${String(broken.length)} broken formulas found, ${String(placed)} at their place`)
  })

  test('an error is only what is documented or was seen; the rest is a warning', () => {
    for (const given of broken) {
      const { id, formula, kind } = given
      const severities = analyseFormula(formula).findings.map(({ severity }) => severity)
      const expected = isCertain(given) && kind !== 'no-target' ? 'error' : 'warning'
      expect({ id, severities }).toEqual({ id, severities: [expected] })
    }
  })
})
