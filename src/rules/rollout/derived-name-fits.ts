import { longestWholeName } from '../../plan/rollout/derived-name.js'
import type { OfflineRule } from '../rule.js'

export const derivedNameFits: OfflineRule = {
  id: 'rollout/derived-name-fits',
  title: 'the name of a pool leaves room for what tells its successors apart',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#uri-parameters',
  needs: 'config',
  check: ({ pool, rollout }) => {
    const name = pool?.name ?? ''
    if (rollout?.onExistingPool !== 'blue-green' || name.length <= longestWholeName) return []
    return [
      {
        at: ['pool', 'name'],
        message: `pool names end at 64 characters: pools that take over from ${name} are called ${name.slice(0, longestWholeName)}-…`,
        help: `choose a name of at most ${String(longestWholeName)} characters`,
      },
    ]
  },
}
