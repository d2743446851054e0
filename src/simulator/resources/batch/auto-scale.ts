/**
 * Evaluates a pool's formula as the service does: over the samples of the scenario, else over those of an idle account. What
 * nobody knows for certain stays lenient.
 */
import { analyseFormula, isUnreadable } from '../../../autoscale/analyse.js'
import { evaluate, type Evaluation, type Targets } from '../../../autoscale/evaluate.js'
import { historyOf, steadyHistory } from '../../../autoscale/history.js'
import { positionAt } from '../../../autoscale/position.js'
import type { JsonObject } from '../../kernel.js'
import { numberAt } from '../../json.js'
import type { StoredResource } from '../../kernel.js'
import { firstMatch } from '../../patterns.js'
import type { World } from './pool-image.js'

const maximumLength = 8192

export function isTooLong(formula: string): boolean {
  return formula.length > maximumLength
}

/** Why a formula is refused when it is written: it cannot be read at all. Other mistakes show when it is evaluated. */
export function refusalOf(formula: string): string | undefined {
  const analysis = analyseFormula(formula)
  if (!isUnreadable(analysis)) return undefined
  const first = analysis.findings.find(({ severity }) => severity === 'error')
  if (first === undefined) return undefined
  const { line, column } = positionAt(formula, first.at.start)
  return `Line ${String(line)}, Col ${String(column)}: ${first.message}`
}

export interface PoolEvaluation {
  readonly targets: Targets
  /** `autoScaleRun` without its time. A failed one has the targets as they stay beside its error. */
  readonly run: JsonObject
}

/** What a pool's formula comes to at `atMs`. */
export function evaluatePool(
  world: World,
  pool: StoredResource,
  asked: {
    readonly formula: string
    readonly atMs: number
    readonly before: Targets
    readonly nodes: Targets
  },
): PoolEvaluation {
  const { formula, nodes } = asked
  const {
    now,
    samples,
    before: given = {},
  } = {
    ...world.scenario.autoScale,
    ...firstMatch(world.scenario.autoScaleByPool, pool.name)?.[1],
  }
  const nowMs = now === undefined ? asked.atMs : Date.parse(now)
  const history =
    samples === undefined
      ? steadyHistory(
          { CurrentDedicatedNodes: nodes.dedicated, CurrentLowPriorityNodes: nodes.lowPriority },
          { nowMs },
        )
      : historyOf(samples, nowMs)
  const before: Targets = {
    dedicated: given.TargetDedicatedNodes ?? asked.before.dedicated,
    lowPriority: given.TargetLowPriorityNodes ?? asked.before.lowPriority,
  }
  const slots = numberAt(pool.properties, 'taskSlotsPerNode') ?? 1
  const common = { nowMs, history, before, taskSlotsPerNode: slots }
  // Samples of the scenario say what the counts are to be, too.
  const situation = samples === undefined ? { ...common, nodes } : common
  const evaluation = evaluate(analyseFormula(formula), situation)
  return { targets: evaluation.targets, run: showRun(evaluation, formula) }
}

function showRun({ results, error }: Evaluation, formula: string): JsonObject {
  if (error === undefined) return { results }
  const { line, column } = positionAt(formula, error.offset)
  const value = `Line ${String(line)}, Col ${String(column)}: ${error.message}`
  const message =
    error.code === 'InsufficientSampleData'
      ? 'Autoscale evaluation failed due to insufficient sample data'
      : 'Autoscale evaluation failed due to an error in the formula'
  const details = [{ code: 'Message', message: value }]
  return { results, error: { code: error.code, message, details } }
}
