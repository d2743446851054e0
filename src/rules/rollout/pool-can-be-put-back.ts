import { resolvePool } from '../../plan/resolve-pool.js'
import { poolNameOf } from '../../model/pool-roles.js'
import { isJsonArray, isJsonObject, type Json } from '../../shared/json.js'
import type { AzureRule } from '../rule.js'

/** Where a pool keeps what a GET leaves out, and by what it shows that there is something. */
const hidden: readonly (readonly [what: string, holds: (value: Json) => boolean])[] = [
  ['passwords of userAccounts', (item) => hasKey(item, 'elevationLevel')],
  [
    'passwords of containerRegistries',
    (item) => hasKey(item, 'registryServer') && hasKey(item, 'userName'),
  ],
  ['keys of mountConfiguration', isMountWithKey],
  [
    'protectedSettings of extensions',
    (item) => hasKey(item, 'typeHandlerVersion') || hasKey(item, 'autoUpgradeMinorVersion'),
  ],
  ['signatures in resourceFiles', (item) => isPlainUrlToBlobs(item)],
]

export const poolCanBePutBack: AzureRule = {
  id: 'rollout/pool-can-be-put-back',
  title: 'a pool that is recycled or replaced holds nothing that Azure does not show',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/get',
  needs: 'facts',
  check: (config, facts) => {
    const decision = resolvePool(config, facts)?.decision
    if (decision?.kind !== 'recycle' && decision?.kind !== 'replace') return []
    const { existing, kind } = decision
    const found = new Set(secretsBehind(existing.properties))
    if (found.size === 0) return []
    return [
      {
        at: ['rollout', 'onExistingPool'],
        message: `pool ${poolNameOf(existing)} holds what Azure does not show (${[...found].join(', ')}): when ${kind} fails, it comes back without them`,
        help: 'set on-existing-pool to blue-green, which leaves the old pool as it is, or be prepared to set them again',
      },
    ]
  },
}

function secretsBehind(value: Json): readonly string[] {
  const own = hidden.filter(([, holds]) => holds(value)).map(([what]) => what)
  if (isJsonArray(value)) return value.flatMap(secretsBehind)
  if (!isJsonObject(value)) return []
  return [...own, ...Object.values(value).flatMap(secretsBehind)]
}

function hasKey(value: Json, key: string): boolean {
  return isJsonObject(value) && (value[key] ?? null) !== null
}

function isMountWithKey(item: Json): boolean {
  if (hasKey(item, 'accountName') && hasKey(item, 'relativeMountPath')) {
    return !hasKey(item, 'identityReference')
  }
  return hasKey(item, 'mountOptions') && hasKey(item, 'userName')
}

/** A signature that a service hides leaves the address of a blob that nobody reads without one. */
function isPlainUrlToBlobs(item: Json): boolean {
  if (!isJsonObject(item) || hasKey(item, 'identityReference')) return false
  const url = item['httpUrl'] ?? item['storageContainerUrl']
  return typeof url === 'string' && /\.blob\.core\.[^/]+\//i.test(url) && !url.includes('?')
}
