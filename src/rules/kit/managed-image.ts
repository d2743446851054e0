/** What Batch says of pools that are made straight from a managed image: https://learn.microsoft.com/azure/batch/batch-custom-images */
import type { Config, PoolConfig } from '../../inputs/config.js'
import type { NodeCounts } from '../../model/node-counts.js'
import { routeOf } from '../../plan/pool-image.js'
import type { Found } from '../rule.js'

export const managedImageDocs = 'https://learn.microsoft.com/azure/batch/batch-custom-images'

/** How many nodes of each kind it makes from one managed image. */
export const managedImageLimits: NodeCounts = { dedicated: 2500, lowPriority: 1000 }

/** A check of such pools alone. */
export function ofManagedImage<Read extends readonly unknown[]>(
  check: (pool: PoolConfig, config: Config, ...read: Read) => Found,
) {
  return (config: Config, ...read: Read): Found =>
    config.pool === undefined || routeOf(config) !== 'managed-image'
      ? []
      : check(config.pool, config, ...read)
}
