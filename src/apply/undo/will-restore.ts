import { forgetting } from '../../model/hidden-values.js'
import { lineageNames } from '../../model/lineage.js'
import { markedBefore } from '../../plan/rollout/before.js'
import { editedMetadata } from '../../model/pool-metadata.js'
import type { PoolBefore } from '../../model/step.js'
import type { Pool } from '../../ports/azure.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { readPool, type Send } from '../nodes/pool-at-rest.js'
import type { UndoEntry } from './undo.js'
import { undoable } from './undoable.js'

interface Restorable {
  readonly resource: string
  readonly apiVersion: string
  readonly before?: PoolBefore
}

/** Sends a step's first write so that the pool can be put back as it was; as it is where there is nothing to put back. */
export async function willRestore(step: Restorable, context: StepContext): Promise<Send> {
  const { before, resource: id, apiVersion } = step
  if (before === undefined) return async (send) => await send()
  const pool = await readPool({ id, apiVersion }, context)
  const entry = restoring(step, before, pool)
  if (markedBefore(pool.properties) === undefined) {
    return async (send) => await undoable(entry, context, send)
  }
  // An unfinished run has changed it already: there is something to put back, whatever comes of the next request.
  context.recordUndo(entry)
  return async (send) => await send()
}

/** Metadata as the pool has it, without the marker of what it was. */
export function restoring(step: Restorable, before: PoolBefore, pool: Pool): UndoEntry {
  const names = Object.keys(objectAt(before.body, 'properties') ?? {})
  const { set, remove } = forgetting(pool, names)
  const edit = { set, remove: [lineageNames.before, ...remove] }
  const metadata = editedMetadata(pool.properties, edit)
  const properties: JsonObject = { ...objectAt(before.body, 'properties'), metadata }
  return {
    of: 'changed',
    undo: {
      kind: 'restore-pool',
      id: step.resource,
      apiVersion: step.apiVersion,
      body: { ...before.body, properties },
      scaleSettings: before.scaleSettings,
      needsNoNodes: before.needsNoNodes,
    },
  }
}
