import { nodeGoal } from '../../model/pool-body.js'
import type { OfflineRule, Violation } from '../rule.js'

export const minimumWithinTarget: OfflineRule = {
  id: 'config/minimum-within-target',
  title: 'the nodes that a pool must get are not more than the nodes that it asks for',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#fixedscalesettings',
  needs: 'config',
  check: ({ pool, rollout }) => {
    const { minDedicatedNodes, minLowPriorityNodes } = rollout ?? {}
    if (pool === undefined) return withoutPool(minDedicatedNodes ?? minLowPriorityNodes)
    const goal = nodeGoal(pool, rollout)
    if (goal.autoScale) return []
    return [
      ...compare('dedicated', minDedicatedNodes, goal.targetDedicatedNodes),
      ...compare('low-priority', minLowPriorityNodes, goal.targetLowPriorityNodes),
    ]
  },
}

function compare(
  kind: 'dedicated' | 'low-priority',
  least: number | undefined,
  target: number,
): readonly Violation[] {
  if (least === undefined || least <= target) return []
  const key = kind === 'dedicated' ? 'minDedicatedNodes' : 'minLowPriorityNodes'
  return [
    {
      at: ['rollout', key],
      message: `min-${kind}-nodes is ${String(least)}, more than the ${String(target)} that the pool asks for`,
      help: `lower it, or raise target-${kind}-nodes`,
    },
  ]
}

function withoutPool(least: number | undefined): readonly Violation[] {
  if (least === undefined) return []
  return [
    {
      at: ['rollout'],
      severity: 'warning',
      message: 'a minimum of nodes is given, but no pool',
      help: 'give the pool, or remove the minimum',
    },
  ]
}
