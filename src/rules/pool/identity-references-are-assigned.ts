import { isJsonObject, type Json } from '../../shared/json.js'
import type { Path } from '../../shared/finding.js'
import { nameOfId, sameId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

export const identityReferencesAreAssigned: OfflineRule = {
  id: 'pool/identity-references-are-assigned',
  title: 'identities that the pool refers to are identities of the pool',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/managed-identity-pools',
  needs: 'config',
  check: ({ pool }) => {
    const assigned = pool?.identity?.['userAssignedIdentities']
    const ids = isJsonObject(assigned) ? Object.keys(assigned) : []
    return referencesIn(pool?.properties, ['pool', 'properties']).flatMap(({ at, id }) => {
      if (ids.some((one) => sameId(one, id))) return []
      const message = `the pool refers to identity ${showValue(nameOfId(id))}, which is not one of its own`
      const help =
        'add it to pool.identity: { type: UserAssigned, userAssignedIdentities: { <ID>: {} } }'
      return [{ at, message, help }]
    })
  },
}

interface Reference {
  readonly at: Path
  readonly id: string
}

function referencesIn(value: Json | undefined, at: Path): readonly Reference[] {
  if (Array.isArray(value)) {
    const items: readonly Json[] = value
    return items.flatMap((item, index) => referencesIn(item, [...at, index]))
  }
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, held]) => {
    if (key !== 'identityReference' || !isJsonObject(held)) return referencesIn(held, [...at, key])
    const id = held['resourceId']
    return typeof id === 'string' && id !== '' ? [{ at: [...at, key, 'resourceId'], id }] : []
  })
}
