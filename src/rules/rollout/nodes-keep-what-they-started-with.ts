import { resolvePool } from '../../plan/resolve-pool.js'
import { poolNameOf } from '../../model/pool-roles.js'
import type { AzureRule } from '../rule.js'

/** What a node only takes up when it starts, in words. */
const takenUpAtStart: Readonly<Record<string, string>> = {
  startTask: 'the start task',
  applicationPackages: 'the application packages',
  certificates: 'the certificates',
}

export const nodesKeepWhatTheyStartedWith: AzureRule = {
  id: 'rollout/nodes-keep-what-they-started-with',
  title: 'nodes that are there take up what changes in their pool',
  severity: 'notice',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
  needs: 'facts',
  check: (config, facts) => {
    const outlook = resolvePool(config, facts)
    if (outlook?.decision.kind !== 'patch') return []
    const { differing, state } = outlook.decision
    const nodes = state.dedicated + state.lowPriority
    if (nodes === 0) return []
    const names = [...new Set(differing.map(({ property }) => property))]
    return names.flatMap((name) => {
      const what = takenUpAtStart[name]
      if (what === undefined) return []
      const pool = poolNameOf({ id: outlook.facts.poolId })
      const count = nodes === 1 ? 'its node goes' : `its ${String(nodes)} nodes go`
      return [
        {
          at: ['pool', 'properties', name],
          message: `${what} of pool ${pool} changes, and ${count} on as before until rebooted: only nodes that come after it have it at once`,
          help: 'reboot the nodes when their tasks have ended, or scale the pool to 0 and back',
        },
      ]
    })
  },
}
