import type { OfflineRule, Violation } from '../rule.js'

const drainers: readonly string[] = ['recycle', 'replace', 'blue-green']

/** Which strategies a setting means something to. */
const meant: readonly {
  readonly key: 'drainTimeout' | 'moveJobs' | 'rollbackWindow'
  readonly input: string
  readonly strategies: readonly string[]
}[] = [
  { key: 'drainTimeout', input: 'drain-timeout', strategies: drainers },
  { key: 'moveJobs', input: 'move-jobs', strategies: ['blue-green'] },
  { key: 'rollbackWindow', input: 'rollback-window', strategies: ['blue-green'] },
]

export const settingsSuitStrategy: OfflineRule = {
  id: 'rollout/settings-suit-strategy',
  title: 'what is set for a rollout means something to its strategy',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
  needs: 'config',
  check: ({ pool, rollout }) => {
    const { onExistingPool = 'update', waitFor } = rollout ?? {}
    if (pool === undefined) return []
    const idle = meant.flatMap(({ key, input, strategies }): readonly Violation[] => {
      const value = rollout?.[key]
      if (value === undefined || value === false || strategies.includes(onExistingPool)) return []
      return [
        {
          at: ['rollout', key],
          message: `${input} does nothing when on-existing-pool is ${onExistingPool}`,
          help: `remove it, or set on-existing-pool to ${strategies.join(' or ')}`,
          // An input of the same name may hold for other files of the run.
          onlyWhenInFile: true,
        },
      ]
    })
    if (waitFor !== 'none' || !drainers.includes(onExistingPool)) return idle
    return [
      ...idle,
      {
        at: ['rollout', 'waitFor'],
        message: `wait-for is none, but ${onExistingPool} waits until the new nodes are allocated: without them it goes back to the old ones`,
        help: 'write steady or nodes, or remove it',
        onlyWhenInFile: true,
      },
    ]
  },
}
