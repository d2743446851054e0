import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { resolvePool } from '../../plan/resolve-pool.js'

/** Whether a pool is made: what Batch has stopped supporting for new pools, those that are there may keep. */
export function isNewPool(config: Config, facts: Facts): boolean {
  const decision = resolvePool(config, facts)?.decision
  if (decision?.kind === 'blue-green') return decision.green.stage === 'new'
  return decision?.kind === 'create' || decision?.kind === 'replace'
}
