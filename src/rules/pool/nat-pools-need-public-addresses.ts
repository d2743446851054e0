import { natPools } from '../nat-pools.js'
import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['networkConfiguration', 'publicIPAddressConfiguration', 'provision'] as const

export const natPoolsNeedPublicAddresses: OfflineRule = {
  id: 'pool/nat-pools-need-public-addresses',
  title: 'a pool without public IP addresses has no inbound NAT pools',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/simplified-node-communication-pool-no-public-ip',
  needs: 'config',
  check: (config) => {
    const provision = poolValue(config, ...path)
    if (typeof provision !== 'string' || natPools(config).length === 0) return []
    if (provision.toLowerCase() !== 'nopublicipaddresses') return []
    return [
      {
        at: poolPath(...path),
        message: `provision is ${provision}, and the pool has inbound NAT pools, which need a public address`,
        help: 'remove endpointConfiguration, or write provision: BatchManaged',
      },
    ]
  },
}
