import { showValue } from '../../shared/show-value.js'
import { natPools } from '../nat-pools.js'
import { repeated } from '../pool-values.js'
import type { OfflineRule, Violation } from '../rule.js'

const form = /^[a-z0-9](?:[a-z0-9_.-]{0,75}[a-z0-9_])?$/i

export const natPoolNames: OfflineRule = {
  id: 'pool/nat-pool-names',
  title: 'inbound NAT pools have names of their own that Batch takes',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#inboundnatpool',
  needs: 'config',
  check: (config) => {
    const pools = natPools(config)
    const malformed = pools.flatMap(({ at, item: { name } }): readonly Violation[] => {
      if (typeof name !== 'string' || form.test(name)) return []
      const message = `${showValue(name)} is not a valid name of an inbound NAT pool`
      const help =
        'use 1 to 77 letters, digits, _, . and -, beginning with a letter or digit and ending with one or _'
      return [{ at: [...at, 'name'], message, help }]
    })
    const twice = repeated(pools, 'name').map(({ at, value }) => ({
      at,
      message: `more than one inbound NAT pool is called ${showValue(value)}`,
      help: 'give each a name of its own',
    }))
    return [...malformed, ...twice]
  },
}
