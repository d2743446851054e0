import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['scaleSettings', 'autoScale', 'formula'] as const

export const formulaSetsTargets: OfflineRule = {
  id: 'pool/formula-sets-targets',
  title: 'an autoscale formula sets a number of nodes',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-automatic-scaling#variables',
  needs: 'config',
  check: (config) => {
    const formula = poolValue(config, ...path)
    if (typeof formula !== 'string' || formula.trim() === '') return []
    // $TargetDedicated is what the first of them was called once.
    if (/\$Target(Dedicated|LowPriority)(Nodes)?\s*=(?!=)/i.test(formula)) return []
    return [
      {
        at: poolPath(...path),
        message: 'the formula sets neither $TargetDedicatedNodes nor $TargetLowPriorityNodes',
        help: 'end it with, for example, $TargetDedicatedNodes = min(10, $PendingTasks.GetSample(1));',
      },
    ]
  },
}
