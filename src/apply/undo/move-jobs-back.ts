import type { StepContext } from '../context.js'
import { moveAll, moveJob } from '../jobs.js'
import { reportRollback } from '../progress.js'
import type { Undo } from './undo.js'
import { UndoSkipped } from './left-alone.js'

/** Takes jobs back to the pool where they were, as they were. Throws `UndoSkipped`, `AzureFailure`, `DeadlinePassed`. */
export async function moveJobsBack(
  { accountId, fromPool, toPool, jobs, stayDisabled }: Extract<Undo, { kind: 'move-jobs-back' }>,
  context: StepContext,
): Promise<void> {
  const { azure, signal } = context
  const account = await azure.batchAccount(accountId, { signal })
  if (account === undefined) throw new UndoSkipped('the Batch account is gone')
  const say = reportRollback(context)
  await moveAll(jobs, true, async (job) => {
    const staysDisabled = stayDisabled.includes(job)
    await moveJob({ account, job, from: toPool, to: fromPool, staysDisabled, say }, context)
  })
}
