import { awaitDeleted } from '../await-deleted.js'
import { reportRollback } from '../progress.js'
import type { Undo } from './undo.js'
import { UndoSkipped } from './left-alone.js'
import { hasMarks } from './marks.js'
import { requireUnused, type RollbackContext } from './require-unused.js'

/**
 * Deletes a gallery image version that this run made, also one that is still replicating. Throws `UndoSkipped` when it is
 * somebody else's or in use, by its number or as the latest; `AzureFailure`, `DeadlinePassed`.
 */
export async function deleteMadeVersion(
  { id, marks }: Extract<Undo, { kind: 'delete-image-version' }>,
  context: RollbackContext,
): Promise<void> {
  const { azure, signal } = context
  const version = await azure.imageVersion(id, { signal })
  if (version === undefined) return
  if (!hasMarks(version.tags, marks)) throw new UndoSkipped('another run made it')
  await requireUnused({ versions: [version] }, context)
  const operation = await azure.deleteImageVersion(id, { signal })
  await awaitDeleted(`image version ${version.name}`, operation, {
    context,
    say: reportRollback(context),
  })
}
