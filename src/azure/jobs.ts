import type { Azure, BatchAccount, Job } from '../ports/azure.js'
import { AzureFailure } from '../shared/errors.js'
import type { JsonObject } from '../shared/json.js'
import { aboutData, listData, quoted, sendData } from './account-endpoint.js'
import { given, numberAt, objectAt, textAt } from './answer-fields.js'
import { objectOf, unlessMissing } from './arm.js'
import { inCall } from './call.js'
import type { Clients } from './clients.js'
import type { About } from './errors.js'

type Jobs = Pick<Azure, 'jobs' | 'taskCounts' | 'job' | 'disableJob' | 'enableJob' | 'moveJob'>

const jobFields = 'id,state,eTag,poolInfo,executionInfo'

/** The jobs of an account, as far as they are moved from pool to pool. */
export function jobsOf(clients: Clients): Jobs {
  async function readJob(account: BatchAccount, job: string, about: About): Promise<Job> {
    const query = { $select: jobFields }
    const answer = await sendData(clients, about, { account, path: ['jobs', job], query })
    return toJob(objectOf(answer, about))
  }

  /** A request that refuses a job which is where it is wanted already is none. */
  async function change(
    account: BatchAccount,
    { job, verb, body, signal, wanted }: Change,
  ): Promise<void> {
    const about = aboutData(account, `${verb} job ${job}`)
    await inCall(about, signal, async () => {
      try {
        const path = ['jobs', job, verb]
        await sendData(clients, about, { account, method: 'POST', path, ...given('body', body) })
      } catch (error) {
        if (!(error instanceof AzureFailure) || error.status !== 409) throw error
        const { state } = await readJob(account, job, about)
        if (!wanted.includes(state)) throw error
      }
    })
  }

  return {
    async jobs(account, pool, { signal, most = Infinity }) {
      const about = aboutData(account, `list the jobs of pool ${pool}`)
      // What can be asked: https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch
      const filter = `executionInfo/poolId eq ${quoted(pool)} and state ne 'completed'`
      const query = { $filter: filter, $select: jobFields }
      return await inCall(about, signal, async () => {
        const jobs = await listData(clients, about, { account, path: ['jobs'], query, most })
        return jobs.map(toJob)
      })
    },

    async taskCounts(account, job, { signal }) {
      const about = aboutData(account, `count the tasks of job ${job}`)
      return await inCall(about, signal, async () => {
        const path = ['jobs', job, 'taskcounts']
        const counts = objectAt(
          objectOf(await sendData(clients, about, { account, path }), about),
          'taskCounts',
        )
        const count = (state: string): number => numberAt(counts, state) ?? 0
        return {
          active: count('active'),
          running: count('running'),
          succeeded: count('succeeded'),
          failed: count('failed'),
        }
      })
    },

    async job(account, job, { signal }) {
      const about = aboutData(account, `read job ${job}`)
      return await unlessMissing(
        inCall(about, signal, async () => await readJob(account, job, about)),
      )
    },

    async disableJob(account, job, { signal }) {
      const body = { disableTasks: 'requeue' }
      const wanted = ['disabling', 'disabled']
      await change(account, { job, verb: 'disable', body, signal, wanted })
    },

    async enableJob(account, job, { signal }) {
      await change(account, { job, verb: 'enable', signal, wanted: ['enabling', 'active'] })
    },

    async moveJob(account, job, pool, { signal }) {
      const about = aboutData(account, `move job ${job} to pool ${pool}`)
      const body = { poolInfo: { poolId: pool } }
      await inCall(about, signal, async () => {
        await sendData(clients, about, { account, method: 'PATCH', path: ['jobs', job], body })
      })
    },
  }
}

interface Change {
  readonly job: string
  readonly verb: 'disable' | 'enable'
  readonly body?: JsonObject
  readonly signal: AbortSignal
  /** States in which nothing is left to do. */
  readonly wanted: readonly string[]
}

/** `poolInfo` is what a move changes; jobs of a pool that Batch makes for them have it in `executionInfo` alone. */
function toJob(found: JsonObject): Job {
  const pool = textAt(found, 'poolInfo', 'poolId') ?? textAt(found, 'executionInfo', 'poolId')
  return {
    id: textAt(found, 'id') ?? '',
    state: textAt(found, 'state')?.toLowerCase() ?? 'unknown',
    ...given('poolId', pool),
    ...given('etag', textAt(found, 'eTag')),
  }
}
