import { valueOf } from '../../plan/live-facts.js'
import { numberAt } from '../../shared/json-at.js'
import { quotaDocs } from '../quotas.js'
import type { LiveRule } from '../rule.js'

export const poolCountQuota: LiveRule = {
  id: 'pool/pool-count-quota',
  title: 'the account has room for one more pool',
  severity: 'error',
  docs: quotaDocs,
  needs: 'facts',
  reads: ['pools'],
  check: (_config, { pool, live }) => {
    const limit = numberAt(pool?.account?.properties, 'poolQuota')
    const pools = valueOf(live?.pools)
    if (pool === undefined || pool.existing !== undefined) return []
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
