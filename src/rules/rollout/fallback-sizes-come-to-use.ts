import { nodeGoal } from '../../plan/pool-body.js'
import type { OfflineRule } from '../rule.js'

export const fallbackSizesComeToUse: OfflineRule = {
  id: 'rollout/fallback-sizes-come-to-use',
  title: 'VM sizes to fall back on are given where the run can fall back on them',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
  needs: 'config',
  check: ({ pool, rollout }) => {
    if (pool === undefined || (pool.fallbackVmSizes ?? []).length === 0) return []
    const why = nodeGoal(pool, rollout).autoScale
      ? 'a formula decides how many nodes come, and when'
      : rollout?.waitFor === 'none'
        ? 'with wait-for none nobody sees that the region is out of capacity'
        : undefined
    if (why === undefined) return []
    return [
      {
        at: ['pool', 'fallbackVmSizes'],
        message: `the VM sizes to fall back on are never used: ${why}`,
        help: 'remove them, or give the pool a fixed scale and wait for its nodes',
      },
    ]
  },
}
