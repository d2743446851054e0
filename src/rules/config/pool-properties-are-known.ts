import { poolProperties } from '../../inputs/keys.js'
import { showValue } from '../../shared/show-value.js'
import { suggest } from '../../shared/suggest.js'
import type { OfflineRule } from '../rule.js'

export const poolPropertiesAreKnown: OfflineRule = {
  id: 'config/pool-properties-are-known',
  title: 'the properties of a pool are ones that Batch has had',
  // Sent as written all the same: a newer API version may know it.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools',
  needs: 'config',
  check: ({ pool }) =>
    Object.keys(pool?.properties ?? {}).flatMap((key) => {
      if (poolProperties.includes(key)) return []
      const near = suggest(key, poolProperties)
      return [
        {
          at: ['pool', 'properties', key],
          message: `${showValue(key)} is not a property of a pool that is known here`,
          help: near === undefined ? 'check how it is spelled' : `did you mean ${near}?`,
        },
      ]
    }),
}
