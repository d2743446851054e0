import { hasOwnImage, vmConfigurationPath } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import type { OfflineRule } from '../rule.js'

export const managedImagesHaveRetired: OfflineRule = {
  id: 'pool/managed-images-have-retired',
  title: 'a pool is made from a gallery image',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-image-pools-to-azure-compute-gallery-migration-guide',
  needs: 'config',
  check: (config) => {
    const { pool } = config
    if (pool === undefined || routeOf(config) !== 'managed-image') return []
    return [
      {
        at: hasOwnImage(pool.properties)
          ? ['pool', 'properties', ...vmConfigurationPath, 'imageReference']
          : ['image'],
        message:
          'pools made straight from a managed image retired on 2026-03-31: Azure may refuse the pool, or give it no nodes',
        help: 'publish the image through a gallery: give gallery-image-definition (a gallery section), and the pool is made from the version',
      },
    ]
  },
}
