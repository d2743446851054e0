import { nameOfId } from '../../shared/arm-id.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import type { AzureRule } from '../rule.js'

export const existingPoolIsUsable: AzureRule = {
  id: 'pool/existing-pool-is-usable',
  title: 'the name of the pool is free, or the pool of that name may be updated',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
  needs: 'facts',
  check: (config, facts) => {
    const outlook = resolvePool(config, facts)
    if (outlook?.decision.kind !== 'refuse') return []
    const name = nameOfId(outlook.facts.poolId)
    switch (outlook.decision.why) {
      case 'exists':
        return [
          {
            at: ['pool', 'name'],
            message: `pool ${name} exists, and on-existing-pool is fail`,
            help: 'set on-existing-pool to update, recycle, blue-green or replace, choose another pool-name, or delete the pool',
          },
        ]
      case 'taken':
        return [
          {
            at: ['pool', 'name'],
            message: `pool ${outlook.decision.by}, which is to take over, exists and is not as wanted`,
            help: `delete pool ${outlook.decision.by} and run again`,
          },
        ]
      case 'differs':
        return []
    }
  },
}
