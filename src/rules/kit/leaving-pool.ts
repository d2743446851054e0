import { totalOf, type NodeKind } from '../../model/node-counts.js'
import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { valueOf } from '../../model/check-facts.js'
import { coresOf, findSize, isOfFamily } from '../../model/offered-sizes.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { readPoolState } from '../../model/pool-state.js'
import type { Pool } from '../../ports/azure.js'
import { sameId } from '../../shared/arm-id.js'
import { textAt } from '../../shared/json-at.js'
import { subnetOf } from './subnet.js'

/** The pool that gives up its nodes, of whichever size and wherever, before the wanted ones come: or is being deleted. */
export function leavingPool(config: Config, facts: Facts): Pool | undefined {
  const decision = resolvePool(config, facts)?.decision
  if (decision?.kind === 'recycle' || decision?.kind === 'replace') return decision.existing
  return facts.pool?.leaving?.find(({ id }) => sameId(id, facts.pool?.poolId))
}

/** Cores that it frees, of one family or of all. */
export function coresLeaving(
  config: Config,
  facts: Facts,
  kind: NodeKind,
  family: string | undefined,
): number {
  const pool = leavingPool(config, facts)
  const size = findSize(textAt(pool?.properties, 'vmSize'), valueOf(facts.checks?.vmSizes) ?? [])
  if (pool === undefined || size === undefined || !isOfFamily(size, family)) return 0
  return (coresOf(size) ?? 0) * readPoolState(pool.properties)[kind]
}

/** Addresses that it frees in the subnet that the config names. */
export function addressesLeaving(config: Config, facts: Facts): number {
  const pool = leavingPool(config, facts)
  const subnet = textAt(pool?.properties, 'networkConfiguration', 'subnetId')
  if (pool === undefined || !sameId(subnet, subnetOf(config, facts)?.id.text)) return 0
  return totalOf(readPoolState(pool.properties))
}
