import { sameId } from '../shared/arm-id.js'
import { textAt } from '../shared/json-at.js'
import { valueOf } from './check-facts.js'
import type { Facts } from './facts.js'
import { shownTargets, type NodeKind } from './node-counts.js'
import { coresOf, findSize, isOfFamily } from './offered-sizes.js'
import { isSteady, readPoolState } from './pool-state.js'

/** Cores that the account's pools have or are getting; those of this pool as far as it has them. */
export function coresInUse({ pool, checks: live }: Facts, kind: NodeKind, family?: string): number {
  const sizes = valueOf(live?.vmSizes) ?? []
  return (valueOf(live?.pools) ?? [])
    .map(({ id, properties: shown }) => {
      const size = findSize(textAt(shown, 'vmSize'), sizes)
      if (size === undefined || !isOfFamily(size, family)) return 0
      const state = readPoolState(shown)
      const [have, target] = [state[kind], shownTargets(state)[kind]]
      const isGrowing = !isSteady(state) && !sameId(id, pool?.poolId)
      return (coresOf(size) ?? 0) * (isGrowing ? Math.max(have, target) : have)
    })
    .reduce((sum, cores) => sum + cores, 0)
}
