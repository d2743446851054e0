import { ownImageId } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import { parseArmId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import { vmPath } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

export const managedImageMadeByPacker: OfflineRule = {
  id: 'pool/managed-image-made-by-packer',
  title: 'an image that Packer made itself is for accounts in user-subscription mode',
  // Guessed from the name.
  severity: 'notice',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'config',
  check: (config) => {
    const { image, pool } = config
    if (pool === undefined || routeOf(config) !== 'managed-image') return []
    const own = ownImageId(pool.properties)
    const name = parseArmId(own ?? image?.id ?? '')?.name
    if (name === undefined || !/packer/i.test(name)) return []
    return [
      {
        at: own === undefined ? ['image', 'id'] : vmPath('imageReference', 'id'),
        message: `managed image ${showValue(name)} seems to be made by Packer, and an account in Batch-service mode takes no image that Packer made directly`,
        help: 'let Packer keep its snapshots (managed_image_os_disk_snapshot_name) and give them as os-snapshot, or let it publish to a gallery',
      },
    ]
  },
}
