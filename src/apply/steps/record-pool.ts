import { readPoolState, wantedCounts } from '../../model/pool-state.js'
import type { Pool } from '../../ports/azure.js'
import { numberAt, textAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'

/** What the pool says of itself goes to the outputs at every look; what it leaves out stays as it was seen before. */
export function recordPool(pool: Pool, { record }: Pick<StepContext, 'record'>): void {
  const state = readPoolState(pool.properties)
  const wanted = wantedCounts(pool.properties)
  const vmSize = textAt(pool.properties, 'vmSize')
  const dedicated = numberAt(pool.properties, 'currentDedicatedNodes')
  const lowPriority = numberAt(pool.properties, 'currentLowPriorityNodes')
  record({
    poolId: pool.id,
    ...(dedicated !== undefined && { currentDedicatedNodes: dedicated }),
    ...(lowPriority !== undefined && { currentLowPriorityNodes: lowPriority }),
    ...(wanted !== undefined && {
      targetDedicatedNodes: wanted.dedicated,
      targetLowPriorityNodes: wanted.lowPriority,
    }),
    ...(vmSize !== undefined && { vmSize }),
    ...(state.allocationState !== undefined && { allocationState: state.allocationState }),
  })
}
