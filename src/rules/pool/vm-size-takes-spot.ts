import { nodeGoal } from '../../model/pool-body.js'
import type { AzureRule } from '../rule.js'
import { lacks, sizeOfPool } from '../offered-size.js'

export const vmSizeTakesSpot: AzureRule = {
  id: 'pool/vm-size-takes-spot',
  title: 'a pool with Spot nodes has a VM size that can be had as Spot',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-spot-vms',
  needs: 'facts',
  reads: ['vmSizes'],
  check: (config, facts) => {
    const size = sizeOfPool(config, facts)
    if (config.pool === undefined || size === undefined) return []
    const { targetLowPriorityNodes } = nodeGoal(config.pool, config.rollout)
    if (targetLowPriorityNodes === 0 || !lacks(size, 'LowPriorityCapable')) return []
    return [
      {
        at: ['pool', 'properties', 'scaleSettings', 'fixedScale', 'targetLowPriorityNodes'],
        message: `${size.name} cannot be had as Spot, the pool asks for ${String(targetLowPriorityNodes)} Spot nodes`,
        help: 'ask for dedicated nodes (targetDedicatedNodes), or choose another VM size',
      },
    ]
  },
}
