import { nameOfId, sameId } from '../../shared/arm-id.js'
import { objectsAt, textAt } from '../../shared/json-at.js'
import type { JsonObject } from '../../shared/json.js'
import { awaitDeleted } from '../await-deleted.js'
import type { StepContext } from '../context.js'
import { reportRollback } from '../progress.js'
import { UndoSkipped } from './left-alone.js'
import { hasMarks } from './marks.js'
import type { Undo } from './undo.js'

/**
 * Deletes a snapshot that this run took. Throws `UndoSkipped` when it is somebody else's or a managed image rests on it:
 * the image is the seed of a pool's nodes for as long as the pool lives, and its source with it. `AzureFailure`,
 * `DeadlinePassed`.
 */
export async function deleteMadeSnapshot(
  { id, marks }: Extract<Undo, { kind: 'delete-snapshot' }>,
  context: StepContext,
): Promise<void> {
  const { azure, signal, subscriptions = [] } = context
  const snapshot = await azure.disk(id, { signal })
  if (snapshot === undefined) return
  if (!hasMarks(snapshot.tags, marks)) throw new UndoSkipped('another run took it')
  const lists = await Promise.all(
    subscriptions.map(async (subscription) => await azure.images(subscription, { signal })),
  )
  const image = lists.flat().find(({ properties }) => restsOn(properties, id))
  if (image !== undefined) {
    throw new UndoSkipped(`image ${nameOfId(image.id)} was made from it`)
  }
  const operation = await azure.deleteSnapshot(id, { signal })
  await awaitDeleted(`snapshot ${nameOfId(id)}`, operation, {
    context,
    say: reportRollback(context),
  })
}

function restsOn(image: JsonObject, snapshotId: string): boolean {
  const os = textAt(image, 'storageProfile', 'osDisk', 'snapshot', 'id')
  const data = objectsAt(image, 'storageProfile', 'dataDisks').map((disk) =>
    textAt(disk, 'snapshot', 'id'),
  )
  return [os, ...data].some((id) => sameId(id, snapshotId))
}
