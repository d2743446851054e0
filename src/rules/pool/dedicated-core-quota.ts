import { numberAt } from '../../shared/json-at.js'
import { coresInUse, quotaDocs, shortage } from '../quotas.js'
import type { AzureRule } from '../rule.js'

export const dedicatedCoreQuota: AzureRule = {
  id: 'pool/dedicated-core-quota',
  title: "the nodes fit the account's quota of dedicated cores",
  severity: 'error',
  docs: quotaDocs,
  needs: 'facts',
  reads: ['vmSizes', 'pools'],
  check: (config, facts) => {
    const { account } = facts.pool ?? {}
    const limit = numberAt(account?.properties, 'dedicatedCoreQuota')
    if (account === undefined || limit === undefined) return []
    const used = coresInUse(facts, 'dedicated')
    const holder = `Batch account ${account.name}`
    return shortage(config, facts, {
      kind: 'dedicated',
      of: 'dedicated cores',
      limit,
      used,
      holder,
    })
  },
}
