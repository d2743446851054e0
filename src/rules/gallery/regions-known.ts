import { normaliseRegion } from '../../shared/region.js'
import { showValue } from '../../shared/show-value.js'
import type { AzureRule } from '../rule.js'

export const regionsKnown: AzureRule = {
  id: 'gallery/regions-known',
  title: 'target regions are regions of the subscription',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images',
  needs: 'facts',
  check: ({ gallery }, { gallery: facts }) => {
    const { locations } = facts ?? {}
    if (locations === undefined) return []
    const known = new Set(
      locations.flatMap(({ name, displayName }) => [name, displayName].map(normaliseRegion)),
    )
    return (gallery?.targetRegions ?? []).flatMap(({ name }, index) =>
      known.has(normaliseRegion(name))
        ? []
        : [
            {
              at: ['gallery', 'targetRegions', index, 'name'],
              message: `target region ${showValue(name)} is not a region of the gallery's subscription`,
              help: 'az account list-locations lists them',
            },
          ],
    )
  },
}
