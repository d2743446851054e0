/** What Batch lists of the VM sizes that it offers. */
import type { VmSize } from '../ports/azure.js'

export function findSize(name: string | undefined, sizes: readonly VmSize[]): VmSize | undefined {
  return sizes.find((size) => size.name.toLowerCase() === name?.toLowerCase())
}

/** Whether it counts for a quota of that family; every size does for one of none. */
export function isOfFamily({ family }: VmSize, wanted: string | undefined): boolean {
  return wanted === undefined || family.toLowerCase() === wanted.toLowerCase()
}

/** Cores of one node; undefined where the list does not say. */
export function coresOf(size: VmSize): number | undefined {
  const cores = Number(size.capabilities['vCPUsAvailable'] ?? size.capabilities['vCPUs'])
  return Number.isInteger(cores) && cores > 0 ? cores : undefined
}

/** The words of a list like `V1,V2` or `SCSI, NVMe`; undefined where it is not stated. */
export function wordsOf({ capabilities }: VmSize, name: string): readonly string[] | undefined {
  const words = capabilities[name]?.split(',').map((word) => word.trim())
  return words?.filter((word) => word !== '')
}
