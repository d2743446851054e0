import { isJsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import { isMix } from '../kit/written-sizes.js'
import { poolItems, poolPath, poolValue } from '../kit/values.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

/** From the specification of Batch API 2026-08-01. */
const docs = 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes'
const mostSizes = 5
const profilePath = poolPath('vmSkuProfile')

export const poolVmSkuProfileRules = rulesOn('config', [
  {
    id: 'pool/vm-sku-profile',
    title: 'vmSize Mix and the sizes of vmSkuProfile do not fit together',
    docs,
    check: (config) => {
      const vmSize = poolValue(config, 'vmSize')
      const profile = poolValue(config, 'vmSkuProfile')
      const sizes = poolItems(config, 'vmSkuProfile', 'vmSizes')
      if (!isMix(vmSize)) {
        if (!isJsonObject(profile)) return []
        const message = `vmSkuProfile is given, and vmSize is ${typeof vmSize === 'string' ? showValue(vmSize) : 'not given'}`
        return { at: profilePath, message, help: 'write vmSize: Mix, or remove vmSkuProfile' }
      }
      if (sizes.length === 0 || sizes.length > mostSizes) {
        const at = isJsonObject(profile) ? [...profilePath, 'vmSizes'] : poolPath('vmSize')
        const message = `vmSize is Mix, and vmSkuProfile has ${String(sizes.length)} sizes`
        return {
          at,
          message,
          help: 'list one to five under vmSkuProfile.vmSizes, each with its name',
        }
      }
      return rankViolations(profile, sizes)
    },
  },
])

function rankViolations(profile: unknown, sizes: ReturnType<typeof poolItems>): Found {
  const strategy = isJsonObject(profile) ? profile['allocationStrategy'] : undefined
  const isRanked = typeof strategy === 'string' && /^prioritized$/i.test(strategy)
  return sizes.flatMap(({ at, item: { rank, name } }): Found => {
    if ((rank !== undefined && rank !== null) === isRanked) return []
    return isRanked
      ? {
          at,
          message: `${showValue(name ?? null)} has no rank, and allocationStrategy is Prioritized`,
          help: 'give each size its rank, 0 for the first',
        }
      : {
          at: [...at, 'rank'],
          message: `a rank is given, and allocationStrategy is ${typeof strategy === 'string' ? strategy : 'LowestPrice'}`,
          help: 'write allocationStrategy: Prioritized, or remove the rank',
        }
  })
}
