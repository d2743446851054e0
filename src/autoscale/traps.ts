import type { Severity } from '../shared/finding.js'
import type { Analysis } from './analyse.js'
import type { Stretch } from './finding.js'
import { nodeTraps } from './traps-nodes.js'
import { sampleTraps } from './traps-samples.js'
import { targetTraps } from './traps-targets.js'
import { timeTraps } from './traps-time.js'

/** Formulas that Batch takes, and that do something else than they seem to. */
export type TrapName =
  | 'sample-percent'
  | 'percent-scale'
  | 'first-samples'
  | 'unreachable-window'
  | 'interval'
  | 'whole-nodes'
  | 'task-slots'
  | 'running-tasks'
  | 'waiting-tasks'
  | 'utc'
  | 'sunday'
  | 'unset-target'
  | 'two-names'
  | 'other-target'
  | 'negative-target'
  | 'deallocation'
  | 'node-metrics'
  | 'retired-metrics'
  | 'preempted-nodes'
  | 'brackets'
  | 'swallowed-lines'

export interface TrapFinding {
  readonly trap: TrapName
  readonly severity: Severity
  readonly message: string
  readonly help: string
  readonly at: Stretch
}

/** What the pool around the formula says. */
export interface PoolSetting {
  readonly taskSlotsPerNode?: number | undefined
  /** How often the formula is evaluated. */
  readonly intervalMs?: number | undefined
}

/** Of each trap the first place: what is done once is mostly done throughout. */
export function findTraps(analysis: Analysis, pool: PoolSetting): readonly TrapFinding[] {
  const all = [
    ...sampleTraps(analysis, pool),
    ...targetTraps(analysis, pool),
    ...timeTraps(analysis),
    ...nodeTraps(analysis),
  ]
  const first = new Map<TrapName, TrapFinding>()
  for (const trap of [...all].sort((a, b) => a.at.start - b.at.start)) {
    if (!first.has(trap.trap)) first.set(trap.trap, trap)
  }
  return [...first.values()]
}
