import { hasOwnImage } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import type { OfflineRule } from '../rule.js'

export const managedImageSourcesStay: OfflineRule = {
  id: 'pool/managed-image-sources-stay',
  title: 'what the image of a pool is made from is kept for as long as the pool',
  // Nothing here can tell; it has to be said.
  severity: 'notice',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'config',
  check: (config) => {
    const { image, pool } = config
    if (pool === undefined || routeOf(config) !== 'managed-image') return []
    if (image === undefined || image.id !== undefined || hasOwnImage(pool.properties)) return []
    return [
      {
        at: ['image', image.osSnapshot === undefined ? 'source' : 'osSnapshot'],
        message:
          'a pool made straight from a managed image needs the image and its sources whenever it grows',
        help: 'keep them until the pool is deleted, or publish the image through a gallery',
      },
    ]
  },
}
