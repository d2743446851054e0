import { isGiven, vmPath, vmValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['osDisk', 'managedDisk', 'securityProfile', 'securityEncryptionType'] as const

export const confidentialDisk: OfflineRule = {
  id: 'pool/confidential-disk',
  title: 'confidential VMs, and only they, say how their disk state is encrypted',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#vmdisksecurityprofile',
  needs: 'config',
  check: (config) => {
    const type = vmValue(config, 'securityProfile', 'securityType')
    const isConfidential = typeof type === 'string' && type.toLowerCase() === 'confidentialvm'
    const isStated = isGiven(vmValue(config, ...path))
    if (isConfidential === isStated) return []
    if (isConfidential) {
      const message =
        'securityType is confidentialVM, and the OS disk has no securityEncryptionType'
      const help =
        'write osDisk: { managedDisk: { securityProfile: { securityEncryptionType: VMGuestStateOnly } } }, or NonPersistedTPM'
      return [{ at: vmPath('securityProfile', 'securityType'), message, help }]
    }
    const message = 'securityEncryptionType is for confidential VMs only'
    const help = 'remove it, or write securityProfile: { securityType: confidentialVM }'
    return [{ at: vmPath(...path), message, help }]
  },
}
