import { ownMetadata } from '../../model/lineage.js'
import { diffPool } from '../../model/pool-diff.js'
import { isBeingDeleted } from '../../model/pool-roles.js'
import type { Pool } from '../../ports/azure.js'
import { nameOfId, sameId } from '../../shared/arm-id.js'
import { withoutKeys, type JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import { awaitDeleted } from '../await-deleted.js'
import type { StepContext } from '../context.js'
import { nodesAreBack } from '../nodes/nodes-are-back.js'
import { changePool, onceNameIsFree, poolIsGone } from '../nodes/pool-at-rest.js'
import { reportRollback } from '../progress.js'
import type { Undo, UndoEntry } from './undo.js'
import { UndoSkipped } from './left-alone.js'
import { hasMarks } from './marks.js'

type Recreate = Extract<Undo, { kind: 'recreate-pool' }>

/**
 * Makes a deleted pool again as it was and waits for its nodes; the one that this run made in its place is deleted first. A
 * pool that was never deleted is only given its nodes back. Throws `UndoSkipped` when somebody else's pool has its name,
 * `NodesMissing`, `AzureFailure`, `DeadlinePassed`.
 */
export async function recreatePool(
  undo: Recreate,
  context: StepContext,
  noted: readonly UndoEntry[],
): Promise<void> {
  const { azure, signal } = context
  const { id, apiVersion, body } = undo
  const say = reportRollback(context)
  const there = await azure.pool(id, apiVersion, { signal })
  if (there !== undefined && !isBeingDeleted(there) && isTheOld(there, body)) {
    const { metadata = [], scaleSettings = {} } = objectAt(body, 'properties') ?? {}
    const last = { properties: { metadata, scaleSettings } }
    await changePool(undo, context, { say, stopsResize: true, bodyFor: () => last })
  } else {
    if (there !== undefined && !isBeingDeleted(there)) {
      if (!isMadeByThisRun(there, noted)) {
        throw new UndoSkipped('a pool that this run did not make has its name')
      }
      const operation = await azure.deletePool(id, apiVersion, { signal })
      await awaitDeleted(`pool ${nameOfId(id)}`, operation, { context, say })
    }
    await poolIsGone(undo, context, say)
    await onceNameIsFree(undo, context, {
      say,
      send: async () => await azure.createPool(id, apiVersion, body, { signal }),
    })
  }
  await nodesAreBack(undo, context, say)
}

function isMadeByThisRun({ id, properties }: Pool, noted: readonly UndoEntry[]): boolean {
  return noted.some(
    ({ undo }) =>
      undo.kind === 'delete-pool' &&
      sameId(undo.id, id) &&
      hasMarks(ownMetadata(properties), undo.marks),
  )
}

/** Its nodes may have been drained, which is not what the pool is. */
function isTheOld({ properties, identity = null, tags = null }: Pool, body: JsonObject): boolean {
  const wanted = withoutKeys(objectAt(body, 'properties') ?? {}, 'scaleSettings', 'metadata')
  return diffPool({ ...body, properties: wanted }, { properties, identity, tags }).length === 0
}
