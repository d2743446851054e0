import { nameOfId } from '../../shared/arm-id.js'
import { awaitDeleted } from '../await-deleted.js'
import type { StepContext } from '../context.js'
import { reportRollback } from '../progress.js'
import type { Undo } from './undo.js'
import { UndoSkipped } from './left-alone.js'
import { hasMarks } from './marks.js'
import { requireNoPoolOn } from './pools-referring.js'

/**
 * Deletes an image that this run made. Throws `UndoSkipped` when it is somebody else's or a pool refers to it,
 * `AzureFailure`, `DeadlinePassed`.
 */
export async function deleteMadeImage(
  { id, marks }: Extract<Undo, { kind: 'delete-image' }>,
  context: StepContext,
): Promise<void> {
  const { azure, signal } = context
  const image = await azure.image(id, { signal })
  if (image === undefined) return
  if (!hasMarks(image.tags, marks)) throw new UndoSkipped('another run made it')
  await requireNoPoolOn([id], context)
  const operation = await azure.deleteImage(id, { signal })
  await awaitDeleted(`image ${nameOfId(id)}`, operation, { context, say: reportRollback(context) })
}
