import { totalOf, type NodeKind } from '../../model/node-counts.js'
import { valueOf } from '../../model/check-facts.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import type { Pool, VmSize } from '../../ports/azure.js'
import { sameId } from '../../shared/arm-id.js'
import { numberAt, textAt } from '../../shared/json-at.js'
import { poolValue } from '../kit/values.js'
import { normaliseRegion } from '../../shared/region.js'
import { forEverySize } from '../kit/every-size.js'
import { coresInUse } from '../../model/cores-in-use.js'
import { familyQuota, isSameFamily } from '../../model/offered-sizes.js'
import { nodeCountsOf, targetPath } from '../kit/nodes.js'
import { growthOf, quotaDocs, shortage } from '../kit/quotas.js'
import { sizeOfPool } from '../kit/sizes.js'
import type { AzureRule, Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

/** https://learn.microsoft.com/azure/batch/batch-quota-limit; 100 in accounts of the other mode. */
const mostNodes = 80

export const poolQuotaRules = rulesOn('facts', [
  forEverySize(
    {
      id: 'pool/dedicated-core-quota',
      title: "the nodes exceed the account's quota of dedicated cores",
      docs: quotaDocs,
      reads: ['vmSizes', 'pools'],
      check: ofAccount('dedicated', 'dedicatedCoreQuota', 'dedicated cores'),
    },
    'warning',
  ),
  forEverySize(
    {
      id: 'pool/family-core-quota',
      title: "the nodes exceed the account's core quota for the family of their VM size",
      docs: quotaDocs,
      reads: ['vmSizes', 'pools'],
      check: (config, facts) => {
        const { account } = facts.pool ?? {}
        const size = sizeOfPool(config, facts)
        if (account === undefined || size === undefined) return []
        const listed = familyQuota(account.properties, size.family)
        if (listed === undefined) return []
        const { limit } = listed
        if (limit === undefined) {
          // @unverified account/unlisted-families An account lists the families that it has a quota for, and may have none of others.
          const growth = growthOf(config, facts, 'dedicated')
          const wants = growth?.isFormulas !== true && (growth?.wanted ?? 0) > 0
          return listed.listsOthers && wants ? unlisted(account.name, size) : []
        }
        const used = coresInUse(facts, 'dedicated', size.family)
        const holder = `Batch account ${account.name}`
        const { family } = size
        const quota = { kind: 'dedicated', of: family, family, limit, used, holder } as const
        return shortage(config, facts, quota)
      },
    },
    'warning',
  ),
  {
    id: 'pool/pool-count-quota',
    title: 'the account has no room for one more pool',
    docs: quotaDocs,
    reads: ['pools'],
    check: (config, facts) => {
      const { pool, checks: live } = facts
      const limit = numberAt(pool?.account?.properties, 'poolQuota')
      const isLeaving = ({ id }: Pool) => pool?.leaving?.some((one) => sameId(one.id, id)) === true
      const pools = valueOf(live?.pools)?.filter((one) => !isLeaving(one))
      const decision = resolvePool(config, facts)?.decision
      const isOneMore =
        decision?.kind === 'create' ||
        (decision?.kind === 'blue-green' && decision.green.stage === 'new')
      if (pool === undefined || !isOneMore) return []
      if (limit === undefined || pools === undefined || pools.length < limit) return []
      return {
        at: ['pool', 'name'],
        message: `Batch account ${pool.account?.name ?? ''} has ${String(pools.length)} pools, its quota is ${String(limit)}`,
        help: 'delete a pool that is not needed, or ask for a higher pool quota',
      }
    },
  },
  forEverySize(
    {
      id: 'pool/spot-core-quota',
      title: "the nodes exceed the account's quota of Spot (low-priority) cores",
      docs: quotaDocs,
      reads: ['vmSizes', 'pools'],
      check: ofAccount('lowPriority', 'lowPriorityCoreQuota', 'Spot cores'),
    },
    'warning',
  ),
  forEverySize(
    {
      id: 'pool/subscription-core-quota',
      title: "in a user-subscription account the nodes exceed the subscription's core quotas",
      docs: 'https://learn.microsoft.com/azure/virtual-machines/quotas',
      reads: ['vmSizes', 'usages'],
      check: (config, facts) => {
        const usages = valueOf(facts.checks?.usages) ?? []
        const size = sizeOfPool(config, facts)
        if (size === undefined) return []
        const region = normaliseRegion(facts.pool?.account?.location ?? '')
        const wanted: readonly (readonly [NodeKind, string, string])[] = [
          ['dedicated', 'cores', 'regional cores'],
          ['dedicated', size.family, size.family],
          ['lowPriority', 'lowPriorityCores', 'Spot cores'],
        ]
        return wanted.flatMap(([kind, name, of]) => {
          const usage = usages.find((one) => isSameFamily(one.name, name))
          if (usage === undefined) return []
          const { limit, used } = usage
          const holder = `the subscription in ${region}`
          const family = name === size.family ? { family: name } : {}
          return shortage(config, facts, { kind, of, ...family, limit, used, holder })
        })
      },
    },
    'warning',
  ),
  {
    id: 'pool/user-subscription-communication-cap',
    title: 'in a user-subscription account more than 80 nodes talk with each other',
    docs: quotaDocs,
    check: (config, facts) => {
      const { account } = facts.pool ?? {}
      if (account?.poolAllocationMode !== 'UserSubscription') return []
      if (!/^enabled$/i.test(textAt(poolValue(config, 'interNodeCommunication')) ?? '')) return []
      const counts = nodeCountsOf(config)
      const nodes = totalOf(counts)
      if (nodes <= mostNodes) return []
      return {
        at: targetPath(counts.dedicated > 0 ? 'dedicated' : 'lowPriority'),
        message: `${String(nodes)} nodes with inter-node communication are more than the ${String(mostNodes)} of a user-subscription account (${account.name})`,
        help: `write at most ${String(mostNodes)} nodes, or leave interNodeCommunication Disabled`,
      }
    },
  },
])

/** The account's quota of one kind of cores. */
function ofAccount(kind: NodeKind, key: string, of: string): AzureRule['check'] {
  return (config, facts) => {
    const { account } = facts.pool ?? {}
    const limit = numberAt(account?.properties, key)
    if (account === undefined || limit === undefined) return []
    const used = coresInUse(facts, kind)
    const holder = `Batch account ${account.name}`
    return shortage(config, facts, { kind, of, limit, used, holder })
  }
}

function unlisted(account: string, { name, family }: VmSize): Violation {
  return {
    at: targetPath('dedicated'),
    message: `Batch account ${account} enforces core quotas by family and lists none for ${family}, the family of ${name}`,
    help: `ask for quota for ${family}, or choose a VM size of a family that has some`,
    severity: 'warning',
  }
}
