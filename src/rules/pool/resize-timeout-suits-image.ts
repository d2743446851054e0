import { nodeGoal } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import { parseIsoDuration } from '../../shared/duration.js'
import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['scaleSettings', 'fixedScale', 'resizeTimeout'] as const
const minuteMs = 60_000
/** The advice for custom images is 20 to 30 minutes; below 5 Batch refuses it, which is told elsewhere. */
const [leastMinutes, advisedMinutes] = [5, 20]
/** From here on the number of nodes says what to write, and another rule says it. */
const manyNodes = 300

export const resizeTimeoutSuitsImage: OfflineRule = {
  id: 'pool/resize-timeout-suits-image',
  title: 'resizeTimeout gives nodes from a custom image 20 minutes or more',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'config',
  check: (config) => {
    const text = poolValue(config, ...path)
    const given = typeof text === 'string' ? parseIsoDuration(text) : undefined
    if (config.pool === undefined || given === undefined) return []
    const goal = nodeGoal(config.pool, config.rollout)
    const nodes = goal.targetDedicatedNodes + goal.targetLowPriorityNodes
    const minutes = given.ms / minuteMs
    if (minutes < leastMinutes || minutes >= advisedMinutes) return []
    if (nodes === 0 || nodes > manyNodes || routeOf(config) === 'marketplace') return []
    return [
      {
        at: poolPath(...path),
        message: `a resizeTimeout of ${given.iso} is short for nodes from a custom image, which start slower than others`,
        help: 'write PT20M to PT30M, or leave it out to have PT30M',
      },
    ]
  },
}
