import { isGiven, textsIn, vmPath, vmValue } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

const path = ['diskEncryptionConfiguration', 'customerManagedKey'] as const

export const encryptionKeyNeedsIdentity: OfflineRule = {
  id: 'pool/encryption-key-needs-identity',
  title:
    'a pool whose disks are encrypted with a key of its own has an identity, and OsDisk as a target',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#diskencryptionconfiguration',
  needs: 'config',
  check: (config) => {
    const { pool } = config
    if (!isGiven(vmValue(config, ...path))) return []
    const problems: Violation[] = []
    const type = pool?.identity?.['type']
    if (typeof type !== 'string' || type.toLowerCase() !== 'userassigned') {
      const message =
        'customerManagedKey is given, but the pool has no identity to read the key with'
      problems.push({
        at: vmPath(...path),
        message,
        help: 'give pool.identity of type UserAssigned',
      })
    }
    const targets = textsIn(vmValue(config, 'diskEncryptionConfiguration', 'targets'))
    if (!targets.some((target) => target.toLowerCase() === 'osdisk')) {
      const message = 'customerManagedKey is given, but OsDisk is not among the targets'
      problems.push({ at: vmPath(...path), message, help: 'add OsDisk to targets' })
    }
    return problems
  },
}
