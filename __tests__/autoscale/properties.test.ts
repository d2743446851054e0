import { describe, expect, test } from '@jest/globals'
import { analyseFormula } from '../../src/autoscale/analyse.js'
import { evaluate, evaluateSurely } from '../../src/autoscale/evaluate.js'
import { Evaluator } from '../../src/autoscale/evaluator.js'
import { historyOf, steadyHistory } from '../../src/autoscale/history.js'
import { parseFormula } from '../../src/autoscale/parse.js'
import { printFormula } from '../support/print-formula.js'
import { usualReadings } from '../../src/autoscale/readings.js'
import { printNumber } from '../../src/autoscale/values.js'
import { share } from '../support/full-size.js'
import { dice, Maker, nowMs, samples } from './naive.js'

/** Steps of reading, checking and evaluating that a character may cost. */
const stepsPerCharacter = 6

const seed = Math.floor(Math.random() * 2 ** 31)
const history = historyOf(
  Object.fromEntries(
    Object.entries(samples).map(([metric, values]) => [
      metric,
      values.map((value, index): [number, number] => [15 + 30 * index, value]),
    ]),
  ),
  nowMs,
)
const situation = { nowMs, history, before: { dedicated: 0, lowPriority: 0 } }

describe(`formulas at random, seed ${String(seed)}`, () => {
  test(`${String(share(10_000))} well-typed ones have no error, and give what a naive evaluation gives`, () => {
    for (let index = 0; index < share(10_000); index++) {
      const { text, run } = new Maker(seed + index).formula()
      const { formula, findings } = analyseFormula(text)
      const told = findings.filter(({ kind }) => kind !== 'target')
      if (told.length > 0) expect({ text, told }).toEqual({ text, told: [] })
      const evaluator = new Evaluator(situation, usualReadings)
      const error = evaluator.run(formula)
      const expected = [...run()].map(([name, value]) => [name, shown(value)])
      const got = [...evaluator.variables].map(([name, value]) => [
        name,
        shown(
          value.kind === 'vector'
            ? value.values
            : value.kind === 'double'
              ? value.value
              : Number.NaN,
        ),
      ])
      // A comparison by jest takes longer than all before it: it is left for those that differ.
      if (error === undefined && JSON.stringify(got) === JSON.stringify(expected)) continue
      expect({ text, error, got }).toEqual({ text, error: undefined, got: expected })
    }
  })

  test('what is printed is parsed to the same formula, and printed in the same way', () => {
    for (let index = 0; index < share(3000); index++) {
      const { text } = new Maker(seed + index).formula()
      const once = printFormula(parseFormula(text).formula)
      const again = parseFormula(once)
      const twice = printFormula(again.formula)
      const before = evaluate(analyseFormula(text), situation).results
      const after = evaluate(analyseFormula(once), situation).results
      if (again.findings.length === 0 && twice === once && after === before) continue
      expect({ text, findings: again.findings, twice, after }).toEqual({
        text,
        findings: [],
        twice: once,
        after: before,
      })
    }
  })
})

/** To the digits that the service shows: sums may be taken in another order. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join()
  const plain = Math.round((value as number) * 1e9) / 1e9
  return printNumber(Number.isFinite(plain) ? plain + 0 : (value as number))
}

const words =
  '$TargetDedicatedNodes $PendingTasks $ActiveTasks .GetSample( .GetSamplePercent( ( ) ( ) , ; ; = = == ? : + - * / && || ! < > 1 2.5 .5 "x" "2026-11-18" time( max( avg( val( stop( rand( TimeInterval_Minute TimeInterval_Year requeue $NodeDeallocationOption a b $c .hour .weekday // /* */ # { } [ ] % ^ & | => <> += ++ \\n \\" \' “ ” {{x}} ${y} &lt; &quot; – 0x1 1e5 1.2.3 2nd if( and or not true $ \u00a0 \ufeff é 😀 \u0000 \n \r\n'.split(
    ' ',
  )

describe(`texts at random, seed ${String(seed)}`, () => {
  test(`${String(share(100_000))} never throw, and cost steps in proportion to their length`, () => {
    const roll = dice(seed)
    let [slowestMs, slowest, most] = [0, '', 0]
    const steady = steadyHistory({ PendingTasks: 3 }, { nowMs, sinceMs: nowMs - 3_600_000 })
    for (let index = 0; index < share(100_000); index++) {
      const text = randomText(roll)
      const start = performance.now()
      const analysis = analyseFormula(text)
      const { steps } = evaluate(analysis, { ...situation, history: steady })
      const tookMs = performance.now() - start
      const perCharacter = (analysis.steps + steps) / (text.length + 1)
      if (perCharacter > stepsPerCharacter) expect({ text, perCharacter }).toBeUndefined()
      most = Math.max(most, perCharacter)
      if (tookMs > slowestMs) [slowestMs, slowest] = [tookMs, text]
    }
    console.log(
      `the slowest of ${String(share(100_000))} texts took ${slowestMs.toFixed(1)} ms (${String(slowest.length)} characters); at most ${most.toFixed(2)} steps per character`,
    )
  })

  test('long rows and deep nests are no harder', () => {
    const unit = [
      '(',
      '-',
      '!',
      '1+',
      'a?',
      'a?b:',
      'max(',
      'max(1,',
      '.x',
      '$',
      '[',
      '{',
      '"',
      "'",
      '\\"',
      '&lt;',
      '#{',
      '${',
      'a=b;',
      'a=a+1;',
      'a(b.',
      '//',
      '/*',
      '1e',
      '<%',
      '\n=',
      'a;',
      'not ',
      ';',
      'a=(1;',
    ]
    for (const piece of unit) {
      const text = piece.repeat(Math.floor(8192 / piece.length))
      const analysis = analyseFormula(text)
      const { steps } = evaluateSurely(analysis, situation)
      const perCharacter = (analysis.steps + steps) / text.length
      expect({ piece, isBounded: perCharacter < stepsPerCharacter }).toEqual({
        piece,
        isBounded: true,
      })
    }
  })
})

function randomText(roll: () => number): string {
  const count = Math.floor(roll() * 24)
  const parts = Array.from({ length: count }, () => {
    if (roll() < 0.05) return String.fromCharCode(Math.floor(roll() * 0x10000))
    return words[Math.floor(roll() * words.length)]!
  })
  return parts.join(roll() < 0.5 ? ' ' : '')
}
