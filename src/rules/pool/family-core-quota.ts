import type { VmSize } from '../../ports/azure.js'
import { jsonAt, numberAt, objectsAt, textAt } from '../../shared/json-at.js'
import { coresInUse, growthOf, quotaDocs, shortage, targetPath } from '../quotas.js'
import type { AzureRule, Violation } from '../rule.js'
import { sizeOfPool } from '../offered-size.js'

export const familyCoreQuota: AzureRule = {
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
    const listed = objectsAt(account.properties, 'dedicatedCoreQuotaPerVMFamily')
    const own = listed.find(
      (family) => textAt(family, 'name')?.toLowerCase() === size.family.toLowerCase(),
    )
    const limit = numberAt(own, 'coreQuota')
    if (limit === undefined) {
      // An account lists the families that it has a quota for; whether the others are 0 is not documented.
      const wants = (growthOf(config, facts, 'dedicated')?.wanted ?? 0) > 0
      return listed.length > 0 && wants ? [unlisted(account.name, size)] : []
    }
    const used = coresInUse(facts, 'dedicated', size.family)
    const holder = `Batch account ${account.name}`
    const { family } = size
    return shortage(config, facts, { kind: 'dedicated', of: family, family, limit, used, holder })
  },
}

function unlisted(account: string, { name, family }: VmSize): Violation {
  return {
    at: targetPath('dedicated'),
    message: `Batch account ${account} enforces core quotas by family and lists none for ${family}, the family of ${name}`,
    help: `ask for quota for ${family}, or choose a VM size of a family that has some`,
    severity: 'warning',
  }
}
