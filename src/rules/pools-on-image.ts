import type { Config } from '../inputs/config.js'
import type { Facts } from '../plan/facts.js'
import { valueOf } from '../plan/live-facts.js'
import { ownImageId } from '../plan/pool-body.js'
import { routeOf } from '../plan/pool-image.js'
import { poolOutlook } from '../plan/pool-outlook.js'
import { readPoolState } from '../plan/pool-state.js'
import { nameOfId, sameId } from '../shared/arm-id.js'

export interface OtherPool {
  readonly name: string
  /** Nodes that it has or asks for. */
  readonly dedicated: number
  readonly lowPriority: number
}

/** Other pools of the account that are made from the same managed image; none for a gallery image. */
export function otherPoolsOnImage(config: Config, facts: Facts): readonly OtherPool[] {
  if (routeOf(config) !== 'managed-image') return []
  const image = ownImageId(config.pool?.properties) ?? poolOutlook(config, facts)?.image?.id
  return (valueOf(facts.live?.pools) ?? []).flatMap(({ id, properties }) => {
    if (sameId(id, facts.pool?.poolId) || !sameId(ownImageId(properties), image)) return []
    const state = readPoolState(properties)
    return [
      {
        name: nameOfId(id),
        dedicated: Math.max(state.dedicated, state.targetDedicated),
        lowPriority: Math.max(state.lowPriority, state.targetLowPriority),
      },
    ]
  })
}
