import { nodeGoal } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import { natPools } from '../nat-pools.js'
import { poolPath } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

/** From here on Batch's page on custom images speaks of many nodes. */
const manyNodes = 300

export const managedImageNatPools: OfflineRule = {
  id: 'pool/managed-image-nat-pools',
  title: 'a pool of many nodes from a managed image has no inbound NAT pools',
  // The page gives no number.
  severity: 'notice',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'config',
  check: (config) => {
    const { pool, rollout } = config
    if (pool === undefined || routeOf(config) !== 'managed-image') return []
    const goal = nodeGoal(pool, rollout)
    const nodes = goal.targetDedicatedNodes + goal.targetLowPriorityNodes
    if (nodes <= manyNodes || natPools(config).length === 0) return []
    return [
      {
        at: poolPath('networkConfiguration', 'endpointConfiguration', 'inboundNatPools'),
        message: `with inbound NAT pools Batch makes fewer nodes from a managed image than the usual 2500 dedicated and 1000 low-priority ones, and the pool asks for ${String(nodes)}`,
        help: 'leave out NAT pools that are not needed, or publish the image through a gallery',
      },
    ]
  },
}
