import { nodeGoal } from '../../model/pool-body.js'
import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['networkConfiguration', 'publicIPAddressConfiguration', 'ipAddressIds'] as const
const nodesPerAddress = 100

export const publicAddressesSuffice: OfflineRule = {
  id: 'pool/public-addresses-suffice',
  title:
    'there is a user-managed public IP address for every 100 dedicated or 100 low-priority nodes',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/create-pool-public-ip',
  needs: 'config',
  check: (config) => {
    const ids = poolValue(config, ...path)
    if (config.pool === undefined || !Array.isArray(ids) || ids.length === 0) return []
    const { targetDedicatedNodes: dedicated, targetLowPriorityNodes: low } = nodeGoal(
      config.pool,
      config.rollout,
    )
    const needed = Math.ceil(dedicated / nodesPerAddress) + Math.ceil(low / nodesPerAddress)
    if (ids.length >= needed) return []
    // Whether one address serves 100 of each kind at once, Azure's page leaves open.
    const isSure = Math.max(dedicated, low) > ids.length * nodesPerAddress
    const message = `${String(ids.length)} public IP addresses are too few for ${String(dedicated)} dedicated and ${String(low)} low-priority nodes`
    const help = `list ${String(needed)}: one for every ${String(nodesPerAddress)} nodes of a kind`
    return [
      { at: poolPath(...path), message, help, ...(!isSure && { severity: 'warning' as const }) },
    ]
  },
}
