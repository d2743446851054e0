import type { RunState } from '../model/run-state.js'
import { sameId } from '../shared/arm-id.js'

/** Id of the pool that takes the jobs, where that is another one than the run was about. */
export function otherActivePool({ poolId, activePoolId }: RunState): string | undefined {
  return sameId(poolId, activePoolId) ? undefined : activePoolId
}
