/** Facts of a pool of which everything was read that rules ask for. */
import type { Config } from '../../src/inputs/config.js'
import type { CheckFacts } from '../../src/model/check-facts.js'
import type { Facts, PoolFacts } from '../../src/model/facts.js'
import type { BatchAccount, Pool, Subnet, Usage, VmSize } from '../../src/ports/azure.js'
import type { JsonObject } from '../../src/shared/json.js'
import { account, accountId, poolConfig, poolFacts } from './pool-facts.js'

export function size(
  capabilities: Readonly<Record<string, string>> = {},
  name = 'Standard_D4s_v5',
) {
  return { name, family: 'standardDSv5Family', capabilities: { vCPUs: '4', ...capabilities } }
}

export interface Live {
  readonly sizes?: readonly VmSize[]
  readonly pools?: readonly Pool[]
  readonly subnet?: Partial<Subnet>
  readonly usages?: readonly Usage[]
  readonly more?: Partial<CheckFacts>
}

export const networkId =
  '/subscriptions/s/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/nodes'

export function found<T>(value: T) {
  return { kind: 'found', value } as const
}

export function liveFacts({
  sizes = [size()],
  pools = [],
  subnet,
  usages,
  more,
}: Live): CheckFacts {
  const usual = {
    id: `${networkId}/subnets/pools`,
    name: 'pools',
    addressPrefixes: ['10.0.0.0/27'],
    delegations: [],
    addressesInUse: 0,
  }
  return {
    mode: 'apply',
    vmSizes: found(sizes),
    pools: found(pools),
    ...(subnet !== undefined && {
      network: found({
        id: networkId,
        location: 'Korea Central',
        subnets: [{ ...usual, ...subnet }],
      }),
    }),
    ...(usages !== undefined && { usages: found(usages) }),
    ...more,
  }
}

/** Facts of a pool with everything read: one size, no other pools. */
export function facts(live: Live = {}, pool: Partial<PoolFacts> = {}): Facts {
  return { ...poolFacts(pool), checks: liveFacts(live) }
}

export function otherPool(name: string, properties: JsonObject): Pool {
  const steady = { vmSize: 'STANDARD_D4S_V5', allocationState: 'Steady' }
  return { id: `${accountId}/pools/${name}`, properties: { ...steady, ...properties } }
}

export const scale = (fixedScale: JsonObject): JsonObject => ({ scaleSettings: { fixedScale } })

export function withQuota(
  properties: JsonObject,
  more: Partial<BatchAccount> = {},
): Partial<PoolFacts> {
  return { account: account({ properties, ...more }) }
}

export const inSubnet = (name: string): Config =>
  poolConfig({ networkConfiguration: { subnetId: `${networkId}/subnets/${name}` } })
