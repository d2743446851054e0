import { subnetOf, subnetPath } from '../pool-subnet.js'
import type { AzureRule } from '../rule.js'

export const subnetIsNotDelegated: AzureRule = {
  id: 'pool/subnet-is-not-delegated',
  title: "the pool's subnet is delegated to no other service",
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-virtual-network',
  needs: 'facts',
  reads: ['network'],
  check: (config, facts) => {
    const { subnet } = subnetOf(config, facts) ?? {}
    if (subnet === undefined || subnet.delegations.length === 0) return []
    return [
      {
        at: subnetPath,
        message: `subnet ${subnet.name} is delegated to ${subnet.delegations.join(', ')}: Batch cannot place nodes in it`,
        help: 'name a subnet without delegations, or remove the delegation',
      },
    ]
  },
}
