import { coresOf } from '../../model/offered-sizes.js'
import { numberAt } from '../../shared/json-at.js'
import type { AzureRule } from '../rule.js'
import { sizeOfPool } from '../offered-size.js'

/** https://learn.microsoft.com/azure/batch/batch-parallel-node-tasks */
const slotsPerCore = 4
const mostSlots = 256

export const vmSizeTakesTaskSlots: AzureRule = {
  id: 'pool/vm-size-takes-task-slots',
  title: 'a node has at most four task slots for each core, and 256 in all',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-parallel-node-tasks',
  needs: 'facts',
  reads: ['vmSizes'],
  check: (config, facts) => {
    const size = sizeOfPool(config, facts)
    const cores = size && coresOf(size)
    if (size === undefined || cores === undefined) return []
    const most = Math.min(mostSlots, slotsPerCore * cores)
    return ['taskSlotsPerNode', 'maxTasksPerNode'].flatMap((key) => {
      const slots = numberAt(config.pool?.properties, key)
      if (slots === undefined || slots <= most) return []
      return [
        {
          at: ['pool', 'properties', key],
          message: `${key} is ${String(slots)}, a node of ${size.name} (${String(cores)} cores) has at most ${String(most)}`,
          help: `write at most ${String(most)}, or choose a larger VM size`,
        },
      ]
    })
  },
}
