import type { Config } from '../../inputs/config.js'
import { ownImageId, hasOwnImage } from '../../model/pool-body.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { poolPath, poolValue, vmValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['upgradePolicy', 'automaticOSUpgradePolicy', 'enableAutomaticOSUpgrade'] as const

export const osUpgradeFollowsLatest: OfflineRule = {
  id: 'pool/os-upgrade-follows-latest',
  title: 'nodes that upgrade themselves are made from the latest version of their image',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-upgrade-policy',
  needs: 'config',
  check: (config) => {
    const pinned = poolValue(config, ...path) === true ? pinnedVersion(config) : undefined
    if (pinned === undefined) return []
    return [
      {
        at: poolPath(...path),
        message: `enableAutomaticOSUpgrade is on, but the nodes are made from ${pinned} and stay with it`,
        help: 'remove enableAutomaticOSUpgrade, or name the image without a version',
      },
    ]
  },
}

/** What keeps the nodes at one version of their image, if anything does. */
function pinnedVersion(config: Config): string | undefined {
  const { image, gallery, pool } = config
  if (hasOwnImage(pool?.properties)) {
    const id = ownImageId(pool?.properties)
    if (id !== undefined) return versionOf(id)
    const version = vmValue(config, 'imageReference', 'version')
    const isFixed = typeof version === 'string' && version !== '' && version !== 'latest'
    return isFixed ? `version ${version}` : undefined
  }
  if (gallery !== undefined) return 'the version that this config makes'
  return image?.id === undefined ? undefined : versionOf(image.id)
}

function versionOf(text: string): string | undefined {
  const id = parseArmId(text)
  if (id === undefined || !hasType(id, armTypes.imageVersion)) return undefined
  return `version ${id.name}`
}
