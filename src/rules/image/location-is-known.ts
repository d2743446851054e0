import { resolveImage } from '../../plan/image.js'
import { isKnownLocation } from '../image-sources.js'
import type { AzureRule, Violation } from '../rule.js'

export const locationIsKnown: AzureRule = {
  id: 'image/location-is-known',
  title:
    'the region of the image is given or follows from the sources or the resource group, and exists',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/reliability/regions-list',
  needs: 'facts',
  check: (config, { image }) => {
    if (image === undefined) return []
    const at = ['image', 'location']
    const { givenLocation = '', locations = [] } = image
    const problems: Violation[] = []
    const wanted = resolveImage(config, image)
    if (wanted !== undefined && wanted.location === undefined) {
      problems.push({
        at,
        message:
          'the region of the image is not known: neither the source nor the resource group tells it',
        help: 'give location',
      })
    }
    if (!isKnownLocation(image)) {
      problems.push({
        at,
        message: `"${givenLocation}" is not a region of this subscription`,
        help: `give one of ${locations.map(({ name }) => name).join(', ')}`,
      })
    }
    return problems
  },
}
