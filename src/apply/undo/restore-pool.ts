import { diffPool } from '../../model/pool-diff.js'
import { isEmpty } from '../../model/pool-state.js'
import { metadataOf } from '../../model/pool-metadata.js'
import { isBeingDeleted } from '../../model/pool-roles.js'
import type { Pool } from '../../ports/azure.js'
import { withoutKeys, type JsonObject } from '../../shared/json.js'
import { objectAt, objectsAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { nodesAreBack } from '../nodes/nodes-are-back.js'
import { changePool, withoutNodes } from '../nodes/pool-at-rest.js'
import { reportRollback } from '../progress.js'
import type { Undo } from './undo.js'

type Restore = Extract<Undo, { kind: 'restore-pool' }>

/**
 * Makes the pool what it was: without nodes for as long as that takes, then with its old properties, then with its nodes,
 * which are waited for. What is so already is left alone, and so is a pool that is gone: that is another undo's. Throws
 * `NodesMissing` when the nodes do not come back, `AzureFailure`, `DeadlinePassed`.
 */
export async function restorePool(undo: Restore, context: StepContext): Promise<void> {
  const { azure, signal } = context
  const at = { id: undo.id, apiVersion: undo.apiVersion }
  const pool = await azure.pool(at.id, at.apiVersion, { signal })
  if (pool === undefined || isBeingDeleted(pool)) return
  const say = reportRollback(context)
  const change = { say, stopsResize: true }
  const differing = differingProperties(undo.body, pool)
  if (differing !== undefined) {
    if (undo.needsNoNodes && !isEmpty(pool.properties)) {
      await changePool(at, context, { ...change, bodyFor: () => withoutNodes })
      await nodesAreBack(at, context, say)
    }
    await changePool(at, context, { ...change, bodyFor: () => differing })
  }
  const last = lastBody(undo, differing === undefined ? pool : undefined)
  if (last !== undefined) await changePool(at, context, { ...change, bodyFor: () => last })
  await nodesAreBack(at, context, say)
}

/** Body of the PATCH that puts back what differs, besides metadata; undefined where nothing does. */
function differingProperties(body: JsonObject, pool: Pool): JsonObject | undefined {
  const properties = withoutKeys(objectAt(body, 'properties') ?? {}, 'metadata')
  const { identity = null, tags = null } = pool
  const wanted = { ...body, properties }
  const differing = diffPool(wanted, { properties: pool.properties, identity, tags })
  if (differing.length === 0) return undefined
  const names = new Set(differing.map(({ property }) => property))
  const of = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).filter(([name]) => names.has(name)))
  const changed = of(properties)
  return {
    ...of(withoutKeys(body, 'properties')),
    ...(Object.keys(changed).length > 0 && { properties: changed }),
  }
}

/** Scale and metadata in one request: with the marker goes what made it true. */
function lastBody(
  { body, scaleSettings }: Restore,
  pool: Pool | undefined,
): JsonObject | undefined {
  const wanted = objectsAt(body, 'properties', 'metadata')
  const last = { properties: { metadata: wanted, scaleSettings } }
  if (pool === undefined) return last
  const { properties } = pool
  const isScaled = diffPool({ properties: { scaleSettings } }, { properties }).length === 0
  const isMarked = JSON.stringify(metadataOf(properties)) === JSON.stringify(wanted)
  return isScaled && isMarked ? undefined : last
}
