import type { Config } from '../../inputs/config.js'
import { hasOwnImage, ownImageId } from '../../model/pool-body.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { isGiven, osOfPool, poolPath, poolValue, vmValue } from '../kit/values.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/batch/batch-upgrade-policy'

const automaticUpgradePath = [
  'upgradePolicy',
  'automaticOSUpgradePolicy',
  'enableAutomaticOSUpgrade',
] as const
const rollingPolicyPath = ['upgradePolicy', 'rollingUpgradePolicy'] as const
const crossZonePath = [...rollingPolicyPath, 'enableCrossZoneUpgrade'] as const

export const poolUpgradeRules = rulesOn({ needs: 'config', docs }, [
  {
    id: 'pool/os-upgrade-follows-latest',
    title: 'nodes that upgrade themselves are made from a fixed version of their image',
    severity: 'warning',
    check: (config) => {
      const pinned =
        poolValue(config, ...automaticUpgradePath) === true ? pinnedVersion(config) : undefined
      if (pinned === undefined) return []
      return {
        at: poolPath(...automaticUpgradePath),
        message: `enableAutomaticOSUpgrade is on, but the nodes are made from ${pinned} and stay with it`,
        help: 'remove enableAutomaticOSUpgrade, or name the image without a version',
      }
    },
  },
  {
    id: 'pool/os-upgrade-windows-updates',
    title: 'Windows nodes are both upgraded by Batch and update themselves',
    check: (config) => {
      if (poolValue(config, ...automaticUpgradePath) !== true || osOfPool(config) !== 'Windows')
        return []
      const updates = vmValue(config, 'windowsConfiguration', 'enableAutomaticUpdates')
      if (updates === false) return []
      return {
        at: poolPath(...automaticUpgradePath),
        message: 'enableAutomaticOSUpgrade is on, and so are automatic updates of Windows',
        help: 'write windowsConfiguration: { enableAutomaticUpdates: false }',
        // Left out, they are on; whether Batch minds that as well, its page does not say.
        ...(updates === undefined && { severity: 'warning' as const }),
      }
    },
  },
  {
    id: 'pool/rolling-upgrade-batches',
    title: 'a batch of a rolling upgrade is larger than the share of nodes that may be unhealthy',
    check: (config) => {
      const batch = poolValue(config, ...rollingPolicyPath, 'maxBatchInstancePercent')
      const unhealthy = poolValue(config, ...rollingPolicyPath, 'maxUnhealthyInstancePercent')
      if (typeof batch !== 'number' || typeof unhealthy !== 'number' || batch <= unhealthy)
        return []
      return {
        at: poolPath(...rollingPolicyPath, 'maxBatchInstancePercent'),
        message: `maxBatchInstancePercent ${String(batch)} is more than maxUnhealthyInstancePercent ${String(unhealthy)}`,
        help: `write at most ${String(unhealthy)}, or raise maxUnhealthyInstancePercent`,
      }
    },
  },
  {
    id: 'pool/rolling-upgrade-zones',
    title: 'enableCrossZoneUpgrade for a pool whose nodes are not placed by zone',
    check: (config) => {
      if (!isGiven(poolValue(config, ...crossZonePath))) return []
      const policy = vmValue(config, 'nodePlacementConfiguration', 'policy')
      if (typeof policy === 'string' && policy.toLowerCase() === 'zonal') return []
      return {
        at: poolPath(...crossZonePath),
        message: `enableCrossZoneUpgrade is given, and the nodes are placed ${typeof policy === 'string' ? policy : 'Regional'}`,
        help: 'remove it, or write nodePlacementConfiguration: { policy: Zonal }',
      }
    },
  },
])

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
