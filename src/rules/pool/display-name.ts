import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const longest = 1024

export const displayName: OfflineRule = {
  id: 'pool/display-name',
  title: 'displayName has at most 1024 characters',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#request-body',
  needs: 'config',
  check: (config) => {
    const name = poolValue(config, 'displayName')
    if (typeof name !== 'string' || name.length <= longest) return []
    const message = `displayName has ${String(name.length)} characters`
    return [{ at: poolPath('displayName'), message, help: `use at most ${String(longest)}` }]
  },
}
