import { propertiesUnknownTo, type UnknownProperty } from '../../plan/batch-api-versions.js'
import { nameOf } from '../../plan/pool-diff.js'
import { apiVersionFor, routeOf } from '../../plan/pool-image.js'
import { wantedPool } from '../../plan/pool-body.js'
import type { OfflineRule } from '../rule.js'

export const apiVersionKnowsProperties: OfflineRule = {
  id: 'pool/api-version-knows-properties',
  title: 'the API version of Batch has the properties that the pool is written with',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/templates/microsoft.batch/change-log/batchaccounts',
  needs: 'config',
  check: (config) => {
    const { pool } = config
    if (pool === undefined) return []
    const version = apiVersionFor(config)
    return propertiesUnknownTo(version, wantedPool(pool, {})).map((unknown) => ({
      at: ['pool', ...unknown.at],
      message: `Batch API ${version} has no ${nameOf(unknown.at)}: ${whenKnown(unknown, version)}`,
      help: wayOut(unknown, {
        version,
        isLegacy: routeOf(config) === 'managed-image' && pool.batchApiVersion === undefined,
      }),
    }))
  },
}

function whenKnown({ since, until }: UnknownProperty, version: string): string {
  if (since !== undefined && version < since) return `it came with ${since}`
  return `it went with ${until ?? 'a newer one'}`
}

interface Circumstances {
  readonly version: string
  /** The version was not chosen by the user: a managed image wants it. */
  readonly isLegacy: boolean
}

function wayOut({ since, instead }: UnknownProperty, { version, isLegacy }: Circumstances): string {
  const isTooNew = since !== undefined && version < since
  const ways = [
    ...(instead === undefined ? ['remove it'] : [`write ${instead} instead`]),
    ...(isTooNew && isLegacy
      ? ['publish the image through a gallery, which takes the current API version']
      : []),
    ...(isTooNew && !isLegacy ? [`set batch-api-version to ${since} or newer`] : []),
  ]
  return ways.join(', or ')
}
