import { jsonAt } from '../../shared/json-at.js'
import type { AzureRule } from '../rule.js'
import { lacks, sizeOfPool } from '../offered-size.js'

const path = ['networkConfiguration', 'enableAcceleratedNetworking'] as const

export const vmSizeTakesAcceleratedNetworking: AzureRule = {
  id: 'pool/vm-size-takes-accelerated-networking',
  title: 'a pool with accelerated networking has a VM size that can do it',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-network/accelerated-networking-overview',
  needs: 'facts',
  reads: ['vmSizes'],
  check: (config, facts) => {
    const size = sizeOfPool(config, facts)
    if (jsonAt(config.pool?.properties, ...path) !== true) return []
    if (size === undefined || !lacks(size, 'AcceleratedNetworkingEnabled')) return []
    return [
      {
        at: ['pool', 'properties', ...path],
        message: `${size.name} has no accelerated networking`,
        help: 'choose a larger VM size, or leave enableAcceleratedNetworking out',
      },
    ]
  },
}
