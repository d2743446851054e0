import { showValue } from '../../shared/show-value.js'
import { poolItems, repeated } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

const longest = 20

export const userAccountNames: OfflineRule = {
  id: 'pool/user-account-names',
  title: 'user accounts have names of their own, of at most 20 characters',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#useraccount',
  needs: 'config',
  check: (config) => {
    const accounts = poolItems(config, 'userAccounts')
    const refused = accounts.flatMap(({ at, item: { name } }): readonly Violation[] => {
      if (typeof name !== 'string') return []
      const { length } = name
      if (length > 0 && length <= longest) return []
      const message =
        length === 0
          ? 'a user account has an empty name'
          : `the name ${showValue(name)} has ${String(length)} characters`
      return [{ at: [...at, 'name'], message, help: `use 1 to ${String(longest)} characters` }]
    })
    const twice = repeated(accounts, 'name').map(({ at, value }) => ({
      at,
      message: `more than one user account is called ${showValue(value)}`,
      help: 'give each a name of its own',
    }))
    return [...refused, ...twice]
  },
}
