import { isAtLeast, wideUpdateApiVersion } from '../../model/batch-api-versions.js'
import { apiVersionFor } from '../../plan/pool-image.js'
import { longestWholeName } from '../../plan/rollout/derived-name.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

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

export const rolloutStrategyRules = rulesOn('config', [
  {
    id: 'rollout/derived-name-fits',
    title: 'the name of the pool leaves no room for what tells its successors apart',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#uri-parameters',
    check: ({ pool, rollout }) => {
      const name = pool?.name ?? ''
      if (rollout?.onExistingPool !== 'blue-green' || name.length <= longestWholeName) return []
      return {
        at: ['pool', 'name'],
        message: `pool names end at 64 characters: pools that take over from ${name} are called ${name.slice(0, longestWholeName)}-…`,
        help: `choose a name of at most ${String(longestWholeName)} characters`,
      }
    },
  },
  {
    id: 'rollout/recycle-needs-new-api',
    title: 'a pool is recycled over an API version that cannot change its image',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
    check: (config) => {
      if (config.pool === undefined || config.rollout?.onExistingPool !== 'recycle') return []
      const version = apiVersionFor(config)
      if (isAtLeast(version, wideUpdateApiVersion)) return []
      const newer =
        config.pool.batchApiVersion === undefined
          ? 'publish the image through a gallery, which takes the current API version'
          : `set batch-api-version to ${wideUpdateApiVersion} or newer`
      return {
        at: ['rollout', 'onExistingPool'],
        message: `on-existing-pool is recycle, but Batch API ${version} changes no image in place: that came with ${wideUpdateApiVersion}`,
        help: `${newer}, or set on-existing-pool to replace or blue-green`,
      }
    },
  },
  {
    id: 'rollout/settings-suit-strategy',
    title: 'a setting of the rollout means nothing to its strategy',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
    check: ({ pool, rollout }) => {
      const { onExistingPool = 'update', waitFor } = rollout ?? {}
      if (pool === undefined) return []
      const idle = meant.flatMap(({ key, input, strategies }): Found => {
        const value = rollout?.[key]
        if (value === undefined || value === false || strategies.includes(onExistingPool)) return []
        return {
          at: ['rollout', key],
          message: `${input} does nothing when on-existing-pool is ${onExistingPool}`,
          help: `remove it, or set on-existing-pool to ${strategies.join(' or ')}`,
          // An input of the same name may hold for other files of the run.
          onlyWhenInFile: true,
        }
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
  },
])
