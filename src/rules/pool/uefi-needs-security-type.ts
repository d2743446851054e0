import { isJsonObject } from '../../shared/json.js'
import { isGiven, vmPath, vmValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

export const uefiNeedsSecurityType: OfflineRule = {
  id: 'pool/uefi-needs-security-type',
  title: 'secure boot and vTPM come with a security type',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#securityprofile',
  needs: 'config',
  check: (config) => {
    const profile = vmValue(config, 'securityProfile')
    if (!isJsonObject(profile) || isGiven(profile['securityType'])) return []
    const uefi = profile['uefiSettings']
    if (!isJsonObject(uefi) || !Object.values(uefi).includes(true)) return []
    return [
      {
        at: vmPath('securityProfile', 'uefiSettings'),
        message: 'uefiSettings are given, but no securityType',
        help: 'write securityType: trustedLaunch (or confidentialVM) beside uefiSettings',
      },
    ]
  },
}
