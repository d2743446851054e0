import { nodeGoal } from '../../plan/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import type { OfflineRule } from '../rule.js'

/** https://learn.microsoft.com/azure/batch/batch-custom-images */
const limits = [
  ['targetDedicatedNodes', 'dedicated', 2500],
  ['targetLowPriorityNodes', 'low-priority', 1000],
] as const

export const managedImageNodeLimit: OfflineRule = {
  id: 'pool/managed-image-node-limit',
  title: 'a pool from a managed image asks for no more nodes than Batch makes from one',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'config',
  check: (config) => {
    const { pool, rollout } = config
    if (pool === undefined || routeOf(config) !== 'managed-image') return []
    const goal = nodeGoal(pool, rollout)
    return limits.flatMap(([property, kind, most]) => {
      if (goal[property] <= most) return []
      return [
        {
          at: ['pool', 'properties', 'scaleSettings', 'fixedScale', property],
          message: `${String(goal[property])} ${kind} nodes are more than the ${String(most)} that Batch makes from one managed image`,
          help: `publish the image through a gallery, or write at most ${String(most)}`,
        },
      ]
    })
  },
}
