import { textAt } from '../../shared/json-at.js'
import type { OfflineRule, Violation } from '../rule.js'

export const poolIsComplete: OfflineRule = {
  id: 'config/pool-is-complete',
  title: 'a pool has an account, a name and a VM size',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create',
  needs: 'config',
  check: ({ pool }) => {
    if (pool === undefined) return []
    const problems: Violation[] = []
    if (pool.account === undefined) {
      problems.push({
        at: ['pool'],
        message: 'the pool has no Batch account',
        help: 'give batch-account (pool.account): the ID of the account, or its name in resource-group',
      })
    }
    if (pool.name === undefined) {
      problems.push({
        at: ['pool'],
        message: 'the pool has no name',
        help: 'give pool-name (pool.name)',
      })
    }
    if (textAt(pool.properties, 'vmSize') === undefined) {
      problems.push({
        at: ['pool', 'properties', 'vmSize'],
        message: 'the pool has no VM size',
        help: 'give vm-size (pool.properties.vmSize), for example Standard_D4s_v5',
      })
    }
    return problems
  },
}
