import { hasOwnImage, ownImageId, vmConfigurationPath } from '../../model/pool-body.js'
import { imageOfPool } from '../../plan/pool-image.js'
import { sameId } from '../../shared/arm-id.js'
import type { AzureRule } from '../rule.js'

export const imageReferenceAgrees: AzureRule = {
  id: 'pool/image-reference-agrees',
  title: 'an image that the pool names is the one that the sections image and gallery end in',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'facts',
  check: (config, facts) => {
    const properties = config.pool?.properties
    const image = imageOfPool(config, facts)
    if (image === undefined || !hasOwnImage(properties)) return []
    const own = ownImageId(properties)
    if (sameId(own, image.id)) return []
    return [
      {
        at: ['pool', 'properties', ...vmConfigurationPath, 'imageReference'],
        message: `the pool names ${own ?? 'a marketplace or shared image'}, the image sections end in ${image.id}`,
        help: 'remove imageReference from the pool (it is filled in), or the sections image and gallery',
      },
    ]
  },
}
