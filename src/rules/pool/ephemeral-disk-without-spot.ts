import { nodeGoal } from '../../model/pool-body.js'
import { isGiven, poolPath, poolValue, vmPath, vmValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

export const ephemeralDiskWithoutSpot: OfflineRule = {
  id: 'pool/ephemeral-disk-without-spot',
  title: 'nodes with an ephemeral OS disk are dedicated',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/create-pool-ephemeral-os-disk',
  needs: 'config',
  check: (config) => {
    const { pool, rollout } = config
    if (pool === undefined || !isGiven(vmValue(config, 'osDisk', 'ephemeralOSDiskSettings'))) {
      return []
    }
    const { targetLowPriorityNodes: nodes, autoScale } = nodeGoal(pool, rollout)
    const help = 'ask for dedicated nodes only, or remove ephemeralOSDiskSettings'
    if (autoScale) {
      const formula = poolValue(config, 'scaleSettings', 'autoScale', 'formula')
      const isLow = typeof formula === 'string' && /\$TargetLowPriorityNodes\s*=/i.test(formula)
      const at = vmPath('osDisk', 'ephemeralOSDiskSettings')
      const message = 'the formula sets low-priority nodes, which have no ephemeral OS disks'
      return isLow ? [{ at, severity: 'warning', message, help }] : []
    }
    if (nodes === 0) return []
    const at = poolPath('scaleSettings', 'fixedScale', 'targetLowPriorityNodes')
    const message = `${String(nodes)} low-priority nodes are asked for, and none of them can have the ephemeral OS disk`
    return [{ at, message, help }]
  },
}
