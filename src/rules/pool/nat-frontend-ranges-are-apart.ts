import { showValue } from '../../shared/show-value.js'
import { frontendRange, natPools } from '../nat-pools.js'
import type { OfflineRule } from '../rule.js'

export const natFrontendRangesAreApart: OfflineRule = {
  id: 'pool/nat-frontend-ranges-are-apart',
  title: 'no two inbound NAT pools share a frontend port',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#inboundnatpool',
  needs: 'config',
  check: (config) => {
    const pools = natPools(config).flatMap((pool) => {
      const range = frontendRange(pool)
      return range === undefined ? [] : [{ ...pool, ...range }]
    })
    return pools.flatMap(({ at, start, end }, index) => {
      const other = pools.slice(0, index).find((pool) => pool.start <= end && start <= pool.end)
      if (other === undefined) return []
      const theirs = `${String(other.start)} to ${String(other.end)} of ${showValue(other.item['name'] ?? 'an earlier NAT pool')}`
      const message = `frontend ports ${String(start)} to ${String(end)} overlap with ${theirs}`
      const help = 'give each NAT pool a range of its own'
      return [{ at: [...at, 'frontendPortRangeStart'], message, help }]
    })
  },
}
