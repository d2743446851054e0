import { parseArmId } from '../../shared/arm-id.js'
import { NodesMissing } from '../../diagnosis/nodes-missing.js'
import { vmConfigurationPath, withImageReference } from '../../plan/pool-body.js'
import { isSteady, readPoolState } from '../../plan/pool-state.js'
import type { UpdatePool } from '../../plan/step.js'
import type { Pool } from '../../ports/azure.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { waitFor } from '../wait.js'
import { pauseMs } from '../poll-pace.js'
import { recordPool } from './record-pool.js'

/**
 * Changes what differs, and only if nobody else changed the pool since it was read. A pool that is being resized takes no
 * change (409 PoolBeingResized): that resize is waited for. Throws `AzureFailure`, `DeadlinePassed`.
 */
export async function updatePool(step: UpdatePool, context: StepContext): Promise<void> {
  const { azure, signal } = context
  const before = await readPool(step, context)
  const isBusy = !isSteady(readPoolState(before.properties))
  // What ends a resize may change the ETag; until then it is the plan's.
  const settled = isBusy ? await settle(step, context) : before
  const etag = isBusy ? settled.etag : (step.etag ?? settled.etag)
  const body = bodyOf(step, context)
  const { resizeStart } = readPoolState(settled.properties)
  const pool = await azure.updatePool(step.resource, step.apiVersion, body, {
    signal,
    ...(etag !== undefined && { etag }),
  })
  context.record({
    changed: true,
    poolId: pool.id,
    poolWrite: { at: pool.serverTime, previousStartTime: resizeStart },
  })
  recordPool(pool, context)
}

async function readPool(step: UpdatePool, { azure, signal }: StepContext): Promise<Pool> {
  const pool = await azure.pool(step.resource, step.apiVersion, { signal })
  if (pool !== undefined) return pool
  const name = parseArmId(step.resource)?.name ?? step.resource
  throw new NodesMissing(`pool ${name} was deleted since it was read`, step.resource, [])
}

async function settle(step: UpdatePool, context: StepContext): Promise<Pool> {
  const { clock, signal, deadline, emit } = context
  return await waitFor({
    clock,
    signal,
    deadline,
    what: 'the resize that is on',
    everyMs: pauseMs,
    onPending: (say) => {
      emit({ type: 'step-progress', at: clock.now(), step, say, deadline })
    },
    probe: async () => {
      const pool = await readPool(step, context)
      recordPool(pool, context)
      const state = readPoolState(pool.properties)
      if (isSteady(state)) return { done: pool }
      const pending = `${state.allocationState ?? 'busy'} since before this run, the update waits for it`
      return { pending, retryAfterMs: pool.retryAfterMs }
    },
  })
}

/** The number of a gallery version may have changed since the plan was made. */
function bodyOf(step: UpdatePool, { made }: StepContext): JsonObject {
  const { imageReferenceId } = made()
  const holdsImage = objectAt(step.body, 'properties', ...vmConfigurationPath) !== undefined
  const known = step.fillsImageReference === true && holdsImage && imageReferenceId !== undefined
  return known ? withImageReference(step.body, imageReferenceId) : step.body
}
