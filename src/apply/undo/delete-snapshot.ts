import { nameOfId } from '../../shared/arm-id.js'
import { awaitDeleted } from '../await-deleted.js'
import { reportRollback } from '../progress.js'
import { UndoSkipped } from './left-alone.js'
import { hasMarks } from './marks.js'
import { requireUnused, type RollbackContext } from './require-unused.js'
import type { Undo } from './undo.js'

/**
 * Deletes a snapshot that this run took. Throws `UndoSkipped` when it is somebody else's or in use, `AzureFailure`,
 * `DeadlinePassed`.
 */
export async function deleteMadeSnapshot(
  { id, marks }: Extract<Undo, { kind: 'delete-snapshot' }>,
  context: RollbackContext,
): Promise<void> {
  const { azure, signal } = context
  const snapshot = await azure.disk(id, { signal })
  if (snapshot === undefined) return
  if (!hasMarks(snapshot.tags, marks)) throw new UndoSkipped('another run took it')
  await requireUnused({ snapshots: [snapshot] }, context)
  const operation = await azure.deleteSnapshot(id, { signal })
  const say = reportRollback(context)
  await awaitDeleted(`snapshot ${nameOfId(id)}`, operation, { context, say })
}
