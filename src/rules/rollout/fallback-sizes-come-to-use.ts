import { nodeGoal } from '../../model/pool-body.js'
import type { OfflineRule } from '../rule.js'

export const fallbackSizesComeToUse: OfflineRule = {
  id: 'rollout/fallback-sizes-come-to-use',
  title: 'VM sizes to fall back on are given where the run can fall back on them',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
  needs: 'config',
  check: ({ pool, rollout }) => {
    if (pool === undefined || (pool.fallbackVmSizes ?? []).length === 0) return []
    const { autoScale } = nodeGoal(pool, rollout)
    if (!autoScale && rollout?.waitFor !== 'none') return []
    const why = autoScale
      ? 'a formula decides how many nodes come, and when'
      : 'with wait-for none nobody sees that the region is out of capacity'
    return [
      {
        at: ['pool', 'fallbackVmSizes'],
        message: `the VM sizes to fall back on are never used: ${why}`,
        help: 'remove them, or give the pool a fixed scale and wait for its nodes',
      },
    ]
  },
}
