import { parentId, parseArmId } from '../../shared/arm-id.js'
import type { AzureRule } from '../rule.js'

export const definitionExists: AzureRule = {
  id: 'gallery/definition-exists',
  title: 'the image definition exists, or is to be created in a gallery that does',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/create-gallery',
  needs: 'facts',
  check: (config, { gallery: facts }) => {
    if (facts === undefined || facts.definition !== undefined) return []
    const at = ['gallery', 'imageDefinition']
    const id = parseArmId(facts.definitionId)
    const galleryId = (id && parentId(id)) ?? ''
    const galleryName = parseArmId(galleryId)?.name ?? ''
    const group = id?.resourceGroup ?? ''
    if (facts.gallery === undefined) {
      const message = `gallery ${galleryName} of image definition ${facts.definitionId} does not exist`
      const help = `create it: az sig create --resource-group ${group} --gallery-name ${galleryName}`
      return [{ at, message, help }]
    }
    if (config.gallery?.createImageDefinition === true) return []
    const message = `image definition ${facts.definitionId} does not exist`
    const help =
      'check the id, or set create-image-definition: true with gallery.hyperVGeneration and gallery.securityType'
    return [{ at, message, help }]
  },
}
