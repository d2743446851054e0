import { valueOf } from '../../model/check-facts.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { poolNameOf } from '../../model/pool-roles.js'
import { drainLimit } from '../../plan/rollout/settings.js'
import type { AzureRule } from '../rule.js'

const mostNames = 5

export const runningJobs: AzureRule = {
  id: 'rollout/running-jobs',
  title: 'a pool that loses its nodes has no jobs that wait for them',
  severity: 'notice',
  docs: 'https://learn.microsoft.com/azure/batch/jobs-and-tasks',
  needs: 'facts',
  reads: ['jobs'],
  check: (config, facts) => {
    const decision = resolvePool(config, facts)?.decision
    const jobs = (valueOf(facts.checks?.jobs) ?? []).filter(({ state }) => state === 'active')
    if (decision === undefined || jobs.length === 0) return []
    const names = jobs.slice(0, mostNames).map(({ id }) => id)
    const more = jobs.length > mostNames ? `, and ${String(jobs.length - mostNames)} more` : ''
    const said = `${String(jobs.length)} active ${jobs.length === 1 ? 'job' : 'jobs'} (${names.join(', ')}${more})`
    const { iso } = drainLimit(config.rollout)
    const at = ['rollout', 'onExistingPool'] as const
    if (decision.kind === 'recycle' || decision.kind === 'replace') {
      return [
        {
          at,
          message: `pool ${poolNameOf(decision.existing)} has ${said}: their running tasks get ${iso} to end, the others wait for the new nodes`,
          help: 'roll out when they are done, or set on-existing-pool to blue-green',
        },
      ]
    }
    const [old] = decision.kind === 'blue-green' ? decision.live : []
    if (old === undefined || config.rollout?.moveJobs === true) return []
    return [
      {
        at,
        message: `pool ${poolNameOf(old)}, which is to be retired, has ${said}: no further task of theirs starts there`,
        help: 'set move-jobs, or point them at the pool that the output pool-id names',
        severity: 'warning',
      },
    ]
  },
}
