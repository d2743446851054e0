import type { StepContext } from '../context.js'
import { moveAll, moveJob } from '../jobs.js'
import type { Undo } from '../undo.js'
import { LeftAlone } from './left-alone.js'

/** Takes jobs back to the pool where they were, as they were. Throws `LeftAlone`, `AzureFailure`, `DeadlinePassed`. */
export async function moveJobsBack(
  { accountId, fromPool, jobs, stayDisabled }: Extract<Undo, { kind: 'move-jobs-back' }>,
  context: StepContext,
): Promise<void> {
  const { azure, clock, emit, signal } = context
  const account = await azure.batchAccount(accountId, { signal })
  if (account === undefined) throw new LeftAlone('the Batch account is gone')
  const say = (what: string): void => {
    emit({ type: 'taking-back', at: clock.now(), say: what })
  }
  await moveAll(jobs, true, async (job) => {
    const staysDisabled = stayDisabled.includes(job)
    await moveJob({ account, job, to: fromPool, staysDisabled, say }, context)
  })
}
