import { vmConfigurationPath, withImageReference } from '../../model/pool-body.js'
import { readPoolState } from '../../model/pool-state.js'
import type { UpdatePool } from '../../model/step.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { changePool } from '../nodes/pool-at-rest.js'
import { reportProgress } from '../progress.js'
import { willRestore } from '../undo/will-restore.js'
import { recordPool } from './record-pool.js'

/**
 * Changes what differs, and only if nobody else changed the pool since it was read. A pool that is being resized takes no
 * change (409 PoolBeingResized): that resize is waited for, or stopped. Throws `AzureFailure`, `DeadlinePassed`.
 */
export async function updatePool(step: UpdatePool, context: StepContext): Promise<void> {
  const at = { id: step.resource, apiVersion: step.apiVersion }
  const { before, after } = await changePool(at, context, {
    etag: step.etag,
    stopsResize: step.stopsResize ?? false,
    bodyFor: () => bodyOf(step, context),
    say: reportProgress(step, context),
    onLook: (pool) => {
      recordPool(pool, context)
    },
    send: await willRestore(step, context),
  })
  const { resizeStart } = readPoolState(before.properties)
  context.record({
    changed: true,
    poolId: after.id,
    poolWrite: { at: after.serverTime, previousStartTime: resizeStart },
  })
  recordPool(after, context)
}

/** The number of a gallery version may have changed since the plan was made. */
function bodyOf(step: UpdatePool, { made }: StepContext): JsonObject {
  const { imageReferenceId } = made()
  const holdsImage = objectAt(step.body, 'properties', ...vmConfigurationPath) !== undefined
  const known = step.fillsImageReference === true && holdsImage && imageReferenceId !== undefined
  return known ? withImageReference(step.body, imageReferenceId) : step.body
}
