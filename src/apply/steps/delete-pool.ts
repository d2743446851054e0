import type { DeletePool } from '../../model/step.js'
import { isBeingDeleted } from '../../model/pool-roles.js'
import { nameOfId } from '../../shared/arm-id.js'
import { awaitDeleted } from '../await-deleted.js'
import type { StepContext } from '../context.js'
import { poolIsGone } from '../nodes/pool-at-rest.js'
import { reportProgress } from '../progress.js'
import type { UndoEntry } from '../undo/undo.js'
import { undoable } from '../undo/undoable.js'

/**
 * Deletes the pool, if nobody else changes it meanwhile, and waits until its name is free. One that is gone or on its way
 * out is as good. Throws `AzureFailure`, `DeadlinePassed`.
 */
export async function deletePool(step: DeletePool, context: StepContext): Promise<void> {
  const { azure, signal, record, recordUndo } = context
  const { resource: id, apiVersion } = step
  const say = reportProgress(step, context)
  const pool = await azure.pool(id, apiVersion, { signal })
  const entry = step.before === undefined ? undefined : recreating(step, step.before)
  if (pool === undefined || isBeingDeleted(pool)) {
    if (entry !== undefined) recordUndo(entry)
  } else {
    const { etag = pool.etag } = step
    const send = async () => await azure.deletePool(id, apiVersion, { signal, etag })
    const operation = entry === undefined ? await send() : await undoable(entry, context, send)
    record({ changed: true })
    await awaitDeleted(`pool ${nameOfId(id)}`, operation, { context, say })
  }
  await poolIsGone({ id, apiVersion }, context, say)
}

function recreating(step: DeletePool, body: NonNullable<DeletePool['before']>): UndoEntry {
  const { resource: id, apiVersion } = step
  return { of: 'changed', undo: { kind: 'recreate-pool', id, apiVersion, body } }
}
