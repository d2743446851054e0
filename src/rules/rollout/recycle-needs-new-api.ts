import { isAtLeast, wideUpdateApiVersion } from '../../model/batch-api-versions.js'
import { apiVersionFor } from '../../plan/pool-image.js'
import type { OfflineRule } from '../rule.js'

export const recycleNeedsNewApi: OfflineRule = {
  id: 'rollout/recycle-needs-new-api',
  title: 'a pool is recycled over an API version that changes its image',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
  needs: 'config',
  check: (config) => {
    if (config.pool === undefined || config.rollout?.onExistingPool !== 'recycle') return []
    const version = apiVersionFor(config)
    if (isAtLeast(version, wideUpdateApiVersion)) return []
    const newer =
      config.pool.batchApiVersion === undefined
        ? 'publish the image through a gallery, which takes the current API version'
        : `set batch-api-version to ${wideUpdateApiVersion} or newer`
    return [
      {
        at: ['rollout', 'onExistingPool'],
        message: `on-existing-pool is recycle, but Batch API ${version} changes no image in place: that came with ${wideUpdateApiVersion}`,
        help: `${newer}, or set on-existing-pool to replace or blue-green`,
      },
    ]
  },
}
