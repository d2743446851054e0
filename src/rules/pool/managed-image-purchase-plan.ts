import { imageOfPool, routeOf } from '../../plan/pool-image.js'
import type { AzureRule } from '../rule.js'

export const managedImagePurchasePlan: AzureRule = {
  id: 'pool/managed-image-purchase-plan',
  title: 'a managed image that a pool is made from comes from no image with a purchase plan',
  // The page on custom images rules them out; the one on galleries, which is newer, takes them.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'facts',
  check: (config, facts) => {
    if (config.pool === undefined || routeOf(config) !== 'managed-image') return []
    const plan = imageOfPool(config, facts)?.traits?.purchasePlan
    if (plan === undefined) return []
    const shown = [plan.publisher, plan.product, plan.name].join(':')
    return [
      {
        at: ['image'],
        message: `the source has the purchase plan ${shown}, and Batch takes no managed images of such`,
        help: 'publish the image through a gallery, in an image definition with that plan',
      },
    ]
  },
}
