import { nodeGoal } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import type { OfflineRule, Violation } from '../rule.js'

/** https://learn.microsoft.com/azure/batch/batch-custom-images */
const limits = [
  ['targetDedicatedNodes', 'dedicated', 2500],
  ['targetLowPriorityNodes', 'low-priority', 1000],
] as const
/** The page on quotas says 2,000 where the page on custom images says 2,500. */
const doubtful = 2000

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
    return limits.flatMap(([property, kind, most]): readonly Violation[] => {
      const at = ['pool', 'properties', 'scaleSettings', 'fixedScale', property]
      if (goal[property] <= most) {
        if (goal[property] <= doubtful) return []
        const message = `${String(goal[property])} ${kind} nodes are within the ${String(most)} that one page of Batch allows for a managed image, and over the ${String(doubtful)} of another`
        const help = `publish the image through a gallery, or write at most ${String(doubtful)}`
        return [{ at, severity: 'warning', message, help }]
      }
      return [
        {
          at,
          message: `${String(goal[property])} ${kind} nodes are more than the ${String(most)} that Batch makes from one managed image`,
          help: `publish the image through a gallery, or write at most ${String(most)}`,
        },
      ]
    })
  },
}
