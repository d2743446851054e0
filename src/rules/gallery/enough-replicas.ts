import { resolveGallery } from '../../plan/resolve-gallery.js'
import { nodesWanted, replicasForNodes } from '../../model/target-regions.js'
import { sameRegion } from '../../shared/region.js'
import type { AzureRule } from '../rule.js'

export const enoughReplicas: AzureRule = {
  id: 'gallery/enough-replicas',
  title: 'there is a replica for every 300 nodes in the region of the Batch account',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'facts',
  check: (config, facts) => {
    const { gallery, accountRegion } = resolveGallery(config, facts) ?? {}
    const nodes = nodesWanted(config.pool)
    if (gallery === undefined || accountRegion === undefined || nodes === undefined) return []
    const regions = gallery.targetRegions ?? []
    const index = regions.findIndex(({ name }) => sameRegion(name, accountRegion))
    const isRegional = regions[index]?.replicas !== undefined
    const count = regions[index]?.replicas ?? gallery.replicaCount
    const wanted = replicasForNodes(nodes)
    if (typeof count !== 'number' || count >= wanted) return []
    return [
      {
        at: isRegional
          ? ['gallery', 'targetRegions', index, 'replicas']
          : ['gallery', 'replicaCount'],
        message: `a replica count of ${String(count)} in ${accountRegion} is low for ${String(nodes)} nodes, which then wait for the image`,
        help: `ask for ${String(wanted)}, or leave the count to auto`,
      },
    ]
  },
}
