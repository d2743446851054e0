import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

export const poolName: OfflineRule = {
  id: 'config/pool-name',
  title: 'the name of the pool is a name that Batch takes',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#uri-parameters',
  needs: 'config',
  check: ({ pool }) => {
    const name = pool?.name
    if (name === undefined || /^[a-zA-Z0-9_-]{1,64}$/.test(name)) return []
    const help = 'use 1 to 64 letters, digits, _ and -'
    const [account, rest, ...more] = name.split('/')
    const isNested = account !== '' && rest !== undefined && more.length === 0
    return [
      {
        at: ['pool', 'name'],
        message: `${showValue(name)} is not a valid pool name`,
        help: isNested ? `write ${showValue(rest)}; the account has an input of its own` : help,
      },
    ]
  },
}
