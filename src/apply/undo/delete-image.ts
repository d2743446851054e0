import { nameOfId } from '../../shared/arm-id.js'
import { awaitDeleted } from '../await-deleted.js'
import { reportRollback } from '../progress.js'
import type { Undo } from './undo.js'
import { UndoSkipped } from './left-alone.js'
import { hasMarks } from './marks.js'
import { requireUnused, type RollbackContext } from './require-unused.js'

/**
 * Deletes an image that this run made. Throws `UndoSkipped` when it is somebody else's or in use,
 * `AzureFailure`, `DeadlinePassed`.
 */
export async function deleteMadeImage(
  { id, marks }: Extract<Undo, { kind: 'delete-image' }>,
  context: RollbackContext,
): Promise<void> {
  const { azure, signal } = context
  const image = await azure.image(id, { signal })
  if (image === undefined) return
  if (!hasMarks(image.tags, marks)) throw new UndoSkipped('another run made it')
  await requireUnused({ images: [image] }, context)
  const operation = await azure.deleteImage(id, { signal })
  await awaitDeleted(`image ${nameOfId(id)}`, operation, { context, say: reportRollback(context) })
}
