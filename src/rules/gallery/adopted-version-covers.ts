import { resolveGallery } from '../../plan/resolve-gallery.js'
import { publishedRegions } from '../../model/target-regions.js'
import { normaliseRegion } from '../../shared/region.js'
import type { AzureRule } from '../rule.js'

export const adoptedVersionCovers: AzureRule = {
  id: 'gallery/adopted-version-covers',
  title: 'an adopted version is published as the config asks',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/image-version',
  needs: 'facts',
  check: (config, facts) => {
    const { choice, gallery, accountRegion } = resolveGallery(config, facts) ?? {}
    if (choice?.kind !== 'adopt') return []
    const published = publishedRegions(choice.version.properties)
    return (gallery?.targetRegions ?? []).flatMap(({ name, replicas = 0 }, index) => {
      const region = normaliseRegion(name)
      const there = published.find((candidate) => candidate.name === region)
      if (there === undefined && region === accountRegion) return [] // an error of its own
      if (there !== undefined && there.replicas >= replicas) return []
      const has = there === undefined ? 'no replica' : countReplicas(there.replicas)
      return [
        {
          at: ['gallery', 'targetRegions', index],
          message: `image version ${choice.version.name} is adopted as it is: it has ${has} in ${region}`,
          help: 'change it with az sig image-version update --target-regions, or give another version number',
        },
      ]
    })
  },
}

function countReplicas(count: number): string {
  return count === 1 ? '1 replica' : `${String(count)} replicas`
}
