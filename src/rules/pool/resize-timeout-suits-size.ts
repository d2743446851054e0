import { nodeGoal, recommendedResizeTimeout } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import { parseIsoDuration } from '../../shared/duration.js'
import { textAt } from '../../shared/json-at.js'
import type { OfflineRule } from '../rule.js'

/** https://learn.microsoft.com/azure/batch/batch-pool-node-error-checking */
const manyNodes = 300
const path = ['scaleSettings', 'fixedScale', 'resizeTimeout'] as const

export const resizeTimeoutSuitsSize: OfflineRule = {
  id: 'pool/resize-timeout-suits-size',
  title: 'resizeTimeout gives as many nodes from a custom image time to start',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'config',
  check: (config) => {
    const { pool, rollout } = config
    const given = parseIsoDuration(textAt(pool?.properties, ...path) ?? '')
    if (pool === undefined || given === undefined || routeOf(config) === 'marketplace') return []
    const { targetDedicatedNodes, targetLowPriorityNodes } = nodeGoal(pool, rollout)
    const nodes = targetDedicatedNodes + targetLowPriorityNodes
    const advised = recommendedResizeTimeout(nodes)
    if (nodes <= manyNodes || given.ms >= advised.ms) return []
    return [
      {
        at: ['pool', 'properties', ...path],
        message: `a resizeTimeout of ${given.iso} is short for ${String(nodes)} nodes from a custom image`,
        help: `write ${advised.iso} or more, or leave it out to have that`,
      },
    ]
  },
}
