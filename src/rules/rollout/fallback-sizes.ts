import { nodeGoal } from '../../model/pool-body.js'
import { isSameSize, vmSizesOf } from '../../model/vm-sizes.js'
import { showValue } from '../../shared/show-value.js'
import { rulesOn } from '../kit/rules-on.js'

export const rolloutFallbackSizesRules = rulesOn('config', [
  {
    id: 'rollout/fallback-sizes-are-distinct',
    title: 'a VM size is named twice',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes',
    check: ({ pool }) => {
      const { fallbackVmSizes = [] } = pool ?? {}
      const before = vmSizesOf(pool).length - fallbackVmSizes.length
      return fallbackVmSizes.flatMap((size, index) => {
        const earlier = vmSizesOf(pool).slice(0, before + index)
        if (!earlier.some((one) => isSameSize(one, size))) return []
        return {
          at: ['pool', 'fallbackVmSizes', index],
          message: `${showValue(size)} is among the VM sizes before it: a region that is out of it stays out of it`,
          help: 'name another size, or remove it',
        }
      })
    },
  },
  {
    id: 'rollout/fallback-sizes-come-to-use',
    title: 'VM sizes to fall back on are given where the run cannot fall back on them',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
    check: ({ pool, rollout }) => {
      if (pool === undefined || (pool.fallbackVmSizes ?? []).length === 0) return []
      const { autoScale } = nodeGoal(pool, rollout)
      if (!autoScale && rollout?.waitFor !== 'none') return []
      const why = autoScale
        ? 'a formula decides how many nodes come, and when'
        : 'with wait-for none nobody sees that the region is out of capacity'
      return {
        at: ['pool', 'fallbackVmSizes'],
        message: `the VM sizes to fall back on are never used: ${why}`,
        help: 'remove them, or give the pool a fixed scale and wait for its nodes',
      }
    },
  },
])
