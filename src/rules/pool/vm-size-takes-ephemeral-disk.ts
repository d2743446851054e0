import { vmConfigurationPath } from '../../model/pool-body.js'
import { objectAt } from '../../shared/json-at.js'
import type { AzureRule } from '../rule.js'
import { lacks, sizeOfPool } from '../offered-size.js'

const path = [...vmConfigurationPath, 'osDisk', 'ephemeralOSDiskSettings'] as const

export const vmSizeTakesEphemeralDisk: AzureRule = {
  id: 'pool/vm-size-takes-ephemeral-disk',
  title: 'a pool with ephemeral OS disks has a VM size that can have them',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/create-pool-ephemeral-os-disk',
  needs: 'facts',
  reads: ['vmSizes'],
  check: (config, facts) => {
    const size = sizeOfPool(config, facts)
    if (objectAt(config.pool?.properties, ...path) === undefined) return []
    if (size === undefined || !lacks(size, 'EphemeralOSDiskSupported')) return []
    return [
      {
        at: ['pool', 'properties', ...path],
        message: `${size.name} has no room for an ephemeral OS disk`,
        help: 'choose a VM size with a local disk or a cache (such as Standard_D4ds_v5), or leave ephemeralOSDiskSettings out',
      },
    ]
  },
}
