import { hasOwnImage } from '../../plan/pool-body.js'
import type { OfflineRule } from '../rule.js'

const reference =
  'pool.properties.deploymentConfiguration.virtualMachineConfiguration.imageReference'

export const poolHasAnImage: OfflineRule = {
  id: 'config/pool-has-an-image',
  title: 'the nodes of a pool have one image to be made from',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'config',
  check: ({ image, gallery, pool }) => {
    if (pool === undefined) return []
    const isMade = image !== undefined || gallery !== undefined
    const hasOwn = hasOwnImage(pool.properties)
    if (isMade === hasOwn) {
      return [
        isMade
          ? {
              at: [...reference.split('.')],
              severity: 'warning',
              message:
                'the pool names an image of its own, so its nodes are not made from the image given beside it',
              help: 'remove imageReference, or the sections image and gallery',
            }
          : {
              at: ['pool'],
              message: 'there is no image to make the nodes of the pool from',
              help: `give os-snapshot or image-id, a section image or gallery, or ${reference}`,
            },
      ]
    }
    return []
  },
}
