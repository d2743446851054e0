import { parseArmId } from '../../shared/arm-id.js'
import { isJsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

const types = ['UserAssigned', 'None']

export const poolIdentity: OfflineRule = {
  id: 'config/pool-identity',
  title: 'the identity of a pool is user-assigned',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/managed-identity-pools',
  needs: 'config',
  check: ({ pool }) => {
    const identity = pool?.identity
    if (identity === undefined || Object.keys(identity).length === 0) return []
    const { type, userAssignedIdentities: assigned } = identity
    if (typeof type !== 'string' || !types.some((known) => isSame(known, type))) {
      const message =
        type === undefined
          ? 'the identity of the pool has no type'
          : `the identity of the pool is of type ${showValue(type)}, which pools cannot have`
      return [{ at: ['pool', 'identity', 'type'], message, help: `write ${types.join(' or ')}` }]
    }
    if (!isJsonObject(assigned)) return []
    return Object.keys(assigned).flatMap((id) => {
      if (parseArmId(id) !== undefined) return []
      const message = `${showValue(id)} is not the resource ID of an identity`
      const help =
        'give /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/…'
      return [{ at: ['pool', 'identity', 'userAssignedIdentities', id], message, help }]
    })
  },
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
