import { hasOwnImage } from '../../model/pool-body.js'
import type { OfflineRule } from '../rule.js'

const reference =
  'pool.properties.deploymentConfiguration.virtualMachineConfiguration.imageReference'

export const poolHasAnImage: OfflineRule = {
  id: 'config/pool-has-an-image',
  title: 'the nodes of a pool have an image to be made from',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'config',
  check: ({ image, gallery, pool }) => {
    if (pool === undefined) return []
    if (image !== undefined || gallery !== undefined || hasOwnImage(pool.properties)) return []
    return [
      {
        at: ['pool'],
        message: 'there is no image to make the nodes of the pool from',
        help: `give os-snapshot or image-id, a section image or gallery, or ${reference}`,
      },
    ]
  },
}
