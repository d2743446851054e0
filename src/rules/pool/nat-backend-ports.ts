import { natPools } from '../nat-pools.js'
import { repeated } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

const highest = 65_535
/** The node agent listens there. */
const reserved = [29_876, 29_877]

export const natBackendPorts: OfflineRule = {
  id: 'pool/nat-backend-ports',
  title: 'backend ports are distinct, from 1 to 65535 without 29876 and 29877',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#inboundnatpool',
  needs: 'config',
  check: (config) => {
    const pools = natPools(config)
    const refused = pools.flatMap(({ at, item: { backendPort: port } }): readonly Violation[] => {
      if (typeof port !== 'number') return []
      const isPort = port >= 1 && port <= highest
      if (isPort && !reserved.includes(port)) return []
      const message = isPort
        ? `backend port ${String(port)} is one that Batch keeps for itself`
        : `${String(port)} is not a port`
      const help = `write a port from 1 to ${String(highest)} other than ${reserved.join(' and ')}`
      return [{ at: [...at, 'backendPort'], message, help }]
    })
    const twice = repeated(pools, 'backendPort').map(({ at, value }) => ({
      at,
      message: `backend port ${String(value)} has more than one NAT pool`,
      help: 'give each NAT pool a backend port of its own',
    }))
    return [...refused, ...twice]
  },
}
