import type { Analysis } from './analyse.js'
import { Evaluator } from './evaluator.js'
import type { History } from './history.js'
import { gapWords, otherReadings, usualReadings, type Gap, type Readings } from './readings.js'
import { allIn } from './syntax.js'
import { printValue, type Value } from './values.js'
import {
  dedicatedTarget,
  lowPriorityTarget,
  optionVariable,
  targetOf,
  type Target,
} from './vocabulary.js'

export interface Targets {
  readonly dedicated: number
  readonly lowPriority: number
}

/** The world in which a formula is evaluated. */
export interface Situation {
  /** Milliseconds since the epoch. */
  readonly nowMs: number
  readonly history: History
  /** The pool's targets before the evaluation. */
  readonly before: Targets
  /** The nodes that it has; without them their newest samples count. */
  readonly nodes?: Targets
  readonly taskSlotsPerNode?: number
}

export interface EvaluationError {
  readonly code: 'InsufficientSampleData' | 'AutoScalingFormulaEvaluationError'
  /** What went wrong, without its place. */
  readonly message: string
  /** Offset of the opening bracket of a call, else of what failed. */
  readonly offset: number
}

export interface Evaluation {
  /** What the pool's targets are afterwards: as before, where the evaluation failed. */
  readonly targets: Targets
  readonly option: string
  /** The text that the service shows of it. */
  readonly results: string
  readonly error?: EvaluationError
  /** Nodes of the formula that were visited: at most each once. */
  readonly steps: number
}

/** What a result depends on that is documented nowhere. */
export interface Doubt {
  readonly gap: Gap
  readonly words: string
  /** What it would be otherwise. */
  readonly otherwise: Evaluation
}

/** Evaluates a formula once. Never throws: what fails is told, and then the pool keeps its targets. */
export function evaluate(
  { formula }: Pick<Analysis, 'formula'>,
  situation: Situation,
  readings: Readings = usualReadings,
): Evaluation {
  return evaluateBy(formula, situation, readings).evaluation
}

function evaluateBy(formula: Analysis['formula'], situation: Situation, readings: Readings) {
  const evaluator = new Evaluator(situation, readings)
  const error = evaluator.run(formula)
  const { gaps, steps } = evaluator
  if (error !== undefined) {
    const { before } = situation
    const results = printResults(before, 'requeue', new Map())
    return { evaluation: { targets: before, option: 'requeue', results, error, steps }, gaps }
  }
  const isLost = evaluator.isStopped && readings.beforeStop === 'is lost'
  const variables: ReadonlyMap<string, Value> = isLost ? new Map() : evaluator.variables
  const target = (name: Target) => targetIn(variables, name, { situation, readings, gaps })
  const targets = { dedicated: target(dedicatedTarget), lowPriority: target(lowPriorityTarget) }
  const word = variables.get(optionVariable)
  const option = word?.kind === 'option' ? word.word : 'requeue'
  const results = printResults(targets, option, variables)
  return { evaluation: { targets, option, results, steps }, gaps }
}

/** Evaluates a formula, and once more for each way to read what is not documented. */
export function evaluateSurely(
  analysis: Pick<Analysis, 'formula'>,
  situation: Situation,
): Evaluation & { readonly doubts: readonly Doubt[] } {
  const { evaluation, gaps } = evaluateBy(analysis.formula, situation, usualReadings)
  const doubts = [...gaps].flatMap((gap): readonly Doubt[] => {
    const others = otherReadings[gap].map((other) =>
      evaluate(analysis, situation, { ...usualReadings, ...other }),
    )
    const otherwise = others.find((other) => !isSame(other, evaluation))
    return otherwise === undefined ? [] : [{ gap, words: gapWords[gap], otherwise }]
  })
  return { ...evaluation, doubts }
}

function isSame(a: Evaluation, b: Evaluation): boolean {
  return (
    a.targets.dedicated === b.targets.dedicated &&
    a.targets.lowPriority === b.targets.lowPriority &&
    a.option === b.option &&
    a.error?.message === b.error?.message
  )
}

interface Circumstances {
  readonly situation: Situation
  readonly readings: Readings
  readonly gaps: Set<Gap>
}

/** Under its full name or its alias; of both the full name wins. Fractions are cut. */
function targetIn(
  variables: ReadonlyMap<string, Value>,
  target: Target,
  { situation, readings, gaps }: Circumstances,
): number {
  const before =
    target === dedicatedTarget ? situation.before.dedicated : situation.before.lowPriority
  const alias = target.replace('Nodes', '')
  const value = variables.get(target) ?? variables.get(alias)
  if (value?.kind !== 'double') return before
  const nodes = Math.trunc(value.value)
  if (nodes >= 0 && Number.isFinite(nodes)) return nodes
  gaps.add('badTarget')
  return readings.badTarget === 'zero' ? 0 : before
}

/** First what the service defines, then the formula's own variables, sorted; each with its last value. */
function printResults(
  { dedicated, lowPriority }: Targets,
  option: string,
  variables: ReadonlyMap<string, Value>,
): string {
  const own = [...variables]
    .filter(([name]) => targetOf(name) === undefined && name !== optionVariable)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    `${dedicatedTarget}=${String(dedicated)}`,
    `${lowPriorityTarget}=${String(lowPriority)}`,
    `${optionVariable}=${option}`,
    ...own.map(([name, value]) => `${name}=${printValue(value)}`),
  ].join(';')
}

/** Whether what it yields hangs on the hour. */
export function readsTime({ formula }: Pick<Analysis, 'formula'>): boolean {
  return formula.statements.some(({ value }) =>
    allIn(value).some((part) => part.kind === 'call' && part.name === 'time'),
  )
}
