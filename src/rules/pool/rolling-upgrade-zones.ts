import { isGiven, poolPath, poolValue, vmValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['upgradePolicy', 'rollingUpgradePolicy', 'enableCrossZoneUpgrade'] as const

export const rollingUpgradeZones: OfflineRule = {
  id: 'pool/rolling-upgrade-zones',
  title: 'enableCrossZoneUpgrade is for pools whose nodes are placed by zone',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-upgrade-policy',
  needs: 'config',
  check: (config) => {
    if (!isGiven(poolValue(config, ...path))) return []
    const policy = vmValue(config, 'nodePlacementConfiguration', 'policy')
    if (typeof policy === 'string' && policy.toLowerCase() === 'zonal') return []
    return [
      {
        at: poolPath(...path),
        message: `enableCrossZoneUpgrade is given, and the nodes are placed ${typeof policy === 'string' ? policy : 'Regional'}`,
        help: 'remove it, or write nodePlacementConfiguration: { policy: Zonal }',
      },
    ]
  },
}
