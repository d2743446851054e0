import { type OutsideVersion, findOutsideVersion } from '../../inputs/pool-schema/lifetimes.js'
import {
  currentApiVersion,
  isAtLeast,
  managedImageApiVersion,
} from '../../model/batch-api-versions.js'
import { cloudServicePath, wantedPool } from '../../model/pool-body.js'
import { nameOf } from '../../model/pool-diff.js'
import { retirementOf } from '../../model/retirements.js'
import { apiVersionFor, routeOf } from '../../plan/pool-image.js'
import { showValue } from '../../shared/show-value.js'
import { apiVersionsWithPools } from '../kit/api-versions.js'
import { retirementProblem } from '../kit/retirement.js'
import type { Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

export const poolApiVersionRules = [
  ...rulesOn('config', [
    {
      id: 'pool/api-version-knows-properties',
      title: 'the pool has a property or value that the API version of Batch does not know',
      docs: 'https://learn.microsoft.com/azure/templates/microsoft.batch/change-log/batchaccounts/pools',
      check: (config) => {
        const { pool } = config
        if (pool === undefined) return []
        const version = apiVersionFor(config)
        const isLegacy = routeOf(config) === 'managed-image' && pool.batchApiVersion === undefined
        return findOutsideVersion(wantedPool(pool, {}), version).map((outside) =>
          toProblem(outside, { version, isLegacy }),
        )
      },
    },
  ]),
  ...rulesOn('date', [
    {
      id: 'pool/api-version-is-in-service',
      title: 'Batch is about to drop batch-api-version, or has dropped it',
      severity: 'warning',
      docs: 'https://learn.microsoft.com/azure/templates/microsoft.batch/change-log/batchaccounts',
      check: (config, today) => {
        const version = config.pool?.batchApiVersion ?? ''
        const retirement = retirementOf('api-version', version)
        if (retirement === undefined || !apiVersionsWithPools.includes(version)) return []
        // A managed image wants an old version, and another rule says what that means.
        if (routeOf(config) === 'managed-image') return []
        const at = ['pool', 'batchApiVersion']
        const subject = `batch-api-version ${showValue(version)}`
        const help = `leave batch-api-version out, or write ${currentApiVersion}`
        return retirementProblem({ at, subject, help, retirement }, today)
      },
    },
  ]),
  ...rulesOn('config', [
    {
      id: 'pool/api-version-takes-the-image',
      title:
        'the API version does not take images of this kind: managed ones go up to 2019-08-01, gallery ones from then on',
      docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
      check: (config) => {
        const version = config.pool?.batchApiVersion
        if (version === undefined || !/^\d{4}-\d\d-\d\d(-preview)?$/.test(version)) return []
        const at = ['pool', 'batchApiVersion']
        const route = routeOf(config)
        if (route === 'managed-image' && version.slice(0, 10) > managedImageApiVersion) {
          const message = `Batch API ${version} takes gallery images, and the pool is made straight from a managed image`
          const help = `publish the image through a gallery, or leave batch-api-version out to have ${managedImageApiVersion}`
          return { at, message, help }
        }
        if (route === 'gallery' && !isAtLeast(version, managedImageApiVersion)) {
          const message = `Batch API ${version} takes no gallery images`
          const help = `leave batch-api-version out, or write ${managedImageApiVersion} or newer`
          return { at, message, help }
        }
        return []
      },
    },
  ]),
]

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
  const message = `Batch API ${version} has no ${what}: ${whenKnown(outside, version)}`
  if (outside.path.at(-1) === cloudServicePath[1]) {
    const help =
      'write virtualMachineConfiguration instead, with an imageReference and a nodeAgentSkuId'
    return { at, message: `Cloud Services pools are retired: ${message}`, help }
  }
  return { at, message, help: wayOut(outside, circumstances) }
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
