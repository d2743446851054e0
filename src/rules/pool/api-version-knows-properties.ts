import { findOutsideVersion, type OutsideVersion } from '../../inputs/pool-schema/lifetimes.js'
import { nameOf } from '../../model/pool-diff.js'
import { apiVersionFor, routeOf } from '../../plan/pool-image.js'
import { wantedPool } from '../../model/pool-body.js'
import type { OfflineRule, Violation } from '../rule.js'

export const apiVersionKnowsProperties: OfflineRule = {
  id: 'pool/api-version-knows-properties',
  title: 'the API version of Batch has the properties and values that the pool is written with',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/templates/microsoft.batch/change-log/batchaccounts/pools',
  needs: 'config',
  check: (config) => {
    const { pool } = config
    if (pool === undefined) return []
    const version = apiVersionFor(config)
    const isLegacy = routeOf(config) === 'managed-image' && pool.batchApiVersion === undefined
    return findOutsideVersion(wantedPool(pool, {}), version).map((outside) =>
      toProblem(outside, { version, isLegacy }),
    )
  },
}

interface Circumstances {
  readonly version: string
  /** The version was not chosen by the user: a managed image wants it. */
  readonly isLegacy: boolean
}

function toProblem(outside: OutsideVersion, circumstances: Circumstances): Violation {
  const at = ['pool', ...outside.path]
  const name = nameOf(outside.path)
  const { version } = circumstances
  if (outside.kind === 'missing') {
    const message = `${name} is missing: Batch API ${version} asks for it`
    return { at, message, help: `add ${String(outside.path.at(-1))}` }
  }
  const what = outside.value === undefined ? name : `${outside.value} for ${name}`
  return {
    at,
    message: `Batch API ${version} has no ${what}: ${whenKnown(outside, version)}`,
    help: wayOut(outside, circumstances),
  }
}

function whenKnown({ since, until }: OutsideVersion, version: string): string {
  if (since !== undefined && version < since) return `it came with ${since}`
  return `it went with ${until ?? 'a newer one'}`
}

function wayOut(outside: OutsideVersion, { version, isLegacy }: Circumstances): string {
  const { value, since, instead } = outside
  const isTooNew = since !== undefined && version < since
  const ways = [
    instead === undefined ? `remove ${value ?? 'it'}` : `write ${instead} instead`,
    ...(isTooNew && isLegacy
      ? ['publish the image through a gallery, which takes the current API version']
      : []),
    ...(isTooNew && !isLegacy ? [`set batch-api-version to ${since} or newer`] : []),
  ]
  return ways.join(', or ')
}
