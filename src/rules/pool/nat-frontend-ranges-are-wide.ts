import { nodeGoal } from '../../model/pool-body.js'
import { frontendRange, natPools } from '../nat-pools.js'
import type { OfflineRule } from '../rule.js'

export const natFrontendRangesAreWide: OfflineRule = {
  id: 'pool/nat-frontend-ranges-are-wide',
  title: 'an inbound NAT pool has a frontend port for every node',
  // Nodes with addresses of their own may share numbers: no page says how Batch counts.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#inboundnatpool',
  needs: 'config',
  check: (config) => {
    if (config.pool === undefined) return []
    const goal = nodeGoal(config.pool, config.rollout)
    const nodes = goal.targetDedicatedNodes + goal.targetLowPriorityNodes
    return natPools(config).flatMap((pool) => {
      const range = frontendRange(pool)
      const ports = range === undefined ? 0 : range.end - range.start + 1
      if (ports < 1 || ports >= nodes) return []
      const message = `${String(ports)} frontend ports are fewer than the ${String(nodes)} nodes that the pool asks for`
      const help = `widen the range to ${String(nodes)} ports or more`
      return [{ at: [...pool.at, 'frontendPortRangeEnd'], message, help }]
    })
  },
}
