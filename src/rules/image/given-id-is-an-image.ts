import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

const types = [armTypes.image, armTypes.imageDefinition, armTypes.imageVersion]

export const givenIdIsAnImage: OfflineRule = {
  id: 'image/given-id-is-an-image',
  title: 'image-id names a managed image, a gallery image version or an image definition',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'config',
  check: ({ image }) => {
    if (image?.id === undefined) return []
    const id = parseArmId(image.id)
    if (id !== undefined && types.some((type) => hasType(id, type))) return []
    return [
      {
        at: ['image', 'id'],
        message:
          id === undefined
            ? `${showValue(image.id)} is not a resource ID`
            : `${showValue(image.id)} is of type ${showValue(id.type)}, which is not an image`,
        help: 'give /subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/galleries/…/images/…/versions/x.y.z, or the id of a managed image',
      },
    ]
  },
}
