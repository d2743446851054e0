import { valueOf } from '../../model/check-facts.js'
import { normaliseRegion, sameRegion } from '../../shared/region.js'
import { subnetOf, subnetPath } from '../pool-subnet.js'
import type { AzureRule } from '../rule.js'

export const subnetIsNear: AzureRule = {
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
}
