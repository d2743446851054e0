import { natPools } from '../nat-pools.js'
import type { OfflineRule } from '../rule.js'

const most = 5

export const natPoolCount: OfflineRule = {
  id: 'pool/nat-pool-count',
  title: 'a pool has at most 5 inbound NAT pools',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#poolendpointconfiguration',
  needs: 'config',
  check: (config) => {
    const pools = natPools(config)
    return pools.slice(most, most + 1).map(({ at }) => ({
      at,
      message: `${String(pools.length)} inbound NAT pools are more than the ${String(most)} that a pool can have`,
      help: `keep at most ${String(most)}`,
    }))
  },
}
