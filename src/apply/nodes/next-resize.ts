import type { NodeCounts } from '../../model/node-counts.js'
import { judgeMeddling, type Meddling } from './judge-meddling.js'
import { isSteady, type PoolState } from '../../model/pool-state.js'
import { fixedScaleFor } from '../../plan/resize-stages.js'
import type { AwaitNodes } from '../../model/step.js'
import type { Pool } from '../../ports/azure.js'
import { AzureFailure } from '../../shared/errors.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { recordPool } from '../steps/record-pool.js'
import { lookAtPool, type Look } from './watch-pool.js'

export interface FurtherResize {
  /** What was asked for before this, and when that resize started. */
  readonly before: { readonly target: NodeCounts; readonly start: string | undefined }
  readonly target: NodeCounts
}

export type Sent =
  | { readonly kind: 'sent'; readonly previousStartTime: string | undefined; readonly look: Look }
  | { readonly kind: 'meddled'; readonly meddling: Meddling; readonly look: Look }

/**
 * Asks for more nodes, unless somebody else has changed the pool since its last resize ended: that is left as it is. Throws
 * `AzureFailure`, `NodesMissing` when the pool is gone.
 */
export async function sendResize(
  step: AwaitNodes,
  further: FurtherResize,
  context: StepContext,
): Promise<Sent> {
  const { azure, signal } = context
  const { before, target } = further
  for (let tries = 1; ; tries += 1) {
    const look = await lookAtPool(step, context)
    const { pool, state } = look
    const meddling = judgeMeddling({ ...state, resizeErrors: [] }, before)
    // On again with the same targets and start: not by us either.
    const busy: Meddling = { kind: 'restarted', start: state.resizeStart ?? '' }
    if (meddling !== undefined || !isSteady(state)) {
      return { kind: 'meddled', meddling: meddling ?? busy, look }
    }
    try {
      const body = resizeBody(look, step, target)
      const call = { signal, etag: pool.etag }
      const changed = await azure.updatePool(step.resource, step.apiVersion, body, call)
      recordWrite(changed, state, context)
      return { kind: 'sent', previousStartTime: state.resizeStart, look }
    } catch (error) {
      // Something else of the pool may have changed; if it was its nodes, the next look shows it.
      if (!isOvertaken(error) || tries === mostTries) throw error
    }
  }
}

const mostTries = 3

function isOvertaken(error: unknown): boolean {
  return error instanceof AzureFailure && (error.status === 412 || error.status === 409)
}

function recordWrite(pool: Pool, before: PoolState, context: StepContext): void {
  const poolWrite = { at: pool.serverTime, previousStartTime: before.resizeStart }
  context.record({ changed: true, poolWrite })
  recordPool(pool, context)
}

function resizeBody({ pool, state }: Look, step: AwaitNodes, target: NodeCounts): JsonObject {
  const shown = objectAt(pool.properties, 'scaleSettings', 'fixedScale') ?? {}
  const choosesTimeout = step.choosesTimeout === true
  const fixedScale = fixedScaleFor(shown, { have: state, target, choosesTimeout })
  return { properties: { scaleSettings: { fixedScale } } }
}
