import { hasType, parseArmId } from '../../shared/arm-id.js'
import { isJsonArray, type Json } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

const path = ['networkConfiguration', 'publicIPAddressConfiguration'] as const
const type = 'Microsoft.Network/publicIPAddresses'

export const publicAddressesAreGiven: OfflineRule = {
  id: 'pool/public-addresses-are-given',
  title: 'user-managed public IP addresses are listed by their IDs, and no others are',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/create-pool-public-ip',
  needs: 'config',
  check: (config) => {
    const provision = poolValue(config, ...path, 'provision')
    const ids = poolValue(config, ...path, 'ipAddressIds')
    const isOwn = typeof provision === 'string' && provision.toLowerCase() === 'usermanaged'
    const given = isJsonArray(ids) ? ids : []
    if (isOwn && given.length === 0) {
      const message = 'provision is UserManaged, and no public IP address is listed'
      return [{ at: poolPath(...path), message, help: 'list their IDs in ipAddressIds' }]
    }
    if (!isOwn && given.length > 0) {
      const message = `ipAddressIds are given, and provision is ${typeof provision === 'string' ? provision : 'BatchManaged'}`
      const help = 'write provision: UserManaged, or remove ipAddressIds'
      return [{ at: poolPath(...path, 'ipAddressIds'), message, help }]
    }
    return given.flatMap((id, index) => malformed(id, index))
  },
}

function malformed(text: Json, index: number): readonly Violation[] {
  if (typeof text !== 'string') return []
  const id = parseArmId(text)
  if (id !== undefined && hasType(id, type)) return []
  const message = `${showValue(text)} is not the ID of a public IP address`
  const help =
    'write /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/publicIPAddresses/…'
  return [{ at: poolPath(...path, 'ipAddressIds', index), message, help }]
}
