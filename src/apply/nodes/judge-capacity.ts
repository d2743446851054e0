import { isSameSize } from '../../model/vm-sizes.js'
import type { AzureErrorDetail } from '../../shared/errors.js'
import { findMeaning } from '../../diagnosis/catalogue.js'
import { providerEntries } from '../../diagnosis/catalogue-resize.js'
import { decodeDetails } from '../../diagnosis/decode.js'

/**
 * What Compute says of a size that the region does not have (for the subscription) right now. SkuNotAvailable is one of
 * them: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-sku-not-available names
 * restrictions of capacity, and another size as the remedy. Overconstrained requests are not: other sizes fail alike.
 */
const providerCodes = /^(AllocationFailed|ZonalAllocationFailed|SkuNotAvailable)$/i
const words = /insufficient capacity|out of capacity|not enough capacity/i

/** Whether an error of a resize says that the region is out of the VM size: another size may be had. */
export function isCapacityError(error: AzureErrorDetail): boolean {
  if (/^BatchOutOfCapacity$/i.test(error.code)) return true
  // Nothing but a shell for what is beneath it; quotas and values have codes of their own.
  if (!/^AllocationFailed$/i.test(error.code)) return false
  const { provider, reasons } = decodeDetails(error)
  const telling = provider.findLast(
    ({ code, message }) => findMeaning(providerEntries, code, { text: message }) !== undefined,
  )
  if (telling !== undefined) return providerCodes.test(telling.code)
  return reasons.some((reason) => words.test(reason))
}

/**
 * The size to go on with after these errors: the one after `current` in the list. Undefined when there is none, or
 * anything but capacity was missing too: no size helps against a quota or a mistake.
 */
export function nextVmSize(
  sizes: readonly string[],
  current: string,
  errors: readonly AzureErrorDetail[],
  hopeless: readonly string[] = [],
): string | undefined {
  if (errors.length === 0 || !errors.every(isCapacityError)) return undefined
  const index = sizes.findIndex((size) => isSameSize(size, current))
  return sizes.slice(index + 1).find((size) => !hopeless.some((one) => isSameSize(one, size)))
}
