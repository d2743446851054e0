import type { PoolConfig } from '../inputs/config.js'
import type { JsonObject } from '../shared/json.js'
import { textAt } from '../shared/json-at.js'

/** The sizes that a pool's nodes may have, the wanted one first. */
export function vmSizesOf(pool: PoolConfig | undefined): readonly string[] {
  const first = textAt(pool?.properties, 'vmSize')
  return [...(first === undefined ? [] : [first]), ...(pool?.fallbackVmSizes ?? [])]
}

export function isSameSize(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** The pool as wanted, with the size that it came to have: any of the list is as good. */
export function withLiveSize(pool: PoolConfig, shown: JsonObject): PoolConfig {
  const live = textAt(shown, 'vmSize')
  const size = vmSizesOf(pool).find((one) => live !== undefined && isSameSize(one, live))
  if (size === undefined) return pool
  return { ...pool, properties: { ...pool.properties, vmSize: size } }
}

/** Azure shows sizes in capitals: as the list has it, where it has it. */
export function spellSize(shown: string, sizes: readonly string[]): string {
  return sizes.find((one) => isSameSize(one, shown)) ?? shown
}
