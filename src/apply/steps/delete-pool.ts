import type { DeletePool } from '../../plan/step.js'
import { isBeingDeleted } from '../../plan/rollout/roles.js'
import type { StepContext } from '../context.js'
import { poolIsGone, poolName } from '../pool-at-rest.js'
import type { UndoEntry } from '../undo.js'
import { undoable } from '../undo/undoable.js'
import { waitFor } from '../wait.js'

const pollMs = 15_000

/**
 * Deletes the pool, if nobody else changes it meanwhile, and waits until its name is free. One that is gone or on its way
 * out is as good. Throws `AzureFailure`, `DeadlinePassed`.
 */
export async function deletePool(step: DeletePool, context: StepContext): Promise<void> {
  const { azure, clock, signal, deadline, emit, record, willUndo } = context
  const { resource: id, apiVersion } = step
  const say = (what: string): void => {
    emit({ type: 'step-progress', at: clock.now(), step, say: what, deadline })
  }
  const pool = await azure.pool(id, apiVersion, { signal })
  const entry = step.before === undefined ? undefined : recreating(step, step.before)
  if (pool === undefined || isBeingDeleted(pool)) {
    if (entry !== undefined) willUndo(entry)
  } else {
    const etag = pool.etag === undefined ? {} : { etag: pool.etag }
    const send = async () => await azure.deletePool(id, apiVersion, { signal, ...etag })
    const operation = entry === undefined ? await send() : await undoable(entry, context, send)
    record({ changed: true })
    await waitFor<true>({
      clock,
      signal,
      deadline,
      what: `pool ${poolName(id)} to be deleted`,
      everyMs: () => pollMs,
      onPending: say,
      probe: async () => {
        const { done, retryAfterMs } = await operation.poll({ signal })
        return done ? { done } : { pending: `pool ${poolName(id)} is being deleted`, retryAfterMs }
      },
    })
  }
  await poolIsGone({ id, apiVersion }, context, say)
}

function recreating(step: DeletePool, body: NonNullable<DeletePool['before']>): UndoEntry {
  const { resource: id, apiVersion } = step
  return { of: 'changed', undo: { kind: 'recreate-pool', id, apiVersion, body } }
}
