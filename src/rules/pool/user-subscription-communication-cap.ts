import { nodeGoal } from '../../model/pool-body.js'
import { textAt } from '../../shared/json-at.js'
import { quotaDocs, targetPath } from '../quotas.js'
import type { AzureRule } from '../rule.js'

/** https://learn.microsoft.com/azure/batch/batch-quota-limit; 100 in accounts of the other mode. */
const mostNodes = 80

export const userSubscriptionCommunicationCap: AzureRule = {
  id: 'pool/user-subscription-communication-cap',
  title: 'in a user-subscription account at most 80 nodes talk with each other',
  severity: 'error',
  docs: quotaDocs,
  needs: 'facts',
  check: ({ pool, rollout }, facts) => {
    const { account } = facts.pool ?? {}
    if (pool === undefined || account?.poolAllocationMode !== 'UserSubscription') return []
    if (!/^enabled$/i.test(textAt(pool.properties, 'interNodeCommunication') ?? '')) return []
    const { targetDedicatedNodes, targetLowPriorityNodes } = nodeGoal(pool, rollout)
    const nodes = targetDedicatedNodes + targetLowPriorityNodes
    if (nodes <= mostNodes) return []
    return [
      {
        at: targetPath(targetDedicatedNodes > 0 ? 'dedicated' : 'spot'),
        message: `${String(nodes)} nodes with inter-node communication are more than the ${String(mostNodes)} of a user-subscription account (${account.name})`,
        help: `write at most ${String(mostNodes)} nodes, or leave interNodeCommunication Disabled`,
      },
    ]
  },
}
