import { ownMetadata } from '../../model/lineage.js'
import { diffPool } from '../../model/pool-diff.js'
import { ownImageId, withImageReference } from '../../model/pool-body.js'
import type { CreatePool } from '../../model/step.js'
import type { Pool } from '../../ports/azure.js'
import { AzureFailure } from '../../shared/errors.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { reportProgress } from '../progress.js'
import { marksOfPool } from '../undo/marks.js'
import { undoable } from '../undo/undoable.js'
import { onceNameIsFree, poolIsGone } from '../nodes/pool-at-rest.js'
import { recordPool } from './record-pool.js'

/** Makes the pool once its name is free; one of that name that came up meanwhile is never touched. Throws `AzureFailure`. */
export async function createPool(step: CreatePool, context: StepContext): Promise<void> {
  const body = bodyOf(step, context)
  const { resource: id, apiVersion } = step
  if (step.awaitsName) await poolIsGone({ id, apiVersion }, context, reportProgress(step, context))
  const pool = await putPool(step, body, context)
  context.record({
    changed: true,
    poolId: pool.id,
    poolWrite: { at: pool.serverTime, previousStartTime: undefined, isNew: true },
  })
  const imageReferenceId = ownImageId(objectAt(body, 'properties'))
  if (imageReferenceId !== undefined) context.record({ imageReferenceId })
  recordPool(pool, context)
}

/** The number of a gallery version may have changed since the plan was made. */
function bodyOf(step: CreatePool, { made }: StepContext): JsonObject {
  const { imageReferenceId } = made()
  const known = step.fillsImageReference && imageReferenceId !== undefined
  return known ? withImageReference(step.body, imageReferenceId) : step.body
}

async function putPool(step: CreatePool, body: JsonObject, context: StepContext): Promise<Pool> {
  const { azure, signal } = context
  const { resource: id, apiVersion } = step
  const undo = { kind: 'delete-pool', id, apiVersion, marks: marksOfPool(body) } as const
  try {
    return await undoable({ of: 'made', undo }, context, async () => {
      return await onceNameIsFree({ id, apiVersion }, context, {
        say: reportProgress(step, context),
        send: async () => await azure.createPool(id, apiVersion, body, { signal }),
      })
    })
  } catch (error) {
    if (!isUncertain(error)) throw error
    // Batch may time out (500 OperationTimedOut) and have made the pool nevertheless.
    const pool = await azure.pool(step.resource, step.apiVersion, { signal })
    if (pool === undefined || !isAsSent(pool, body)) throw error
    return pool
  }
}

function isUncertain(error: unknown): boolean {
  return error instanceof AzureFailure && (error.status === undefined || error.status >= 500)
}

/** By this run: its own metadata says so. */
function isAsSent({ properties, identity = null, tags = null }: Pool, body: JsonObject): boolean {
  const [sent, shown] = [ownMetadata(objectAt(body, 'properties') ?? {}), ownMetadata(properties)]
  const isOfThisRun = Object.entries(sent).every(([name, value]) => shown[name] === value)
  return isOfThisRun && diffPool(body, { properties, identity, tags }).length === 0
}
