/** Core quotas against what uses them, now. */
import { coresOf, familyQuota, findSize, isOfFamily, isSameFamily } from '../model/offered-sizes.js'
import { valueOf } from '../model/check-facts.js'
import { readPoolState } from '../model/pool-state.js'
import type { BatchAccount, Pool, Usage, VmSize } from '../ports/azure.js'
import { nameOfId } from '../shared/arm-id.js'
import { numberAt, textAt } from '../shared/json-at.js'
import { docs } from './catalogue.js'
import type { CloserLook, Found } from './looked-at.js'

interface Quota {
  /** `dedicated cores` */
  readonly of: string
  readonly holder: string
  readonly limit: number
  readonly used: number
  /** The pools that use most of it. */
  readonly by: string
}

/** A cause where not one more node of the pool's size fits; else what the figures are. */
export function judgeQuotas({ pool, account, vmSizes, pools, usages }: Found): CloserLook {
  const sizes = valueOf(vmSizes) ?? []
  const size = findSize(textAt(pool.properties, 'vmSize'), sizes)
  const cores = size && coresOf(size)
  const held = valueOf(account)
  if (size === undefined || cores === undefined || held === undefined) {
    return { causes: [], checked: [] }
  }
  const state = readPoolState(pool.properties)
  const lacks = {
    dedicated: state.targetDedicated > state.dedicated,
    spot: state.targetLowPriority > state.lowPriority,
  }
  const quotas =
    held.poolAllocationMode === 'UserSubscription'
      ? subscriptionQuotas(valueOf(usages) ?? [], size, lacks)
      : accountQuotas(held, size, { pools: valueOf(pools), sizes, lacks })
  const isFull = ({ limit, used }: Quota): boolean => limit - used < cores
  return {
    causes: quotas.filter(isFull).map((quota) => ({
      code: 'QuotaUsedUp',
      cause: `${figures(quota)}, and a node of ${size.name} needs ${String(cores)}${quota.by}`,
      remedy: `ask for more quota for ${quota.of}, or free cores in other pools`,
      retryable: false,
      docs: docs.batchQuota,
    })),
    checked: quotas.filter((quota) => !isFull(quota)).map(figures),
  }
}

/** `Batch account renderbatch has 100 dedicated cores, 96 in use` */
function figures({ of, holder, limit, used }: Quota): string {
  return `${holder} has a quota of ${String(limit)} ${of}, ${String(used)} in use`
}

interface Lacks {
  readonly dedicated: boolean
  readonly spot: boolean
}

interface InAccount {
  readonly pools: readonly Pool[] | undefined
  readonly sizes: readonly VmSize[]
  readonly lacks: Lacks
}

function accountQuotas(account: BatchAccount, size: VmSize, around: InAccount): readonly Quota[] {
  const { properties, name } = account
  const { pools, sizes, lacks } = around
  if (pools === undefined) return []
  const wanted = [
    ['dedicated', 'dedicated cores', numberAt(properties, 'dedicatedCoreQuota'), undefined],
    [
      'dedicated',
      `cores of ${size.family}`,
      familyQuota(properties, size.family)?.limit,
      size.family,
    ],
    ['spot', 'low-priority cores', numberAt(properties, 'lowPriorityCoreQuota'), undefined],
  ] as const
  return wanted.flatMap(([kind, of, limit, ofFamily]) => {
    if (limit === undefined || !lacks[kind]) return []
    const users = usersOf(kind, { pools, sizes, family: ofFamily })
    const used = users.reduce((sum, user) => sum + user.cores, 0)
    return [{ of, holder: `Batch account ${name}`, limit, used, by: describeUsers(users) }]
  })
}

function subscriptionQuotas(
  usages: readonly Usage[],
  { family }: VmSize,
  lacks: Lacks,
): readonly Quota[] {
  const wanted = [
    ['dedicated', 'cores', 'regional cores'],
    ['dedicated', family, `cores of ${family}`],
    ['spot', 'lowPriorityCores', 'Spot cores'],
  ] as const
  return wanted.flatMap(([kind, name, of]) => {
    const usage = usages.find((one) => isSameFamily(one.name, name))
    if (usage === undefined || !lacks[kind]) return []
    return [{ of, holder: 'the subscription', limit: usage.limit, used: usage.used, by: '' }]
  })
}

interface User {
  readonly pool: string
  readonly cores: number
}

/** The account's pools that have cores of the kind, the largest first. */
function usersOf(
  kind: 'dedicated' | 'spot',
  {
    pools,
    sizes,
    family,
  }: Pick<InAccount, 'sizes'> & {
    readonly pools: readonly Pool[]
    readonly family: string | undefined
  },
): readonly User[] {
  return pools
    .flatMap(({ id, properties }) => {
      const size = findSize(textAt(properties, 'vmSize'), sizes)
      if (size === undefined || !isOfFamily(size, family)) return []
      const { dedicated, lowPriority } = readPoolState(properties)
      const cores = (coresOf(size) ?? 0) * (kind === 'dedicated' ? dedicated : lowPriority)
      return cores === 0 ? [] : [{ pool: nameOfId(id), cores }]
    })
    .toSorted((a, b) => b.cores - a.cores)
}

/** `; most are in pools a (64) and b (32)` */
function describeUsers(users: readonly User[]): string {
  const most = users.slice(0, 3).map(({ pool, cores }) => `${pool} (${String(cores)})`)
  return most.length === 0
    ? ''
    : `; they are in ${users.length > 3 ? 'pools such as ' : ''}${most.join(', ')}`
}
