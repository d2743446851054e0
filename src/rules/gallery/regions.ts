import { normaliseRegion } from '../../shared/region.js'
import { showValue } from '../../shared/show-value.js'
import { rulesOn } from '../kit/rules-on.js'

export const galleryRegionsRules = rulesOn('config', [
  {
    id: 'gallery/regions-once',
    title: 'a target region is listed twice',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images',
    check: ({ gallery }) => {
      const regions = gallery?.targetRegions ?? []
      const names = regions.map(({ name }) => normaliseRegion(name))
      return regions.flatMap(({ name }, index) => {
        const first = names.indexOf(normaliseRegion(name))
        if (first === index) return []
        return {
          at: ['gallery', 'targetRegions', index],
          message: `target region ${showValue(name)} is listed twice: ${showValue(regions[first]?.name ?? '')} is the same region`,
          help: 'keep the one whose replicas and storage type are wanted',
        }
      })
    },
  },
])
