import { natRules } from '../nat-pools.js'
import type { OfflineRule } from '../rule.js'

const most = 25

export const natRuleCount: OfflineRule = {
  id: 'pool/nat-rule-count',
  title: 'the inbound NAT pools of a pool have at most 25 network security group rules in all',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#inboundnatpool',
  needs: 'config',
  check: (config) => {
    const rules = natRules(config)
    return rules.slice(most, most + 1).map(({ at }) => ({
      at,
      message: `${String(rules.length)} network security group rules are more than the ${String(most)} that all endpoints of a pool can have`,
      help: `keep at most ${String(most)}; one rule can name a whole subnet`,
    }))
  },
}
