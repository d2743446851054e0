/** What Batch lists of the VM sizes that it offers. */
import type { VmSize } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import { jsonAt, numberAt, objectsAt, textAt } from '../shared/json-at.js'

export function findSize(name: string | undefined, sizes: readonly VmSize[]): VmSize | undefined {
  return sizes.find((size) => size.name.toLowerCase() === name?.toLowerCase())
}

/** Accounts list some families with blanks ("Standard NCASv3_T4 Family"), the lists of sizes write them without. */
export function isSameFamily(a: string, b: string): boolean {
  const key = (family: string): string => family.toLowerCase().replace(/\s/g, '')
  return key(a) === key(b)
}

/** Whether it counts for a quota of that family; every size does for one of none. */
export function isOfFamily({ family }: VmSize, wanted: string | undefined): boolean {
  return wanted === undefined || isSameFamily(family, wanted)
}

/** What an account's `properties` say of the dedicated cores that a family may have; undefined where they hold none to it. */
export function familyQuota(
  properties: JsonObject | undefined,
  family: string,
): { readonly limit: number | undefined; readonly listsOthers: boolean } | undefined {
  if (jsonAt(properties, 'dedicatedCoreQuotaPerVMFamilyEnforced') !== true) return undefined
  const listed = objectsAt(properties, 'dedicatedCoreQuotaPerVMFamily')
  const own = listed.find((one) => isSameFamily(textAt(one, 'name') ?? '', family))
  return { limit: numberAt(own, 'coreQuota'), listsOthers: listed.length > 0 }
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
