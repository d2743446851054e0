/** Jobs of the data plane on their way from one pool to another. */
import type { BatchAccount, Job } from '../ports/azure.js'
import { AzureFailure } from '../shared/errors.js'
import { mapConcurrent } from '../shared/map-concurrent.js'
import type { StepContext } from './context.js'
import { reportWaited, type ProgressReporter } from './progress.js'
import { waitFor } from './wait.js'

const pollMs = 5_000
/** Jobs that are moved at once. */
const jobsAtOnce = 4

export interface JobMove {
  readonly account: BatchAccount
  readonly job: string
  /** Names of the pools. */
  readonly from: string
  readonly to: string
  /** Somebody else disabled it: it stays so. */
  readonly staysDisabled: boolean
  readonly say: ProgressReporter
}

/**
 * Takes a job to another pool: disabled, so that its running tasks are requeued, then moved, then enabled. Begins where an
 * earlier run has left it; a job that has ended, or that somebody moved elsewhere, is left alone. Throws `AzureFailure`,
 * `DeadlinePassed`.
 */
export async function moveJob(move: JobMove, context: StepContext): Promise<void> {
  const { azure, signal } = context
  const { account, job: id, from, to, staysDisabled } = move
  const job = await settledJob(move, context)
  if (job === undefined) return
  const isThere = isIn(job, to)
  if (!isThere && !isIn(job, from)) return
  if (isThere && job.state === 'active') return
  if (!isThere) {
    if (job.state === 'active') {
      await unlessOver(async () => {
        await azure.disableJob(account, id, { signal })
      })
    }
    const disabled = await settledJob(move, context)
    if (disabled?.state !== 'disabled') return
    await azure.moveJob(account, id, to, { signal })
  }
  if (staysDisabled) return
  await unlessOver(async () => {
    await azure.enableJob(account, id, { signal })
  })
  await settledJob(move, context)
}

function isIn({ poolId }: Job, pool: string): boolean {
  return poolId?.toLowerCase() === pool.toLowerCase()
}

const onItsWay = ['disabling', 'enabling']
const ended = ['terminating', 'completed', 'deleting']

/** The job when it is active or disabled; undefined when it has ended. */
async function settledJob(move: JobMove, context: StepContext): Promise<Job | undefined> {
  const { azure, clock, signal, deadline } = context
  const { account, job: id } = move
  return await waitFor<Job | undefined>({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'jobs'),
    what: `job ${id}`,
    everyMs: () => pollMs,
    onPending: move.say,
    probe: async () => {
      const job = await azure.job(account, id, { signal })
      if (job === undefined || ended.includes(job.state)) return { done: undefined }
      return onItsWay.includes(job.state) ? { pending: `job ${id} is ${job.state}` } : { done: job }
    },
  })
}

/** A job may end at any moment: then there is nothing to move. */
async function unlessOver(send: () => Promise<void>): Promise<void> {
  const over = ['jobcompleted', 'jobterminating', 'jobbeingdeleted', 'jobnotfound']
  try {
    await send()
  } catch (error) {
    const isOver = error instanceof AzureFailure && over.includes(error.error.code.toLowerCase())
    if (!isOver) throw error
  }
}

/**
 * Moves jobs, a few at a time, and comes to an end only when none is on its way any more: what comes next may move them
 * back. Throws what the first one that failed did; with `goesOn` the others are moved all the same.
 */
export async function moveAll(
  jobs: readonly string[],
  goesOn: boolean,
  move: (job: string) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = []
  await mapConcurrent(jobs, jobsAtOnce, async (job) => {
    if (failures.length > 0 && !goesOn) return
    try {
      await move(job)
    } catch (error) {
      failures.push(error)
    }
  })
  if (failures.length > 0) throw failures[0]
}

/** Whether a job still has something to do. */
export function isOpen({ state }: Job): boolean {
  return !ended.includes(state)
}
