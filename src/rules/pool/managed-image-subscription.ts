import { ownImageId } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import { parseArmId } from '../../shared/arm-id.js'
import { vmPath } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

/** What only Azure knows, where something is given by name, `pool/managed-image-is-near` tells. */
export const managedImageSubscription: OfflineRule = {
  id: 'pool/managed-image-subscription',
  title: 'a managed image and a Batch account that are given by ID are in one subscription',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'config',
  check: (config) => {
    if (config.pool === undefined || routeOf(config) !== 'managed-image') return []
    const own = ownImageId(config.pool.properties)
    const theirs = parseArmId(own ?? config.image?.id ?? '')?.subscriptionId
    const ours = parseArmId(config.pool.account ?? '')?.subscriptionId
    if (theirs === undefined || ours === undefined) return []
    if (theirs.toLowerCase() === ours.toLowerCase()) return []
    return [
      {
        at: own === undefined ? ['image', 'id'] : vmPath('imageReference', 'id'),
        message: `the managed image is in subscription ${theirs}, the Batch account in ${ours}`,
        help: 'publish the image through a gallery',
      },
    ]
  },
}
