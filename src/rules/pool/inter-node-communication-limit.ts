import { nodeGoal } from '../../model/pool-body.js'
import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

/** https://learn.microsoft.com/azure/batch/batch-quota-limit#pool-size-limits */
const most = 100
const mostInUserSubscription = 80

export const interNodeCommunicationLimit: OfflineRule = {
  id: 'pool/inter-node-communication-limit',
  title:
    'a pool whose nodes talk to each other has at most 100 nodes, 80 in user-subscription mode',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-quota-limit#pool-size-limits',
  needs: 'config',
  check: (config) => {
    const given = poolValue(config, 'interNodeCommunication')
    if (config.pool === undefined || typeof given !== 'string') return []
    if (given.toLowerCase() !== 'enabled') return []
    const goal = nodeGoal(config.pool, config.rollout)
    const nodes = goal.targetDedicatedNodes + goal.targetLowPriorityNodes
    if (nodes <= mostInUserSubscription) return []
    const at = poolPath('interNodeCommunication')
    const isOver = nodes > most
    const message = isOver
      ? `${String(nodes)} nodes are more than the ${String(most)} that can talk to each other`
      : `${String(nodes)} nodes are more than the ${String(mostInUserSubscription)} that can talk to each other in an account in user-subscription mode`
    const help = `ask for at most ${String(isOver ? most : mostInUserSubscription)} nodes, or write interNodeCommunication: Disabled`
    return [{ at, message, help, ...(!isOver && { severity: 'notice' as const }) }]
  },
}
