import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['upgradePolicy', 'rollingUpgradePolicy'] as const

export const rollingUpgradeBatches: OfflineRule = {
  id: 'pool/rolling-upgrade-batches',
  title: 'a batch of a rolling upgrade is no larger than the share of nodes that may be unhealthy',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-upgrade-policy',
  needs: 'config',
  check: (config) => {
    const batch = poolValue(config, ...path, 'maxBatchInstancePercent')
    const unhealthy = poolValue(config, ...path, 'maxUnhealthyInstancePercent')
    if (typeof batch !== 'number' || typeof unhealthy !== 'number' || batch <= unhealthy) return []
    return [
      {
        at: poolPath(...path, 'maxBatchInstancePercent'),
        message: `maxBatchInstancePercent ${String(batch)} is more than maxUnhealthyInstancePercent ${String(unhealthy)}`,
        help: `write at most ${String(unhealthy)}, or raise maxUnhealthyInstancePercent`,
      },
    ]
  },
}
