import { isJsonObject } from '../../shared/json.js'
import { jsonAt, numberAt, textAt } from '../../shared/json-at.js'
import { coresInUse, quotaDocs, shortage } from '../quotas.js'
import type { LiveRule } from '../rule.js'
import { sizeOfPool } from '../offered-size.js'

export const familyCoreQuota: LiveRule = {
  id: 'pool/family-core-quota',
  title: "the nodes fit the account's core quota for the family of their VM size",
  severity: 'error',
  docs: quotaDocs,
  needs: 'facts',
  reads: ['vmSizes', 'pools'],
  check: (config, facts) => {
    const { account } = facts.pool ?? {}
    const size = sizeOfPool(config, facts)
    if (account === undefined || size === undefined) return []
    if (jsonAt(account.properties, 'dedicatedCoreQuotaPerVMFamilyEnforced') !== true) return []
    const families = jsonAt(account.properties, 'dedicatedCoreQuotaPerVMFamily')
    const own = (Array.isArray(families) ? families : [])
      .filter(isJsonObject)
      .find((family) => textAt(family, 'name')?.toLowerCase() === size.family.toLowerCase())
    const limit = numberAt(own, 'coreQuota')
    if (limit === undefined) return []
    const used = coresInUse(facts, 'dedicated', size.family)
    const holder = `Batch account ${account.name}`
    return shortage(config, facts, { kind: 'dedicated', of: size.family, limit, used, holder })
  },
}
