import { resolveGallery } from '../../plan/resolve-gallery.js'
import { sameRegion } from '../../shared/region.js'
import { showValue } from '../../shared/show-value.js'
import type { AzureRule } from '../rule.js'

/** Azure makes a version only where its source is. For images that are made here, image rules see to it. */
export const locationAgrees: AzureRule = {
  id: 'gallery/location-agrees',
  title: 'the version is made in the region of the image that it is made from',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images',
  needs: 'facts',
  check: (config, facts) => {
    const given = facts.gallery?.givenLocation
    const there = resolveGallery(config, facts)?.traits?.location
    if (facts.given === undefined || given === undefined || there === undefined) return []
    if (sameRegion(given, there)) return []
    return [
      {
        at: config.image?.location === undefined ? ['gallery'] : ['image', 'location'],
        message: `location ${showValue(given)} is not that of the source, ${facts.given.id} is in ${there}`,
        help: `leave location out, or give ${there}; other regions go into target-regions`,
      },
    ]
  },
}
