import { valueOf } from '../../model/check-facts.js'
import { normaliseRegion } from '../../shared/region.js'
import type { NodeKind } from '../leaving-pool.js'
import { shortage } from '../quotas.js'
import type { AzureRule } from '../rule.js'
import { sizeOfPool } from '../offered-size.js'

export const subscriptionCoreQuota: AzureRule = {
  id: 'pool/subscription-core-quota',
  title: "in a user-subscription account the nodes fit the subscription's core quotas",
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/quotas',
  needs: 'facts',
  reads: ['vmSizes', 'usages'],
  check: (config, facts) => {
    const usages = valueOf(facts.checks?.usages) ?? []
    const size = sizeOfPool(config, facts)
    if (size === undefined) return []
    const region = normaliseRegion(facts.pool?.account?.location ?? '')
    const wanted: readonly (readonly [NodeKind, string, string])[] = [
      ['dedicated', 'cores', 'regional cores'],
      ['dedicated', size.family, size.family],
      ['spot', 'lowPriorityCores', 'Spot cores'],
    ]
    return wanted.flatMap(([kind, name, of]) => {
      const usage = usages.find((one) => one.name.toLowerCase() === name.toLowerCase())
      if (usage === undefined) return []
      const { limit, used } = usage
      const holder = `the subscription in ${region}`
      const family = name === size.family ? { family: name } : {}
      return shortage(config, facts, { kind, of, ...family, limit, used, holder })
    })
  },
}
