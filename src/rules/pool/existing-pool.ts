import { isAtLeast, wideUpdateApiVersion } from '../../model/batch-api-versions.js'
import { type PropertyDifference, describeDifference } from '../../model/pool-diff.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { nameOfId } from '../../shared/arm-id.js'
import type { Pool } from '../../ports/azure.js'
import { lineageNames } from '../../model/lineage.js'
import { markOf } from '../../model/pool-roles.js'
import type { Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

export const poolExistingPoolRules = rulesOn('facts', [
  {
    id: 'pool/existing-pool-can-become-it',
    title: 'a pool that exists differs in what Batch cannot change in place',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
    check: (config, facts) => {
      const outlook = resolvePool(config, facts)
      if (outlook?.decision.kind !== 'refuse' || outlook.decision.why !== 'differs') return []
      const { poolId, apiVersion } = outlook.facts
      const name = nameOfId(poolId)
      const help = wayOut(isAtLeast(apiVersion, wideUpdateApiVersion))
      return outlook.decision.differing.map((difference) => ({
        // Nobody wrote an image reference that is filled in: what stands around it has nothing to do with it.
        at:
          isImage(difference) && outlook.fillsImage ? ['pool', 'name'] : ['pool', ...difference.at],
        message: `pool ${name} exists, and Batch does not change this while it has nodes: ${describeDifference(difference)}`,
        help,
      }))
    },
  },
  {
    id: 'pool/existing-pool-is-usable',
    title: 'the pool of that name exists and may not be updated',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-update-properties',
    check: (config, facts) => {
      const outlook = resolvePool(config, facts)
      if (outlook?.decision.kind !== 'refuse') return []
      const name = nameOfId(outlook.facts.poolId)
      switch (outlook.decision.why) {
        case 'exists':
          return {
            at: ['pool', 'name'],
            message: `pool ${name} exists, and on-existing-pool is fail`,
            help: 'set on-existing-pool to update, recycle, blue-green or replace, choose another pool-name, or delete the pool',
          }
        case 'taken':
          return {
            at: ['pool', 'name'],
            message: `pool ${outlook.decision.by}, which is to take over, exists and is not as wanted`,
            help: `delete pool ${outlook.decision.by} and run again`,
          }
        case 'not-live':
          return notLive(outlook.decision.live, name, config.rollout?.onExistingPool)
        case 'renamed':
          return renamed(outlook.decision.live, config.pool?.name ?? name)
        case 'differs':
          return []
      }
    },
  },
])

/** Both pools would have nodes, and the jobs be on one of them. */
function notLive(live: Pool, name: string, strategy = 'update'): Violation {
  const liveName = nameOfId(live.id)
  const rollout = markOf(live, lineageNames.pool) ?? liveName
  const goOn =
    strategy === 'blue-green'
      ? `write pool-name: ${rollout}`
      : 'set on-existing-pool to blue-green (in the config file, so that every run of it has it)'
  return {
    at: ['pool', 'name'],
    message: `pool ${name} is not the live one: a blue-green rollout has put pool ${liveName} in its place, and takes the jobs there`,
    help: `${goOn}; or change the live pool alone by pool-name: ${liveName}; or, to go back to ${name} for good, delete pool ${liveName} once it has no jobs`,
  }
}

/** Both pools would have nodes, and nobody would know of the one with the old name. */
function renamed(live: Pool, name: string): Violation {
  const liveName = nameOfId(live.id)
  const rollout = markOf(live, lineageNames.pool) ?? liveName
  return {
    at: ['pool', 'name'],
    message: `this config has made pool ${liveName}, which is live, as ${rollout}: under the name ${name} there would be a second one beside it, and the jobs stay with the first`,
    help: `write name: ${rollout}; or delete pool ${liveName} once it has no jobs; or, to have both, write a config file of its own for ${name}`,
  }
}

function isImage({ at }: PropertyDifference): boolean {
  return at.includes('imageReference')
}

/** Without nodes almost everything can change, if the API version is new enough to say so. */
function wayOut(changesWhenEmpty: boolean): string {
  const others = 'write what the pool has, or choose another pool-name'
  return changesWhenEmpty
    ? `set on-existing-pool to recycle, blue-green or replace, scale the pool to 0 nodes and run again, ${others}`
    : `set on-existing-pool to blue-green or replace, ${others}`
}
