import { poolPath, poolValue } from '../pool-values.js'
import { vcpusOf } from '../vm-size.js'
import type { OfflineRule, Problem } from '../rule.js'

const most = 256
const perCore = 4

export const taskSlots: OfflineRule = {
  id: 'pool/task-slots',
  title: 'a node has 1 to 256 task slots, and at most 4 for each of its cores',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-parallel-node-tasks',
  needs: 'config',
  // The second is what the property was called before API version 2020-09-01.
  check: (config) =>
    ['taskSlotsPerNode', 'maxTasksPerNode'].flatMap((key): readonly Problem[] => {
      const slots = poolValue(config, key)
      if (typeof slots !== 'number') return []
      const at = poolPath(key)
      if (slots < 1 || slots > most) {
        const message = `${key} is ${String(slots)}, which is not from 1 to ${String(most)}`
        return [{ at, message, help: `write a whole number from 1 to ${String(most)}` }]
      }
      const size = poolValue(config, 'vmSize')
      if (typeof size !== 'string') return []
      const cores = vcpusOf(size)
      if (cores === undefined || slots <= cores * perCore) return []
      // The number of cores is read from the name of the size, so this is no more than likely.
      const message = `${key} is ${String(slots)}, more than ${String(perCore)} for each of the ${String(cores)} cores of ${size}`
      const help = `write at most ${String(cores * perCore)}, or choose a larger size`
      return [{ at, message, help, severity: 'warning' }]
    }),
}
