import { parseArmId } from '../../shared/arm-id.js'
import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['networkConfiguration', 'subnetId'] as const

export const subnetSubscription: OfflineRule = {
  id: 'pool/subnet-subscription',
  title: 'the subnet and the Batch account are in one subscription',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-virtual-network',
  needs: 'config',
  check: (config) => {
    const given = poolValue(config, ...path)
    const theirs = parseArmId(typeof given === 'string' ? given : '')?.subscriptionId
    const ours = parseArmId(config.pool?.account ?? '')?.subscriptionId
    if (theirs === undefined || ours === undefined) return []
    if (theirs.toLowerCase() === ours.toLowerCase()) return []
    const message = `the subnet is in subscription ${theirs}, the Batch account in ${ours}`
    const help = 'give a subnet of the subscription and region of the account'
    return [{ at: poolPath(...path), message, help }]
  },
}
