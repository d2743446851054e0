import { resolvePool } from '../../plan/resolve-pool.js'
import type { AzureRule } from '../rule.js'

export const jobsCanBeMoved: AzureRule = {
  id: 'rollout/jobs-can-be-moved',
  title: 'the jobs that are to move can be reached',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/public-network-access',
  needs: 'facts',
  reads: ['jobs'],
  check: (config, facts) => {
    const decision = resolvePool(config, facts)?.decision
    const { jobs, mode } = facts.checks ?? {}
    if (config.rollout?.moveJobs !== true || decision?.kind !== 'blue-green') return []
    if (jobs?.kind !== 'unreadable') return []
    const { code } = jobs.failure.error
    return [
      {
        at: ['rollout', 'moveJobs'],
        message: `move-jobs is set, but the jobs of Batch account ${facts.pool?.account?.name ?? ''} cannot be read (${code})`,
        help: 'run where the account can be reached, grant the role Azure Batch Data Contributor, or remove move-jobs',
        ...(mode !== 'apply' && { severity: 'warning' as const }),
      },
    ]
  },
}
