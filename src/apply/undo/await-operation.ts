import type { Operation } from '../../ports/azure.js'
import type { StepContext } from '../context.js'
import { waitFor } from '../wait.js'

const pollMs = 5_000

/** Waits until Azure has deleted what it was asked to. Throws `AzureFailure`, `DeadlinePassed`. */
export async function awaitDeleted(
  what: string,
  operation: Operation,
  { clock, signal, deadline, emit }: StepContext,
): Promise<void> {
  await waitFor<true>({
    clock,
    signal,
    deadline,
    what: `${what} to be deleted`,
    everyMs: () => pollMs,
    onPending: (say) => {
      emit({ type: 'taking-back', at: clock.now(), say })
    },
    probe: async () => {
      const { done, retryAfterMs } = await operation.poll({ signal })
      return done ? { done } : { pending: `${what} is being deleted`, retryAfterMs }
    },
  })
}
