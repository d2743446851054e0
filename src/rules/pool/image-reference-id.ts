import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import { vmPath, vmValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const types = [armTypes.image, armTypes.imageDefinition, armTypes.imageVersion]
const forms = [
  {
    key: 'id',
    isForm: (text: string) => types.some((type) => isOfType(text, type)),
    help: 'write /subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/galleries/…/images/…/versions/x.y.z',
  },
  {
    key: 'sharedGalleryImageId',
    isForm: (text: string) =>
      /^\/sharedGalleries\/[^/]+\/images\/[^/]+(\/versions\/[^/]+)?$/i.test(text),
    help: 'write /sharedGalleries/…/images/…/versions/x.y.z',
  },
  {
    key: 'communityGalleryImageId',
    isForm: (text: string) =>
      /^\/communityGalleries\/[^/]+\/images\/[^/]+(\/versions\/[^/]+)?$/i.test(text),
    help: 'write /communityGalleries/…/images/…/versions/x.y.z',
  },
] as const

export const imageReferenceId: OfflineRule = {
  id: 'pool/image-reference-id',
  title: 'the ID in imageReference is that of an image',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#imagereference',
  needs: 'config',
  check: (config) =>
    forms.flatMap(({ key, isForm, help }) => {
      const text = vmValue(config, 'imageReference', key)
      if (typeof text !== 'string' || text === '' || isForm(text)) return []
      const type = parseArmId(text)?.type
      const message = `${key} ${showValue(text)} ${type === undefined ? 'is not the ID of an image' : `is of type ${type}`}`
      return [{ at: vmPath('imageReference', key), message, help }]
    }),
}

function isOfType(text: string, type: string): boolean {
  const id = parseArmId(text)
  return id !== undefined && hasType(id, type)
}
