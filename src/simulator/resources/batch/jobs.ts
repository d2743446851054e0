/** What jobs are, whatever asks for them: those of the scenario, their states, whether one of them is at work. */
import { textAt } from '../../json.js'
import type { Scenario, Store, StoredResource } from '../../kernel.js'
import { sameText } from '../../store.js'
import { accountIdOf } from './accounts.js'
import type { World } from './pool-image.js'

export const jobType = 'Microsoft.Batch/batchAccounts/jobs'

/** Stores the jobs that exist at the start. Throws for one whose account does not exist. */
export function loadJobs(store: Store, { jobs = [] }: Scenario): void {
  const accounts = store.ofType('Microsoft.Batch/batchAccounts')
  for (const job of jobs) {
    const { id, pool, account: wanted, state = 'active', disableSeconds: seconds, tasks = {} } = job
    const account = accounts.find(({ name }) => wanted === undefined || sameText(name, wanted))
    if (account === undefined) {
      throw new Error(`job ${id} of the scenario is of account ${wanted ?? ''}, which is not there`)
    }
    store.put({
      id: `${account.id}/jobs/${id}`,
      name: id,
      type: jobType,
      properties: { poolId: pool, state, since: 0 },
      hidden: {
        changes: 0,
        tasks: { ...tasks },
        ...(seconds === undefined ? {} : { disableSeconds: seconds }),
      },
    })
  }
}

/** Whether tasks can run on a pool: one without jobs of the scenario may have any, else a job must be at work. */
export function isAtWork({ store, clock }: World, pool: StoredResource): boolean {
  const jobs = store
    .list(`${accountIdOf(pool.id)}/jobs`)
    .filter((job) => sameText(textAt(job.properties, 'poolId') ?? '', pool.name))
  const working = ['active', 'disabling', 'terminating']
  return jobs.length === 0 || jobs.some((job) => working.includes(stateOf(job, clock.now())))
}

/** The state that the clock has brought it to: `disabling` becomes `disabled`, `enabling` `active`. */
export function stateOf({ properties }: StoredResource, now: number): string {
  const until = properties['until']
  const next = textAt(properties, 'next')
  if (next !== undefined && typeof until === 'number' && now >= until) return next
  return textAt(properties, 'state') ?? 'active'
}
