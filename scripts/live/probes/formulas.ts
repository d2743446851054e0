/** Autoscale formulas: refusals in Resource Manager, and what the data plane evaluates them to. */
import { waitFor } from '../../../src/apply/wait.js'
import { objectAt, textAt } from '../../../src/shared/json-at.js'
import { versions } from '../api-versions.js'
import { inBrief, verdictOf, type Probe, type ProbeContext } from '../probe.js'
import { odata } from '../bodies.js'

/** `$TargetDedicatedNodes=0;x=1` as names and values; in `error` the refusal, or what failed. */
async function evaluate(
  { azure, supplies }: ProbeContext,
  autoScaleFormula: string,
): Promise<ReadonlyMap<string, string>> {
  await supplies.formulaPool()
  const { endpoint } = await supplies.account()
  const answer = await azure.batch(endpoint, {
    ...{ method: 'POST', path: '/pools/formula/evaluateautoscale', headers: odata },
    ...{ apiVersion: versions.batchData, body: { autoScaleFormula } },
  })
  if (answer.status >= 400) return new Map([['error', inBrief(answer)]])
  const failed = textAt(answer.body, 'error', 'code')
  if (failed !== undefined) return new Map([['error', failed]])
  const pairs = (textAt(answer.body, 'results') ?? '').split(';').filter((one) => one !== '')
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [name.trim(), value.join('=')]
    }),
  )
}

interface Reading {
  readonly id: string
  readonly question: string
  readonly formula: string
  /** Whose value tells; absent: `x`. */
  readonly variable?: string
  readonly expected: string
}

/** How the service reads what its documentation leaves open. */
function readingProbe({ id, question, formula, variable = 'x', expected }: Reading): Probe {
  return {
    id,
    question,
    why: 'plan shows what a formula yields, and counts this among what nobody says',
    expected: { value: expected },
    ask: async (context) => {
      const results = await evaluate(context, formula)
      return { value: results.get(variable) ?? results.get('error') ?? 'not told' }
    },
  }
}

const readings: readonly Reading[] = [
  {
    id: 'autoscale/half',
    question: 'Does round(2.5) give 3?',
    formula: 'x = round(2.5);',
    expected: '3',
  },
  {
    id: 'autoscale/sunday',
    question: 'Is the weekday of a Sunday 0?',
    formula: 't = time("2026-11-29T00:00:00Z"); x = t.weekday;',
    expected: '0',
  },
  {
    id: 'autoscale/year',
    question: 'Is TimeInterval_Year 365 days?',
    formula: 't = time("2027-01-01T00:00:00Z") + TimeInterval_Year; x = t.hour;',
    expected: '0',
  },
  {
    id: 'autoscale/before-stop',
    question: 'Does what was assigned before stop() count?',
    formula: '$TargetDedicatedNodes = 3; stop(); $TargetDedicatedNodes = 5;',
    variable: '$TargetDedicatedNodes',
    expected: '3',
  },
  {
    id: 'autoscale/negative-target',
    question: 'Does a negative target become 0?',
    formula: '$TargetDedicatedNodes = -3;',
    variable: '$TargetDedicatedNodes',
    expected: '0',
  },
  {
    id: 'autoscale/block-comment',
    question: 'Is /* */ a comment?',
    formula: '/* x = 1; */ x = 2;',
    expected: '2',
  },
  {
    id: 'autoscale/exponent',
    question: 'Is 1e3 a number?',
    formula: 'x = 1e3;',
    expected: '1000',
  },
  {
    id: 'autoscale/true',
    question: 'Does true count as 1?',
    formula: 'x = true;',
    expected: '1',
  },
  {
    id: 'autoscale/dollar',
    question: 'Are x and $x two variables?',
    formula: 'x = 1; $x = 2; y = x;',
    variable: 'y',
    expected: '1',
  },
  {
    id: 'autoscale/conditional-nesting',
    question: 'Does ?: nest to the right without brackets?',
    formula: 'x = 1 ? 2 : 0 ? 3 : 4;',
    expected: '2',
  },
  {
    id: 'autoscale/precedence',
    question: 'Does && go before ||, and < before ==, as in C?',
    formula: 'a = 1 || 0 && 0; b = 2 == 2 < 3; x = a * 10 + b;',
    expected: '10',
  },
  {
    id: 'autoscale/short-circuit',
    question: 'Is what follows 0 && left out?',
    formula: 'x = 0 && time("2026-11-29T00:00:00.123456789Z") > time("2026-11-29T00:00:00Z");',
    expected: '0',
  },
  {
    id: 'autoscale/printed-interval',
    question: 'How is an interval printed?',
    formula: 'x = 26 * TimeInterval_Hour;',
    expected: '1.02:00:00',
  },
  {
    id: 'autoscale/timestamp-minus-interval',
    question: 'Can an interval be taken off a timestamp?',
    formula: 't = time("2026-11-29T01:00:00Z") - TimeInterval_Hour; x = t.hour;',
    expected: '0',
  },
  {
    id: 'autoscale/interval-ratio',
    question: 'Can an interval be divided by another?',
    formula: 'x = TimeInterval_Day / TimeInterval_Hour;',
    expected: '24',
  },
  {
    id: 'autoscale/letter-case',
    question: 'Does the letter case of a variable count?',
    formula: 'a = 1; A = 2; x = a;',
    expected: '1',
  },
  {
    id: 'autoscale/names',
    question: 'May a name begin with an underscore, and have digits in it?',
    formula: '_a1 = 1; x = _a1;',
    expected: '1',
  },
  {
    id: 'autoscale/single-quotes',
    question: 'May a string stand in single quotes?',
    formula: "t = time('2026-11-29T05:00:00Z'); x = t.hour;",
    expected: '5',
  },
  {
    id: 'autoscale/text-target',
    question: 'Can a text that is a number be a target?',
    formula: '$TargetDedicatedNodes = "2";',
    variable: '$TargetDedicatedNodes',
    expected: 'AutoScalingFormulaEvaluationError',
  },
  {
    id: 'autoscale/fewer-samples',
    question: 'Does GetSample(n) give what there is, where there are fewer?',
    formula: 'v = $PendingTasks.GetSample(100000); x = 1;',
    expected: '1',
  },
]

/** Long enough for the first evaluation of a new pool, which comes within the interval of five minutes. */
const evaluationMs = 12 * 60_000

export const formulaProbes: readonly Probe[] = [
  {
    id: 'autoscale/syntax-error',
    question: 'What are the bytes of the refusal of a formula that cannot be read?',
    why: 'the action points at the place within the formula that Azure names',
    expected: { status: 400, code: 'AutoScalingFormulaSyntaxError' },
    ask: async ({ azure, supplies, newName }) => {
      const path = `${(await supplies.account()).id}/pools/${newName('pool')}`
      const autoScale = { formula: '$TargetDedicatedNodes = (1;', evaluationInterval: 'PT5M' }
      const body = await supplies.poolBody({ scaleSettings: { autoScale } })
      return verdictOf(await azure.arm({ method: 'PUT', path, apiVersion: versions.batch, body }))
    },
  },
  {
    id: 'autoscale/evaluation-error',
    question: 'What are the bytes of the error of a formula that cannot be evaluated?',
    why: 'the action and the audit explain such errors by their code',
    expected: { put: '200', code: 'AutoScalingFormulaEvaluationError' },
    ask: async ({ azure, supplies, newName }) => {
      const path = `${(await supplies.account()).id}/pools/${newName('pool')}`
      // It can be read, and nine digits of a second were seen to fail: https://github.com/nextflow-io/nextflow/issues/3866
      const formula = 't = time("2026-11-29T00:00:00.123456789Z"); $TargetDedicatedNodes = 0;'
      const autoScale = { formula, evaluationInterval: 'PT5M' }
      const body = await supplies.poolBody({ scaleSettings: { autoScale } })
      const request = { path, apiVersion: versions.batch }
      const put = await azure.arm({ method: 'PUT', ...request, body })
      if (put.status >= 400) return { put: inBrief(put), code: '' }
      const run = await waitFor({
        ...{ clock: supplies.clock, signal: supplies.signal, what: 'the first evaluation' },
        deadline: Math.min(supplies.deadlineMs, supplies.clock.now() + evaluationMs),
        probe: async () => {
          const shown = await azure.arm({ method: 'GET', ...request })
          const found = objectAt(shown.body, 'properties', 'autoScaleRun')
          return found === undefined ? { pending: 'not evaluated yet' } : { done: found }
        },
        everyMs: () => 15_000,
        onPending: () => undefined,
      })
      return { put: inBrief(put), code: textAt(run, 'error', 'code') ?? '' }
    },
  },
  ...readings.map(readingProbe),
]
