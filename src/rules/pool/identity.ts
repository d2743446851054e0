import type { PoolConfig, RolloutConfig } from '../../inputs/config.js'
import { goalCounts, totalOf } from '../../model/node-counts.js'
import { nodeGoal } from '../../model/pool-body.js'
import { nameOfId, sameId } from '../../shared/arm-id.js'
import type { Path } from '../../shared/finding.js'
import { type Json, isJsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import { isGiven, textsIn, vmPath, vmValue } from '../kit/values.js'
import type { Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const path = ['diskEncryptionConfiguration', 'customerManagedKey'] as const

export const poolIdentityRules = rulesOn('config', [
  {
    id: 'pool/encryption-key-needs-identity',
    title:
      'disks are encrypted with a key of the customer, but the pool has no identity or OsDisk is no target',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#diskencryptionconfiguration',
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
  },
  {
    id: 'pool/identity-references-are-assigned',
    title: 'the pool refers to an identity that it does not have',
    docs: 'https://learn.microsoft.com/azure/batch/managed-identity-pools',
    check: ({ pool, rollout }) => {
      // Batch takes such a pool: its nodes are what fails.
      const severity = pool !== undefined && hasNoNodes(pool, rollout) ? 'warning' : 'error'
      const assigned = pool?.identity?.['userAssignedIdentities']
      const ids = isJsonObject(assigned) ? Object.keys(assigned) : []
      const references = referencesIn(pool?.properties, ['pool', 'properties'])
      const [first] = references
      if (pool?.identity === undefined && first !== undefined) {
        const names = [...new Set(references.map(({ id }) => showValue(nameOfId(id))))]
        const message = `pool.identity is missing: parts of the pool sign in with ${names.join(' and ')}, and its nodes cannot`
        const help =
          'add pool.identity: { type: UserAssigned, userAssignedIdentities: { <ID>: {} } }'
        return { at: first.at, severity, message, help }
      }
      return references.flatMap(({ at, id }) => {
        if (ids.some((one) => sameId(one, id))) return []
        const message = `the pool refers to identity ${showValue(nameOfId(id))}, which is not one of its own: its nodes cannot sign in with it`
        const help =
          'add it to pool.identity: { type: UserAssigned, userAssignedIdentities: { <ID>: {} } }'
        return { at, severity, message, help }
      })
    },
  },
])

function hasNoNodes(pool: PoolConfig, rollout: RolloutConfig | undefined): boolean {
  const goal = nodeGoal(pool, rollout)
  return !goal.autoScale && totalOf(goalCounts(goal)) === 0
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
