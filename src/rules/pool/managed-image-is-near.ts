import { imageOfPool, routeOf } from '../../plan/pool-image.js'
import { hasOtherImage } from '../../model/given-image.js'
import { ownImageId } from '../../model/pool-body.js'
import { parseArmId } from '../../shared/arm-id.js'
import { normaliseRegion, sameRegion } from '../../shared/region.js'
import type { AzureRule, Violation } from '../rule.js'
import { managedImageSubscription } from './managed-image-subscription.js'

export const managedImageIsNear: AzureRule = {
  id: 'pool/managed-image-is-near',
  title: 'a managed image and the Batch account are in one subscription and region',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'facts',
  check: (config, facts) => {
    if (facts.pool === undefined || routeOf(config) !== 'managed-image') return []
    const image = hasOtherImage(config) ? undefined : imageOfPool(config, facts)
    const imageId = parseArmId(image?.id ?? ownImageId(config.pool?.properties) ?? '')
    const account = parseArmId(facts.pool.accountId)
    const problems: Violation[] = []
    const at = ['pool', 'account']
    const [theirs, ours] = [imageId?.subscriptionId, account?.subscriptionId]
    const isReported = managedImageSubscription.check(config).length > 0
    if (!isReported && theirs !== undefined && theirs.toLowerCase() !== ours?.toLowerCase()) {
      const message = `the managed image is in subscription ${theirs}, the Batch account in ${ours ?? ''}`
      problems.push({ at, message, help: 'publish the image through a gallery' })
    }
    const [from, to] = [image?.traits?.location, facts.pool.account?.location]
    if (from !== undefined && to !== undefined && !sameRegion(from, to)) {
      const message = `the managed image is in ${normaliseRegion(from)}, the Batch account in ${normaliseRegion(to)}`
      const help = `publish the image through a gallery with a replica in ${normaliseRegion(to)}`
      problems.push({ at, message, help })
    }
    return problems
  },
}
