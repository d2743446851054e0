import { addressesLeaving } from '../leaving-pool.js'
import { growthOf } from '../quotas.js'
import { freeAddresses, subnetOf, subnetPath } from '../pool-subnet.js'
import type { AzureRule } from '../rule.js'

export const subnetHasAddresses: AzureRule = {
  id: 'pool/subnet-has-addresses',
  title: "the pool's subnet has an address for every node",
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-virtual-network',
  needs: 'facts',
  reads: ['network'],
  check: (config, facts) => {
    const { subnet } = subnetOf(config, facts) ?? {}
    const addressesInUse = Math.max(
      0,
      (subnet?.addressesInUse ?? 0) - addressesLeaving(config, facts),
    )
    const free = subnet && freeAddresses({ ...subnet, addressesInUse })
    const kinds = [growthOf(config, facts, 'dedicated'), growthOf(config, facts, 'spot')]
    const wanted = kinds.reduce((sum, growth) => sum + (growth?.wanted ?? 0), 0)
    const least = kinds.reduce((sum, growth) => sum + (growth?.least ?? 0), 0)
    if (subnet === undefined || free === undefined || wanted <= free) return []
    return [
      {
        at: subnetPath,
        message: `${String(wanted)} nodes need an address each, subnet ${subnet.name} (${subnet.addressPrefixes.join(', ')}) has ${String(free)} free: Azure keeps 5, ${String(addressesInUse)} are in use`,
        help: `name a larger subnet, or write at most ${String(free)} more nodes`,
        severity: least > free ? 'error' : 'warning',
      },
    ]
  },
}
