import { givenImagePath } from '../../model/given-image.js'
import { accountRegionOf, usedVersion } from '../../plan/resolve-gallery.js'
import { nodesWanted, publishedRegions, replicasForNodes } from '../../model/target-regions.js'
import type { AzureRule } from '../rule.js'

export const usedVersionHasReplicas: AzureRule = {
  id: 'gallery/used-version-has-replicas',
  title: 'a version that is there already has a replica for every 300 nodes',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'facts',
  check: (config, facts) => {
    const version = usedVersion(config, facts)
    const region = accountRegionOf(facts)
    const nodes = nodesWanted(config.pool)
    if (version === undefined || region === undefined || nodes === undefined) return []
    const published = publishedRegions(version.properties).find(({ name }) => name === region)
    const wanted = replicasForNodes(nodes)
    if (published === undefined || published.replicas >= wanted) return []
    const has = published.replicas
    return [
      {
        at: config.gallery === undefined ? givenImagePath(config) : ['gallery'],
        message: `image version ${version.name} has ${String(has)} ${has === 1 ? 'replica' : 'replicas'} in ${region}, low for ${String(nodes)} nodes, which then wait for the image`,
        help: `raise it to ${String(wanted)}: az sig image-version update --target-regions ${region}=${String(wanted)}`,
      },
    ]
  },
}
