import type { Azure, BatchAccount, TaskCounts } from '../ports/azure.js'
import { mapConcurrent } from '../shared/map-concurrent.js'
import { tryReadUntil } from './read-result.js'

/** With the list of the jobs five requests: nobody waits for more, only to see what a formula yields. */
const mostJobs = 4
/** Nor longer than this. */
const mostMs = 5_000

/** The tasks on a pool, or why they are not known. */
export type TaskLoad = TaskCounts | { readonly leftOut: string }

/** The tasks of the jobs that are active on a pool, in five requests at most, each a GET. */
export async function readTaskLoad(asked: {
  readonly azure: Azure
  readonly account: BatchAccount
  readonly pool: string
  readonly signal: AbortSignal
}): Promise<TaskLoad> {
  const { azure, account, pool } = asked
  const limit = AbortSignal.timeout(mostMs)
  const signal = AbortSignal.any([asked.signal, limit])
  const read = await tryReadUntil(countAll({ azure, account, pool, signal }), { signal, limit })
  if (read.kind === 'found') return read.value
  const why = read.kind === 'missing' ? 'there are no jobs to ask' : read.failure.message
  return { leftOut: `its jobs cannot be read: ${why}` }
}

async function countAll(asked: {
  readonly azure: Azure
  readonly account: BatchAccount
  readonly pool: string
  readonly signal: AbortSignal
}): Promise<TaskLoad> {
  const { azure, account, pool, signal } = asked
  const jobs = await azure.jobs(account, pool, { signal, most: mostJobs + 1 })
  if (jobs.length > mostJobs) {
    return { leftOut: `it has more than ${String(mostJobs)} jobs, and each is a request` }
  }
  const active = jobs.filter(({ state }) => state === 'active')
  const counts = await mapConcurrent(
    active,
    mostJobs,
    async ({ id }) => await azure.taskCounts(account, id, { signal }),
  )
  const sum = (state: keyof TaskCounts): number =>
    counts.reduce((total, count) => total + count[state], 0)
  return {
    active: sum('active'),
    running: sum('running'),
    succeeded: sum('succeeded'),
    failed: sum('failed'),
  }
}
