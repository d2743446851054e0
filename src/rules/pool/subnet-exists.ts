import { subnetOf, subnetPath } from '../pool-subnet.js'
import type { AzureRule } from '../rule.js'

export const subnetExists: AzureRule = {
  id: 'pool/subnet-exists',
  title: "the pool's subnet exists",
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-virtual-network',
  needs: 'facts',
  reads: ['network', 'networkGroup'],
  check: (config, facts) => {
    const found = subnetOf(config, facts)
    const { network, networkGroup } = facts.checks ?? {}
    if (found === undefined || network === undefined || network.kind === 'unreadable') return []
    const { id, networkName, subnet } = found
    if (network.kind === 'found' && subnet !== undefined) return []
    const names = network.kind === 'found' ? network.value.subnets.map(({ name }) => name) : []
    // Where even the group is not told, this Azure may know nothing of networks: a private cloud's need not.
    const isSure = network.kind === 'found' || networkGroup?.kind === 'found'
    return [
      {
        at: subnetPath,
        severity: isSure ? 'error' : 'warning',
        message:
          network.kind === 'missing'
            ? `there is no virtual network ${networkName} in resource group ${id.resourceGroup}`
            : `virtual network ${networkName} has no subnet ${id.name}`,
        help:
          names.length === 0
            ? 'check the subnetId, or create the subnet'
            : `it has ${names.join(', ')}: check the subnetId, or create the subnet`,
      },
    ]
  },
}
