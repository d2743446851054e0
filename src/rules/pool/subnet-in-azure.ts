import { valueOf } from '../../model/check-facts.js'
import { normaliseRegion, sameRegion } from '../../shared/region.js'
import { addressesLeaving } from '../kit/leaving-pool.js'
import { growthOf } from '../kit/quotas.js'
import { freeAddresses, subnetOf, subnetPath } from '../kit/subnet.js'
import type { Rule } from '../rule.js'

export const poolSubnetInAzureRules: readonly Rule[] = [
  {
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
  },
  {
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
      const isFormulas = kinds.some((growth) => growth?.isFormulas === true)
      if (subnet === undefined || free === undefined || wanted <= free) return []
      return [
        {
          at: subnetPath,
          message: `${isFormulas ? 'the formula can ask for ' : ''}${String(wanted)} ${isFormulas ? 'more nodes, which' : 'nodes'} need an address each, subnet ${subnet.name} (${subnet.addressPrefixes.join(', ')}) has ${String(free)} free: Azure keeps 5, ${String(addressesInUse)} are in use`,
          help: `name a larger subnet, or write at most ${String(free)} more nodes`,
          severity: least > free ? 'error' : 'warning',
        },
      ]
    },
  },
  {
    id: 'pool/subnet-is-near',
    title: "the pool's subnet is in the region of the Batch account",
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/batch/batch-virtual-network',
    needs: 'facts',
    reads: ['network'],
    check: (config, facts) => {
      const theirs = valueOf(facts.checks?.network)?.location
      const ours = facts.pool?.account?.location
      const found = subnetOf(config, facts)
      if (found === undefined || theirs === undefined || ours === undefined) return []
      if (theirs === '' || sameRegion(theirs, ours)) return []
      return [
        {
          at: subnetPath,
          message: `virtual network ${found.networkName} is in ${normaliseRegion(theirs)}, the Batch account in ${normaliseRegion(ours)}`,
          help: `name a subnet in ${normaliseRegion(ours)}, or an account in ${normaliseRegion(theirs)}`,
        },
      ]
    },
  },
  {
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
  },
]
