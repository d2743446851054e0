import { isJsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import { isGiven, poolItems, poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['startTask', 'userIdentity'] as const

export const startTaskUser: OfflineRule = {
  id: 'pool/start-task-user',
  title: 'the start task runs as one user, and one that the pool has',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-user-accounts',
  needs: 'config',
  check: (config) => {
    const identity = poolValue(config, ...path)
    if (!isJsonObject(identity)) return []
    const { userName, autoUser } = identity
    const at = poolPath(...path, 'userName')
    if (isGiven(userName) && isGiven(autoUser)) {
      const message = 'userName and autoUser exclude each other'
      return [{ at, message, help: 'keep one of them' }]
    }
    if (typeof userName !== 'string' || userName === '') return []
    const names = poolItems(config, 'userAccounts').map(({ item: { name } }) => name)
    if (names.includes(userName)) return []
    const message = `the start task runs as ${showValue(userName)}, and the pool has no user account of that name`
    return [{ at, severity: 'warning', message, help: 'add it to userAccounts, or write autoUser' }]
  },
}
