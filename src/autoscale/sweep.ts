import type { Analysis } from './analyse.js'
import { evaluateSurely, readsTime, type Targets } from './evaluate.js'
import { steadyHistory } from './history.js'

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
  /** The pool as it is; a new one has nothing. */
  readonly before: Targets
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

function rowOf(
  analysis: Analysis,
  { nowMs, before, taskSlotsPerNode }: SweepSetting,
  pendingTasks: number,
): SweepRow {
  const values = {
    PendingTasks: pendingTasks,
    ActiveTasks: pendingTasks,
    CurrentDedicatedNodes: before.dedicated,
    CurrentLowPriorityNodes: before.lowPriority,
    UsableNodeCount: before.dedicated + before.lowPriority,
    TaskSlotsPerNode: taskSlotsPerNode,
  }
  // A day is more than formulas look back.
  const history = steadyHistory(values, { nowMs, sinceMs: nowMs - 24 * hourMs })
  const situation = { nowMs, history, before, nodes: before, taskSlotsPerNode }
  const { targets, error, doubts } = evaluateSurely(analysis, situation)
  return {
    pendingTasks,
    targets,
    doubts: doubts.map(({ words }) => words),
    ...(error !== undefined && { error: `${error.code}: ${error.message}` }),
  }
}

function isSame(a: Targets, b: Targets | undefined): boolean {
  return a.dedicated === b?.dedicated && a.lowPriority === b.lowPriority
}
