import { objectAt } from '../../shared/json-at.js'
import { isGiven, poolItems } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const keys = ['uid', 'gid'] as const

export const userAccountIds: OfflineRule = {
  id: 'pool/user-account-ids',
  title: 'a Linux user account has both uid and gid, or neither',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#linuxuserconfiguration',
  needs: 'config',
  check: (config) =>
    poolItems(config, 'userAccounts').flatMap(({ at, item }) => {
      const linux = objectAt(item, 'linuxUserConfiguration') ?? {}
      const [given, ...others] = keys.filter((key) => isGiven(linux[key]))
      if (given === undefined || others.length > 0) return []
      const missing = given === 'uid' ? 'gid' : 'uid'
      const message = `${given} is given without ${missing}`
      const help = `give ${missing} as well, or remove ${given}`
      return [{ at: [...at, 'linuxUserConfiguration', given], message, help }]
    }),
}
