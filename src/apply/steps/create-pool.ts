import { lineageNames, ownMetadata, withoutLineage } from '../../model/lineage.js'
import { diffPool } from '../../model/pool-diff.js'
import { ownImageId, withImageReference } from '../../model/pool-body.js'
import type { CreatePool } from '../../model/step.js'
import type { Pool } from '../../ports/azure.js'
import { nameOfId } from '../../shared/arm-id.js'
import { AzureFailure, UserError } from '../../shared/errors.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { reportProgress } from '../progress.js'
import { marksOfPool } from '../undo/marks.js'
import { undoable } from '../undo/undoable.js'
import { onceNameIsFree, poolIsGone } from '../nodes/pool-at-rest.js'
import { recordPool } from './record-pool.js'

/** Makes the pool once its name is free; one of that name that came up meanwhile is used when it is the same, and never touched. Throws `UserError`, `AzureFailure`. */
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
    const isThere = isTaken(error)
    if (!isThere && !isUncertain(error)) throw error
    const pool = await azure.pool(step.resource, step.apiVersion, { signal })
    if (pool === undefined) throw error
    if (isThere) return adopted(step, body, pool, context)
    // Batch may time out (500 OperationTimedOut) and have made the pool nevertheless.
    if (!isOfThisRun(pool, body) || differencesOf(pool, body).length > 0) throw error
    return pool
  }
}

/** Throws `UserError` when the pool that another run has made meanwhile is another one; an equal one is as good. */
function adopted(step: CreatePool, body: JsonObject, pool: Pool, context: StepContext): Pool {
  const name = nameOfId(step.resource)
  const shown = differencesOf(pool, body).map(({ property }) => property)
  const names = [...new Set([...shown, ...hiddenDifferences(pool, body)])]
  if (names.length === 0) {
    reportProgress(
      step,
      context,
    )(`another run has made the same pool ${name} meanwhile: it is used`)
    return pool
  }
  throw new UserError([
    {
      rule: 'pool/existing-pool-is-usable',
      severity: 'error',
      message: `pool ${name} was created by another run meanwhile and differs in ${names.join(', ')}`,
      help: 'let the runs for one pool wait for each other (`concurrency` in the workflow), and run this one again if its pool is the one that is wanted',
      at: { kind: 'default' },
    },
  ])
}

/** Azure shows no secret: two pools that were written alike remember the same of it. */
function hiddenDifferences({ properties }: Pool, body: JsonObject): readonly string[] {
  const [sent, shown] = [ownMetadata(objectAt(body, 'properties') ?? {}), ownMetadata(properties)]
  const isSame = sent[lineageNames.written] === shown[lineageNames.written]
  return isSame ? [] : ['what Azure never shows']
}

/** The name is taken: the precondition failed, or Batch says so itself. */
function isTaken(error: unknown): boolean {
  if (!(error instanceof AzureFailure)) return false
  const codes = ['poolexists', 'poolbeingcreated', 'conflict']
  return (
    error.status === 412 || (error.status === 409 && codes.includes(error.error.code.toLowerCase()))
  )
}

function isUncertain(error: unknown): boolean {
  return error instanceof AzureFailure && (error.status === undefined || error.status >= 500)
}

/** Its own metadata says so. */
function isOfThisRun({ properties }: Pool, body: JsonObject): boolean {
  const [sent, shown] = [ownMetadata(objectAt(body, 'properties') ?? {}), ownMetadata(properties)]
  return Object.entries(sent).every(([name, value]) => shown[name] === value)
}

function differencesOf({ properties, identity = null, tags = null }: Pool, body: JsonObject) {
  return diffPool(withoutLineage(body), { properties, identity, tags })
}
