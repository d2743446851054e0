import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'
import { writtenSizes } from '../vm-sizes.js'

export const vmSizeIsForBatch: OfflineRule = {
  id: 'pool/vm-size-is-for-batch',
  title: 'the VM size is of a family that Batch makes nodes of',
  // The list of what Batch does not take is of 2021; a plan asks the account's region.
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes',
  needs: 'config',
  check: (config) =>
    writtenSizes(config).flatMap(({ name, at }) => {
      if (!/^(standard_b\d|basic_|standard_a0$)/i.test(name)) return []
      const isBurstable = /^standard_b/i.test(name)
      const family = isBurstable ? 'of the burstable B family' : 'of the smallest kind'
      return [
        {
          at,
          message: `${showValue(name)} is ${family}, which Batch has not offered`,
          help: 'choose a size of another family, for example of Dsv5',
        },
      ]
    }),
}
