import { valueOf } from '../../model/check-facts.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import type { Pool } from '../../ports/azure.js'
import { sameId } from '../../shared/arm-id.js'
import { numberAt } from '../../shared/json-at.js'
import { quotaDocs } from '../quotas.js'
import type { AzureRule } from '../rule.js'

export const poolCountQuota: AzureRule = {
  id: 'pool/pool-count-quota',
  title: 'the account has room for one more pool',
  severity: 'error',
  docs: quotaDocs,
  needs: 'facts',
  reads: ['pools'],
  check: (config, facts) => {
    const { pool, checks: live } = facts
    const limit = numberAt(pool?.account?.properties, 'poolQuota')
    const isLeaving = ({ id }: Pool) => pool?.leaving?.some((one) => sameId(one.id, id)) === true
    const pools = valueOf(live?.pools)?.filter((one) => !isLeaving(one))
    const decision = resolvePool(config, facts)?.decision
    const isOneMore =
      decision?.kind === 'create' ||
      (decision?.kind === 'blue-green' && decision.green.stage === 'new')
    if (pool === undefined || !isOneMore) return []
    if (limit === undefined || pools === undefined || pools.length < limit) return []
    return [
      {
        at: ['pool', 'name'],
        message: `Batch account ${pool.account?.name ?? ''} has ${String(pools.length)} pools, its quota is ${String(limit)}`,
        help: 'delete a pool that is not needed, or ask for a higher pool quota',
      },
    ]
  },
}
