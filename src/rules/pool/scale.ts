import type { Config } from '../../inputs/config.js'
import { hasOwnImage, recommendedResizeTimeout } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import { parseIsoDuration } from '../../shared/duration.js'
import { textAt } from '../../shared/json-at.js'
import { isSameText } from '../../shared/same-text.js'
import { nodesAskedFor } from '../kit/nodes.js'
import { poolPath, poolValue } from '../kit/values.js'
import { rulesOn } from '../kit/rules-on.js'

/** https://learn.microsoft.com/azure/batch/batch-quota-limit#pool-size-limits */
const most = 100
const mostInUserSubscription = 80
const resizeTimeoutPath = ['scaleSettings', 'fixedScale', 'resizeTimeout'] as const
const minuteMs = 60_000
/** The advice for custom images is 20 to 30 minutes; below 5 Batch refuses it, which is told elsewhere. */
const [leastMinutes, advisedMinutes] = [5, 20]
/** From here on the number of nodes says what to write, and another rule says it. */
const manyNodes = 300

export const poolScaleRules = rulesOn('config', [
  {
    id: 'pool/inter-node-communication-limit',
    title: 'more nodes talk to each other than can: 100, in user-subscription mode 80',
    docs: 'https://learn.microsoft.com/azure/batch/batch-quota-limit#pool-size-limits',
    check: (config) => {
      const given = poolValue(config, 'interNodeCommunication')
      if (typeof given !== 'string' || !isSameText(given, 'enabled')) return []
      const nodes = nodesAskedFor(config)
      if (nodes <= mostInUserSubscription) return []
      const at = poolPath('interNodeCommunication')
      const isOver = nodes > most
      const message = isOver
        ? `${String(nodes)} nodes are more than the ${String(most)} that can talk to each other`
        : `${String(nodes)} nodes are more than the ${String(mostInUserSubscription)} that can talk to each other in an account in user-subscription mode`
      const help = `ask for at most ${String(isOver ? most : mostInUserSubscription)} nodes, or write interNodeCommunication: Disabled`
      return { at, message, help, ...(!isOver && { severity: 'notice' as const }) }
    },
  },
  {
    id: 'pool/resize-timeout-suits-image',
    title: 'resizeTimeout leaves nodes from a custom image less than 20 minutes',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
    check: (config) => {
      const given = parseIsoDuration(textAt(poolValue(config, ...resizeTimeoutPath)) ?? '')
      if (given === undefined) return []
      const nodes = nodesAskedFor(config)
      const minutes = given.ms / minuteMs
      if (minutes < leastMinutes || minutes >= advisedMinutes) return []
      if (nodes === 0 || nodes > manyNodes || !hasCustomImage(config)) return []
      return {
        at: poolPath(...resizeTimeoutPath),
        message: `a resizeTimeout of ${given.iso} is short for nodes from a custom image, which start slower than others`,
        help: 'write PT20M to PT30M, or leave it out to have PT30M',
      }
    },
  },
  {
    id: 'pool/resize-timeout-suits-size',
    title: 'resizeTimeout is too short for as many nodes from a custom image',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    check: (config) => {
      const given = parseIsoDuration(textAt(poolValue(config, ...resizeTimeoutPath)) ?? '')
      if (given === undefined || !hasCustomImage(config)) return []
      const nodes = nodesAskedFor(config)
      const advised = recommendedResizeTimeout(nodes)
      if (nodes <= manyNodes || given.ms >= advised.ms) return []
      return {
        at: poolPath(...resizeTimeoutPath),
        message: `a resizeTimeout of ${given.iso} is short for ${String(nodes)} nodes from a custom image`,
        help: `write ${advised.iso} or more, or leave it out to have that`,
      }
    },
  },
])

/** Not one of the marketplace, and not none at all. */
function hasCustomImage(config: Config): boolean {
  const { image, gallery, pool } = config
  const isThere = image !== undefined || gallery !== undefined || hasOwnImage(pool?.properties)
  return isThere && routeOf(config) !== 'marketplace'
}
