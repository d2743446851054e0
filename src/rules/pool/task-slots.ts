import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

/** And 4 for each core, which `pool/vm-size-takes-task-slots` knows. */
const most = 256

export const taskSlots: OfflineRule = {
  id: 'pool/task-slots',
  title: 'a node has 1 to 256 task slots',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-parallel-node-tasks',
  needs: 'config',
  // The second is what the property was called before API version 2020-09-01.
  check: (config) =>
    ['taskSlotsPerNode', 'maxTasksPerNode'].flatMap((key): readonly Violation[] => {
      const slots = poolValue(config, key)
      if (typeof slots !== 'number') return []
      const at = poolPath(key)
      if (slots < 1 || slots > most) {
        const message = `${key} is ${String(slots)}, which is not from 1 to ${String(most)}`
        return [{ at, message, help: `write a whole number from 1 to ${String(most)}` }]
      }
      return []
    }),
}
