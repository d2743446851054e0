import type { Analysis } from './analyse.js'
import { evaluateSurely, readsTime, type Targets } from './evaluate.js'
import { steadyHistory } from './history.js'
import { allIn } from './syntax.js'
import { metricOf } from './vocabulary.js'

/** What a formula yields while so many tasks wait. */
export interface SweepRow {
  readonly pendingTasks: number
  readonly targets: Targets
  /** Why the evaluation fails; it then keeps the targets. */
  readonly error?: string
  /** What the result hangs on that is documented nowhere. */
  readonly doubts: readonly string[]
}

export interface FormulaSweep {
  readonly rows: readonly SweepRow[]
  /** The most that it asks for of each kind, at whatever hour. */
  readonly most: Targets
  /** The load at which `most` was still growing: the formula has no bound of its own. */
  readonly isUnbounded: boolean
}

/** 0, 1, 10, 100, ...: further than any account's quota goes. */
const loads = [0, 1, 10, 100, 1000, 10_000, 100_000]
const hourMs = 3_600_000

export interface SweepSetting {
  readonly nowMs: number
  /** The targets of the pool as it is; a new one has none. */
  readonly before: Targets
  /** The nodes that it has; absent: those of its targets. */
  readonly nodes?: Targets
  readonly taskSlotsPerNode: number
}

/**
 * What a formula yields under loads that have lasted for a while: all tasks wait, and the nodes are those that there are. Ends
 * where more load changes nothing.
 */
export function sweepFormula(analysis: Analysis, setting: SweepSetting): FormulaSweep {
  const all = loads.map((pendingTasks) => rowOf(analysis, setting, pendingTasks))
  const last = all.findLastIndex((row, index) => !isSame(row.targets, all[index - 1]?.targets))
  const rows = all.slice(0, Math.max(2, last + 2))
  const isUnbounded = last === loads.length - 1
  const ofHours = readsTime(analysis) ? hoursOf(analysis, setting) : []
  const targets = [...rows.map((row) => row.targets), ...ofHours]
  return {
    rows,
    isUnbounded,
    most: {
      dedicated: Math.max(...targets.map(({ dedicated }) => dedicated)),
      lowPriority: Math.max(...targets.map(({ lowPriority }) => lowPriority)),
    },
  }
}

/** Over the hours of a week, without load and with much. */
function hoursOf(analysis: Analysis, setting: SweepSetting): readonly Targets[] {
  return Array.from({ length: 7 * 24 }, (_, hour) => setting.nowMs + hour * hourMs).flatMap(
    (nowMs) => [0, 1000].map((load) => rowOf(analysis, { ...setting, nowMs }, load).targets),
  )
}

function rowOf(analysis: Analysis, setting: SweepSetting, pendingTasks: number): SweepRow {
  return rowAt(analysis, setting, { active: pendingTasks, running: 0, succeeded: 0, failed: 0 })
}

/** Tasks by state. */
interface Load {
  readonly active: number
  readonly running: number
  readonly succeeded: number
  readonly failed: number
}

/** What a formula yields under a load that has lasted for a while. */
export function rowAt(
  analysis: Analysis,
  { nowMs, before, nodes = before, taskSlotsPerNode }: SweepSetting,
  { active, running, succeeded, failed }: Load,
): SweepRow {
  const values = {
    PendingTasks: active + running,
    ActiveTasks: active,
    RunningTasks: running,
    SucceededTasks: succeeded,
    FailedTasks: failed,
    CurrentDedicatedNodes: nodes.dedicated,
    CurrentLowPriorityNodes: nodes.lowPriority,
    UsableNodeCount: nodes.dedicated + nodes.lowPriority,
    TaskSlotsPerNode: taskSlotsPerNode,
  }
  // A day is more than formulas look back.
  const history = steadyHistory(values, { nowMs, sinceMs: nowMs - 24 * hourMs })
  const situation = { nowMs, history, before, nodes, taskSlotsPerNode }
  const { targets, error, doubts } = evaluateSurely(analysis, situation)
  return {
    pendingTasks: active + running,
    targets,
    doubts: doubts.map(({ words }) => words),
    ...(error !== undefined && { error: `${error.code}: ${error.message}` }),
  }
}

/** The metrics that a formula reads of which neither the pool nor its jobs tell anything. */
export function unseenMetrics(
  { formula }: Pick<Analysis, 'formula'>,
  { before, nodes = before }: SweepSetting,
): readonly string[] {
  return formula.statements.flatMap(({ value }) =>
    allIn(value).flatMap((part) => {
      const metric = part.kind === 'name' ? metricOf(part.name) : undefined
      if (metric === undefined || part.kind !== 'name') return []
      const isOfSpot = metric.name === 'PreemptedNodeCount' && nodes.lowPriority > 0
      return metric.measures === 'usage' || isOfSpot ? [part.name] : []
    }),
  )
}

function isSame(a: Targets, b: Targets | undefined): boolean {
  return a.dedicated === b?.dedicated && a.lowPriority === b.lowPriority
}
