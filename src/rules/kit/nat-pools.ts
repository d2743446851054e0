import type { Config } from '../../inputs/config.js'
import { itemsIn, poolItems, type Item } from './values.js'

const path = ['networkConfiguration', 'endpointConfiguration', 'inboundNatPools'] as const

/** The inbound NAT pools of a pool's endpoints. */
export function natPools(config: Config): readonly Item[] {
  return poolItems(config, ...path)
}

/** The network security group rules of all of them. */
export function natRules(config: Config): readonly Item[] {
  return natPools(config).flatMap(({ at, item }) =>
    itemsIn(item['networkSecurityGroupRules'], [...at, 'networkSecurityGroupRules']),
  )
}

/** The frontend ports of one; undefined where they are no whole numbers, which is told elsewhere. */
export function frontendRange({ item }: Item): { start: number; end: number } | undefined {
  const [start, end] = [item['frontendPortRangeStart'], item['frontendPortRangeEnd']]
  return Number.isInteger(start) && Number.isInteger(end)
    ? { start: Number(start), end: Number(end) }
    : undefined
}
