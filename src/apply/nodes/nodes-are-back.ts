import { describeCounts, describeProgress } from './describe-nodes.js'
import { explainResizeError } from '../../diagnosis/explain-resize-error.js'
import { NodesMissing } from './nodes-missing.js'
import { isSteady, readPoolState, scaleTargets } from '../../model/pool-state.js'
import type { Pool } from '../../ports/azure.js'
import { nameOfId, sameId } from '../../shared/arm-id.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { changePool, poolAtRest, type PoolAt } from './pool-at-rest.js'
import type { ProgressReporter } from '../progress.js'
import { recordPool } from '../steps/record-pool.js'

/** A pool that worked gets more than one chance to come back. */
const mostResizes = 3

/**
 * Waits until a pool that was put back has its nodes, asking again while that can help; with a formula the nodes are its
 * affair. Throws `NodesMissing`, `AzureFailure`, `DeadlinePassed`.
 */
export async function nodesAreBack(
  at: PoolAt,
  context: StepContext,
  say: ProgressReporter,
): Promise<void> {
  for (let resize = 1; ; resize += 1) {
    const pool = await poolAtRest(at, context, {
      say: () => undefined,
      onLook: ({ properties }) => {
        const state = readPoolState(properties)
        const seen = describeProgress(state, scaleTargets(properties), undefined)
        if (!isSteady(state)) say(`pool ${nameOfId(at.id)}: ${seen}`)
      },
    })
    // The outputs are about one pool, which need not be the one that is put back.
    if (sameId(context.made().poolId, at.id)) recordPool(pool, context)
    const state = readPoolState(pool.properties)
    const scaleSettings = objectAt(pool.properties, 'scaleSettings')
    if (isComplete(pool)) return
    const errors = state.resizeErrors.map((error) => explainResizeError(error))
    if (resize >= mostResizes || errors.some(({ retryable }) => !retryable)) {
      const counts = describeCounts(state, scaleTargets(pool.properties))
      throw new NodesMissing(`pool ${nameOfId(at.id)} came back with ${counts}`, at.id, errors)
    }
    const body: JsonObject = { properties: { scaleSettings: scaleSettings ?? {} } }
    await changePool(at, context, { say, bodyFor: () => body })
  }
}

function isComplete({ properties }: Pool): boolean {
  if (objectAt(properties, 'scaleSettings', 'autoScale') !== undefined) return true
  const state = readPoolState(properties)
  const target = scaleTargets(properties)
  return state.dedicated >= target.dedicated && state.lowPriority >= target.lowPriority
}
