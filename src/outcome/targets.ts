import type { Plan } from '../model/step.js'
import type { ConfigResult } from './result.js'

/** The plan's goal; an autoscale formula sets its own targets, and what the plan says of them means nothing. */
export function fixedGoal(plan: Plan | undefined): Plan['goal'] {
  return plan?.goal?.autoScale === false ? plan.goal : undefined
}

export interface Targets {
  readonly dedicated: number | undefined
  readonly lowPriority: number | undefined
}

/** The nodes that the pool is to have: as it says itself, else as was asked for. */
export function targetsOf({ made, plan }: Pick<ConfigResult, 'made' | 'plan'>): Targets {
  const goal = fixedGoal(plan)
  return {
    dedicated: made.targetDedicatedNodes ?? goal?.targetDedicatedNodes,
    lowPriority: made.targetLowPriorityNodes ?? goal?.targetLowPriorityNodes,
  }
}
