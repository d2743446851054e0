import { givenImagePath } from '../../model/given-image.js'
import { nodesWanted, publishedRegions, replicasForNodes } from '../../model/target-regions.js'
import { isPublishedIn } from '../../model/version-choice.js'
import { accountRegionOf, resolveGallery, usedVersion } from '../../plan/resolve-gallery.js'
import { normaliseRegion, sameRegion } from '../../shared/region.js'
import { showValue } from '../../shared/show-value.js'
import { versionArguments } from '../kit/az-command.js'
import { rulesOn } from '../kit/rules-on.js'
import { inSubscription } from '../../shared/az-command.js'

const docs = 'https://learn.microsoft.com/azure/batch/batch-sig-images'

export const galleryRegionsInAzureRules = rulesOn({ needs: 'facts', docs }, [
  {
    id: 'gallery/regions-known',
    title: 'a target region is not a region of the subscription',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/troubleshooting-shared-images',
    check: ({ gallery }, { gallery: facts }) => {
      const { locations } = facts ?? {}
      if (locations === undefined) return []
      const known = new Set(
        locations.flatMap(({ name, displayName }) => [name, displayName].map(normaliseRegion)),
      )
      return (gallery?.targetRegions ?? []).flatMap(({ name }, index) =>
        known.has(normaliseRegion(name))
          ? []
          : {
              at: ['gallery', 'targetRegions', index, 'name'],
              message: `target region ${showValue(name)} is not a region of the gallery's subscription`,
              help: `az account list-locations${inSubscription(facts?.definitionId)} lists them`,
            },
      )
    },
  },
  {
    id: 'gallery/enough-replicas',
    title: 'fewer than one replica for every 300 nodes in the region of the Batch account',
    severity: 'warning',
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
      return {
        at: isRegional
          ? ['gallery', 'targetRegions', index, 'replicas']
          : ['gallery', 'replicaCount'],
        message: `a replica count of ${String(count)} in ${accountRegion} is low for ${String(nodes)} nodes, which then wait for the image`,
        help: `ask for ${String(wanted)}, or leave the count to auto`,
      }
    },
  },
  {
    id: 'gallery/version-in-account-region',
    title: 'a version named by its ID is not published to the region of the Batch account',
    check: (config, facts) => {
      // To one that the gallery section adopts the region is added.
      const version = config.gallery === undefined ? usedVersion(config, facts) : undefined
      const region = accountRegionOf(facts)
      if (version === undefined || region === undefined || isPublishedIn(version, region)) return []
      const regions = publishedRegions(version.properties)
      const listed = regions.map(({ name, replicas }) => `${name}=${String(replicas)}`).join(' ')
      return {
        at: givenImagePath(config),
        message: `image version ${version.id} has no replica in ${region}, where the Batch account is`,
        help: `add the region: az sig image-version update ${versionArguments(version.id)} --target-regions ${listed} ${region}=1`,
      }
    },
  },
  {
    id: 'gallery/used-version-has-replicas',
    title: 'an existing version has fewer than one replica for every 300 nodes',
    severity: 'warning',
    check: (config, facts) => {
      const version = usedVersion(config, facts)
      const region = accountRegionOf(facts)
      const nodes = nodesWanted(config.pool)
      if (version === undefined || region === undefined || nodes === undefined) return []
      const published = publishedRegions(version.properties).find(({ name }) => name === region)
      const wanted = replicasForNodes(nodes)
      if (published === undefined || published.replicas >= wanted) return []
      const has = published.replicas
      const listed = publishedRegions(version.properties).map(
        ({ name, replicas }) => `${name}=${String(name === region ? wanted : replicas)}`,
      )
      return {
        at: config.gallery === undefined ? givenImagePath(config) : ['gallery'],
        message: `image version ${version.name} has ${String(has)} ${has === 1 ? 'replica' : 'replicas'} in ${region}, low for ${String(nodes)} nodes, which then wait for the image`,
        help: `raise it to ${String(wanted)}: az sig image-version update ${versionArguments(version.id)} --target-regions ${listed.join(' ')}`,
      }
    },
  },
])
