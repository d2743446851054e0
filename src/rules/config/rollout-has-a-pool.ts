import type { OfflineRule } from '../rule.js'

/** A minimum of nodes without a pool is told by another rule. */
const keys = ['onExistingPool', 'waitFor'] as const

export const rolloutHasAPool: OfflineRule = {
  id: 'config/rollout-has-a-pool',
  title: 'a rollout section goes with a pool',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
  needs: 'config',
  check: ({ pool, rollout }) => {
    if (pool !== undefined) return []
    return keys
      .filter((key) => rollout?.[key] !== undefined)
      .map((key) => ({
        at: ['rollout', key],
        message: `${key} is given, but there is no pool that it could apply to`,
        help: 'add a section pool, or remove it',
        // An input of the same name may hold for other files of the run.
        onlyWhenInFile: true,
      }))
  },
}
