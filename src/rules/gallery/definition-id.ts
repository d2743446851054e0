import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

export const definitionId: OfflineRule = {
  id: 'gallery/definition-id',
  title: 'the gallery section names an image definition by its id',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
  needs: 'config',
  check: ({ gallery }) => {
    if (gallery === undefined) return []
    const given = gallery.imageDefinition
    const help =
      'give the id of the definition, /subscriptions/…/providers/Microsoft.Compute/galleries/<gallery>/images/<definition>'
    if (given === undefined) {
      const message = 'a gallery version is asked for, but no image definition is named'
      return [{ at: ['gallery'], message, help }]
    }
    const id = parseArmId(given)
    if (id !== undefined && hasType(id, armTypes.imageDefinition)) return []
    const message = `${showValue(given)} is not the id of an image definition`
    return [{ at: ['gallery', 'imageDefinition'], message, help }]
  },
}
