import type { Made } from '../model/run-state.js'
import { sameId } from '../shared/arm-id.js'

/** Id of the pool that takes the jobs, where that is another one than the run was about. */
export function otherLivePool({ poolId, livePoolId }: Made): string | undefined {
  return sameId(poolId, livePoolId) ? undefined : livePoolId
}
