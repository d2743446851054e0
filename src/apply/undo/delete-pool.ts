import { ownMetadata } from '../../plan/lineage.js'
import { parseArmId } from '../../shared/arm-id.js'
import type { StepContext } from '../context.js'
import type { Undo } from '../undo.js'
import { waitFor } from '../wait.js'
import { awaitDeleted } from './await-operation.js'
import { LeftAlone } from './left-alone.js'
import { hasMarks } from './marks.js'

const pollMs = 5_000

/**
 * Deletes a pool that this run made, as it is or as it is being resized, and waits until its name is free. Throws
 * `LeftAlone` when it is somebody else's, `AzureFailure`, `DeadlinePassed`.
 */
export async function deleteMadePool(
  { id, apiVersion, marks }: Extract<Undo, { kind: 'delete-pool' }>,
  context: StepContext,
): Promise<void> {
  const { azure, clock, signal, deadline, emit } = context
  const what = `pool ${parseArmId(id)?.name ?? id}`
  const pool = await azure.pool(id, apiVersion, { signal })
  if (pool === undefined) return
  if (!hasMarks(ownMetadata(pool.properties), marks)) throw new LeftAlone('another run made it')
  // No If-Match: while a pool is being resized every look shows another ETag.
  await awaitDeleted(what, await azure.deletePool(id, apiVersion, { signal }), context)
  await waitFor<true>({
    clock,
    signal,
    deadline,
    what: `${what} to be gone`,
    everyMs: () => pollMs,
    onPending: (say) => {
      emit({ type: 'taking-back', at: clock.now(), say })
    },
    probe: async () => {
      const found = await azure.pool(id, apiVersion, { signal })
      return found === undefined ? { done: true } : { pending: `${what} is on its way out` }
    },
  })
}
