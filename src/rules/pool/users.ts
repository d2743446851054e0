import { objectAt } from '../../shared/json-at.js'
import { showValue } from '../../shared/show-value.js'
import { givenTwice } from '../kit/lists.js'
import { isGiven, osOfPool, poolItems } from '../kit/values.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const keys = ['uid', 'gid'] as const
const longest = 20

export const poolUsersRules = rulesOn('config', [
  {
    id: 'pool/user-account-ids',
    title: 'a Linux user account has only one of uid and gid',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#linuxuserconfiguration',
    check: (config) =>
      poolItems(config, 'userAccounts').flatMap(({ at, item }) => {
        const linux = objectAt(item, 'linuxUserConfiguration') ?? {}
        const [given, ...others] = keys.filter((key) => isGiven(linux[key]))
        if (given === undefined || others.length > 0) return []
        const missing = given === 'uid' ? 'gid' : 'uid'
        const message = `${given} is given without ${missing}`
        const help = `give ${missing} as well, or remove ${given}`
        return { at: [...at, 'linuxUserConfiguration', given], message, help }
      }),
  },
  {
    id: 'pool/user-account-names',
    title: 'two user accounts share a name, or one is longer than 20 characters',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#useraccount',
    check: (config) => {
      const accounts = poolItems(config, 'userAccounts')
      const refused = accounts.flatMap(({ at, item: { name } }): Found => {
        if (typeof name !== 'string') return []
        const { length } = name
        if (length > 0 && length <= longest) return []
        const message =
          length === 0
            ? 'a user account has an empty name'
            : `the name ${showValue(name)} has ${String(length)} characters`
        return { at: [...at, 'name'], message, help: `use 1 to ${String(longest)} characters` }
      })
      const twice = givenTwice(accounts, 'name', {
        says: (name) => `more than one user account is called ${name}`,
        help: 'give each a name of its own',
      })
      return [refused, twice]
    },
  },
  {
    id: 'pool/user-account-os',
    title: 'a user account is configured for another operating system than that of the nodes',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#useraccount',
    check: (config) => {
      const os = osOfPool(config)
      if (os === undefined) return []
      const foreign = os === 'Linux' ? 'windowsUserConfiguration' : 'linuxUserConfiguration'
      return poolItems(config, 'userAccounts').flatMap(({ at, item }): Found => {
        if (!isGiven(item[foreign])) return []
        const message = `${foreign} is given for nodes that run ${os}`
        const problem = { at: [...at, foreign], message, help: 'remove it' }
        // On Windows, Batch ignores what is for Linux; the other way round it refuses it.
        return os === 'Windows' ? { ...problem, severity: 'warning' } : problem
      })
    },
  },
])
