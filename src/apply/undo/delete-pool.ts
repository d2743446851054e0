import { ownMetadata } from '../../model/lineage.js'
import { nameOfId } from '../../shared/arm-id.js'
import { awaitDeleted } from '../await-deleted.js'
import type { StepContext } from '../context.js'
import { poolIsGone } from '../nodes/pool-at-rest.js'
import { reportRollback } from '../progress.js'
import type { Undo } from './undo.js'
import { UndoSkipped } from './left-alone.js'
import { hasMarks } from './marks.js'

/**
 * Deletes a pool that this run made, as it is or as it is being resized, and waits until its name is free. Throws
 * `UndoSkipped` when it is somebody else's, `AzureFailure`, `DeadlinePassed`.
 */
export async function deleteMadePool(
  { id, apiVersion, marks }: Extract<Undo, { kind: 'delete-pool' }>,
  context: StepContext,
): Promise<void> {
  const { azure, signal } = context
  const pool = await azure.pool(id, apiVersion, { signal })
  if (pool === undefined) return
  if (!hasMarks(ownMetadata(pool.properties), marks)) throw new UndoSkipped('another run made it')
  const say = reportRollback(context)
  // No If-Match: while a pool is being resized every look shows another ETag.
  const operation = await azure.deletePool(id, apiVersion, { signal })
  await awaitDeleted(`pool ${nameOfId(id)}`, operation, { context, say })
  await poolIsGone({ id, apiVersion }, context, say)
}
