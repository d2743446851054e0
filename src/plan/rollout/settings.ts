/** What a rollout goes by where the user says nothing. */
import { goalCounts, totalOf } from '../../model/node-counts.js'
import type { RolloutConfig } from '../../inputs/config.js'
import type { NodeGoal } from '../../model/step.js'
import type { Duration } from '../../shared/duration.js'

const hour: Duration = { iso: 'PT1H', ms: 3_600_000 }
const day: Duration = { iso: 'P1D', ms: 86_400_000 }

/** How long running tasks may take to end. */
export function drainLimit(rollout: RolloutConfig | undefined): Duration {
  return rollout?.drainTimeout ?? hour
}

/** How long a retired pool is kept. */
export function rollbackWindow(rollout: RolloutConfig | undefined): Duration {
  return rollout?.rollbackWindow ?? day
}

/** A rollout never ends before its new nodes are there. */
export function waitChoice(rollout: RolloutConfig | undefined): 'steady' | 'nodes' {
  return rollout?.waitFor === 'steady' || rollout?.waitFor === 'none' ? 'steady' : 'nodes'
}

/** Unless told otherwise nodes are looked at: allocated ones may be unusable, and Azure Resource Manager counts them alike. */
export function waitUntil(rollout: RolloutConfig | undefined, goal: NodeGoal): 'steady' | 'nodes' {
  return wantsNodes(goal) ? waitChoice(rollout) : 'steady'
}

/** What a formula asks for shows only later. */
export function wantsNodes(goal: NodeGoal): boolean {
  return goal.autoScale || totalOf(goalCounts(goal)) > 0
}
