import { isSameSize, vmSizesOf } from '../../model/vm-sizes.js'
import { showValue } from '../../shared/show-value.js'
import type { OfflineRule } from '../rule.js'

export const fallbackSizesAreDistinct: OfflineRule = {
  id: 'rollout/fallback-sizes-are-distinct',
  title: 'no VM size is named twice',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes',
  needs: 'config',
  check: ({ pool }) => {
    const { fallbackVmSizes = [] } = pool ?? {}
    const before = vmSizesOf(pool).length - fallbackVmSizes.length
    return fallbackVmSizes.flatMap((size, index) => {
      const earlier = vmSizesOf(pool).slice(0, before + index)
      if (!earlier.some((one) => isSameSize(one, size))) return []
      return [
        {
          at: ['pool', 'fallbackVmSizes', index],
          message: `${showValue(size)} is among the VM sizes before it: a region that is out of it stays out of it`,
          help: 'name another size, or remove it',
        },
      ]
    })
  },
}
