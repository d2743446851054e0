import type { Config } from '../inputs/config.js'
import type { Facts } from '../plan/facts.js'
import { valueOf } from '../plan/live-facts.js'
import type { VmSize } from '../ports/azure.js'
import { textAt } from '../shared/json-at.js'
import type { Problem } from './rule.js'

/** The pages that say what a size can do. */
export const sizeDocs = 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes'
export const sizePath = ['pool', 'properties', 'vmSize'] as const

/** The size of the pool's nodes, as Batch lists it; undefined where it does not, or the list was not read. */
export function sizeOfPool({ pool }: Config, { live }: Facts): VmSize | undefined {
  return findSize(textAt(pool?.properties, 'vmSize'), valueOf(live?.vmSizes) ?? [])
}

export function findSize(name: string | undefined, sizes: readonly VmSize[]): VmSize | undefined {
  return sizes.find((size) => size.name.toLowerCase() === name?.toLowerCase())
}

/** Cores of one node; undefined where the list does not say. */
export function coresOf(size: VmSize): number | undefined {
  const cores = Number(size.capabilities['vCPUsAvailable'] ?? size.capabilities['vCPUs'])
  return Number.isInteger(cores) && cores > 0 ? cores : undefined
}

/** Azure writes flags as `True` and `False`; one that is not stated says neither. */
export function lacks({ capabilities }: VmSize, name: string): boolean {
  return capabilities[name]?.toLowerCase() === 'false'
}

/** The words of a list like `V1,V2` or `SCSI, NVMe`; undefined where it is not stated. */
export function wordsOf({ capabilities }: VmSize, name: string): readonly string[] | undefined {
  const words = capabilities[name]?.split(',').map((word) => word.trim())
  return words?.filter((word) => word !== '')
}

/** A problem of the size itself. */
export function atSize(message: string, help: string): Problem {
  return { at: sizePath, message, help }
}
