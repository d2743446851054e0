import { numberAt } from '../../shared/json-at.js'
import { coresInUse, quotaDocs, shortage } from '../quotas.js'
import type { AzureRule } from '../rule.js'

export const spotCoreQuota: AzureRule = {
  id: 'pool/spot-core-quota',
  title: "the nodes fit the account's quota of Spot (low-priority) cores",
  severity: 'error',
  docs: quotaDocs,
  needs: 'facts',
  reads: ['vmSizes', 'pools'],
  check: (config, facts) => {
    const { account } = facts.pool ?? {}
    const limit = numberAt(account?.properties, 'lowPriorityCoreQuota')
    if (account === undefined || limit === undefined) return []
    const used = coresInUse(facts, 'spot')
    const holder = `Batch account ${account.name}`
    return shortage(config, facts, { kind: 'spot', of: 'Spot cores', limit, used, holder })
  },
}
