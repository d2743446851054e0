import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { valueOf } from '../../model/check-facts.js'
import type { VmSize } from '../../ports/azure.js'
import { textAt } from '../../shared/json-at.js'
import { poolValue } from './values.js'
import { findSize } from '../../model/offered-sizes.js'
import type { Violation } from '../rule.js'

/** The pages that say what a size can do. */
export const sizeDocs = 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes'
export const sizePath = ['pool', 'properties', 'vmSize'] as const

/** The size of the pool's nodes, as Batch lists it; undefined where it does not, or the list was not read. */
export function sizeOfPool({ pool }: Config, { checks: live }: Facts): VmSize | undefined {
  return findSize(textAt(poolValue({ pool }, 'vmSize')), valueOf(live?.vmSizes) ?? [])
}

/** Azure writes flags as `True` and `False`; one that is not stated says neither. */
export function lacks({ capabilities }: VmSize, name: string): boolean {
  return capabilities[name]?.toLowerCase() === 'false'
}

/** A problem of the size itself. */
export function atSize(message: string, help: string): Violation {
  return { at: sizePath, message, help }
}
