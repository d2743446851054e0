import type { Operation } from '../ports/azure.js'
import type { StepContext } from './context.js'
import { deletionPauseMs } from './nodes/poll-pace.js'
import { reportWaited, type ProgressReporter } from './progress.js'
import { waitFor } from './wait.js'

/** Waits until Azure has deleted what it was asked to. Throws `AzureFailure`, `DeadlinePassed`. */
export async function awaitDeleted(
  what: string,
  operation: Operation,
  { context, say }: { readonly context: StepContext; readonly say: ProgressReporter },
): Promise<void> {
  const { clock, signal, deadline } = context
  await waitFor<true>({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'deletion'),
    what: `${what} to be deleted`,
    everyMs: deletionPauseMs,
    onPending: say,
    probe: async () => {
      const { done, retryAfterMs } = await operation.poll({ signal })
      return done ? { done } : { pending: `${what} is being deleted`, retryAfterMs }
    },
  })
}
