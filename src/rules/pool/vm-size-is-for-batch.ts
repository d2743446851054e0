import { showValue } from '../../shared/show-value.js'
import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

export const vmSizeIsForBatch: OfflineRule = {
  id: 'pool/vm-size-is-for-batch',
  title: 'the VM size is of a family that Batch makes nodes of',
  // The list of what Batch does not take is of 2021; a plan asks the account's region.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes',
  needs: 'config',
  check: (config) => {
    const size = poolValue(config, 'vmSize')
    if (typeof size !== 'string' || !/^(standard_b\d|basic_|standard_a0$)/i.test(size)) return []
    const family = /^standard_b/i.test(size) ? 'of the burstable B family' : 'of the smallest kind'
    return [
      {
        at: poolPath('vmSize'),
        message: `${showValue(size)} is ${family}, which Batch has not offered`,
        help: 'choose a size of another family, for example of Dsv5',
      },
    ]
  },
}
