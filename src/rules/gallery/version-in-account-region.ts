import { givenImagePath } from '../../model/given-image.js'
import { accountRegionOf, usedVersion } from '../../plan/resolve-gallery.js'
import { publishedRegions } from '../../model/target-regions.js'
import { isPublishedIn } from '../../model/version-choice.js'
import { parseArmId } from '../../shared/arm-id.js'
import type { AzureRule } from '../rule.js'

export const versionInAccountRegion: AzureRule = {
  id: 'gallery/version-in-account-region',
  title: 'a version that is there already is published to the region of the Batch account',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'facts',
  check: (config, facts) => {
    const version = usedVersion(config, facts)
    const region = accountRegionOf(facts)
    if (version === undefined || region === undefined || isPublishedIn(version, region)) return []
    const id = parseArmId(version.id)
    const [gallery = '', definition = ''] = id?.names ?? []
    const regions = publishedRegions(version.properties)
    const listed = regions.map(({ name, replicas }) => `${name}=${String(replicas)}`).join(' ')
    return [
      {
        at:
          facts.given?.kind === 'gallery' && config.gallery === undefined
            ? givenImagePath(config)
            : ['gallery'],
        message: `image version ${version.id} has no replica in ${region}, where the Batch account is`,
        help: `add the region: az sig image-version update -g ${id?.resourceGroup ?? ''} -r ${gallery} -i ${definition} -e ${version.name} --target-regions ${listed} ${region}=1`,
      },
    ]
  },
}
