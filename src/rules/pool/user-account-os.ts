import { isGiven, osOfPool, poolItems } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

export const userAccountOs: OfflineRule = {
  id: 'pool/user-account-os',
  title: 'user accounts are configured for the operating system of the nodes',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#useraccount',
  needs: 'config',
  check: (config) => {
    const os = osOfPool(config)
    if (os === undefined) return []
    const foreign = os === 'Linux' ? 'windowsUserConfiguration' : 'linuxUserConfiguration'
    return poolItems(config, 'userAccounts').flatMap(({ at, item }): readonly Violation[] => {
      if (!isGiven(item[foreign])) return []
      const message = `${foreign} is given for nodes that run ${os}`
      const problem = { at: [...at, foreign], message, help: 'remove it' }
      // On Windows, Batch ignores what is for Linux; the other way round it refuses it.
      return [os === 'Windows' ? { ...problem, severity: 'warning' } : problem]
    })
  },
}
