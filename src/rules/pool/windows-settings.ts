import { isGiven, osOfPool, vmPath, vmValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

export const windowsSettings: OfflineRule = {
  id: 'pool/windows-settings',
  title: 'windowsConfiguration and licenseType are for nodes that run Windows',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#virtualmachineconfiguration',
  needs: 'config',
  check: (config) => {
    if (osOfPool(config) !== 'Linux') return []
    return ['windowsConfiguration', 'licenseType']
      .filter((key) => isGiven(vmValue(config, key)))
      .map((key) => ({
        at: vmPath(key),
        message: `${key} is given for nodes that run Linux`,
        help: 'remove it',
      }))
  },
}
