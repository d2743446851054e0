import { readPoolState } from '../../plan/pool-state.js'
import type { Pool } from '../../ports/azure.js'
import type { StepContext } from '../context.js'

/** What the pool says of itself goes to the outputs at every look. */
export function recordPool(pool: Pool, { record }: Pick<StepContext, 'record'>): void {
  const state = readPoolState(pool.properties)
  record({
    poolId: pool.id,
    currentDedicatedNodes: state.dedicated,
    currentLowPriorityNodes: state.lowPriority,
    targetDedicatedNodes: state.targetDedicated,
    targetLowPriorityNodes: state.targetLowPriority,
    ...(state.allocationState !== undefined && { allocationState: state.allocationState }),
  })
}
