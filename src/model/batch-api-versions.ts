/** The API versions of Batch that this action goes by; what each has is in ../inputs/pool-schema. */
import { newestApiVersion } from '../inputs/pool-schema/lifetimes.js'

/** Knows gallery images; everything older is on Batch's retirement list (https://github.com/Azure/Batch/issues/140). */
export const currentApiVersion = newestApiVersion
export { managedImageApiVersion } from '../inputs/pool-schema/lifetimes.js'
/** Takes changes of (almost) every property while a pool has no nodes. */
export const wideUpdateApiVersion = '2024-07-01'

/** Whether `version` is at least as new as `other`: both `YYYY-MM-DD`, perhaps with `-preview`. */
export function isAtLeast(version: string, other: string): boolean {
  return version >= other
}
