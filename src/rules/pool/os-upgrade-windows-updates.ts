import { osOfPool, poolPath, poolValue, vmValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['upgradePolicy', 'automaticOSUpgradePolicy', 'enableAutomaticOSUpgrade'] as const

export const osUpgradeWindowsUpdates: OfflineRule = {
  id: 'pool/os-upgrade-windows-updates',
  title: 'Windows nodes are upgraded by Batch or update themselves, not both',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-upgrade-policy',
  needs: 'config',
  check: (config) => {
    if (poolValue(config, ...path) !== true || osOfPool(config) !== 'Windows') return []
    const updates = vmValue(config, 'windowsConfiguration', 'enableAutomaticUpdates')
    if (updates === false) return []
    return [
      {
        at: poolPath(...path),
        message: 'enableAutomaticOSUpgrade is on, and so are automatic updates of Windows',
        help: 'write windowsConfiguration: { enableAutomaticUpdates: false }',
        // Left out, they are on; whether Batch minds that as well, its page does not say.
        ...(updates === undefined && { severity: 'warning' as const }),
      },
    ]
  },
}
