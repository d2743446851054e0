import { nameOfId } from '../../shared/arm-id.js'
import { awaitDeleted } from '../await-deleted.js'
import { reportRollback } from '../progress.js'
import type { Undo } from './undo.js'
import { UndoSkipped } from './left-alone.js'
import { hasMarks } from './marks.js'
import { requireUnusedDefinition, type RollbackContext } from './require-unused.js'

/**
 * Deletes an image definition that this run made, unless it holds versions by now: they are others'. Throws `UndoSkipped`,
 * also when it is somebody else's, `AzureFailure`, `DeadlinePassed`.
 */
export async function deleteMadeDefinition(
  { id, marks }: Extract<Undo, { kind: 'delete-image-definition' }>,
  context: RollbackContext,
): Promise<void> {
  const { azure, signal } = context
  const definition = await azure.imageDefinition(id, { signal })
  if (definition === undefined) return
  if (!hasMarks(definition.tags ?? {}, marks)) throw new UndoSkipped('another run made it')
  const versions = (await azure.imageVersions(id, { signal })) ?? []
  const [first] = versions
  if (first !== undefined) throw new UndoSkipped(`it holds version ${first.name}`)
  await requireUnusedDefinition(id, context)
  const operation = await azure.deleteImageDefinition(id, { signal })
  await awaitDeleted(`image definition ${nameOfId(id)}`, operation, {
    context,
    say: reportRollback(context),
  })
}
