import { natRules } from '../nat-pools.js'
import { repeated } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

const [least, most] = [150, 4096]

export const natRulePriorities: OfflineRule = {
  id: 'pool/nat-rule-priorities',
  title: 'network security group rules have priorities of their own, from 150 to 4096',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#networksecuritygrouprule',
  needs: 'config',
  check: (config) => {
    const rules = natRules(config)
    const outside = rules.flatMap(({ at, item: { priority } }): readonly Violation[] => {
      if (typeof priority !== 'number' || (priority >= least && priority <= most)) return []
      const message = `priority ${String(priority)} is not from ${String(least)} to ${String(most)}`
      const help = `write a number from ${String(least)} to ${String(most)}`
      return [{ at: [...at, 'priority'], message, help }]
    })
    const twice = repeated(rules, 'priority').map(({ at, value }) => ({
      at,
      message: `priority ${String(value)} is given to more than one rule of the pool`,
      help: 'give each rule a priority of its own, in the other NAT pools as well',
    }))
    return [...outside, ...twice]
  },
}
