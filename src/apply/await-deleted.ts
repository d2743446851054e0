import type { Step } from '../plan/step.js'
import type { Operation } from '../ports/azure.js'
import type { StepContext } from './context.js'
import { waitFor } from './wait.js'

/** Deleting an image takes seconds, a gallery version minutes in each of its regions. */
const pollMs = 10_000

/** Waits until Azure has deleted what a step asked it to. Throws `AzureFailure`, `DeadlinePassed`. */
export async function awaitDeleted(
  step: Step,
  what: string,
  { operation, context }: { readonly operation: Operation; readonly context: StepContext },
): Promise<void> {
  const { clock, signal, deadline, emit } = context
  await waitFor<true>({
    ...{ clock, signal, deadline },
    what: `${what} to be deleted`,
    everyMs: () => pollMs,
    onPending: (say) => {
      emit({ type: 'step-progress', at: clock.now(), step, say, deadline })
    },
    probe: async () => {
      const { done, retryAfterMs } = await operation.poll({ signal })
      return done ? { done } : { pending: `${what} is being deleted`, retryAfterMs }
    },
  })
}
