/** Goes on with another VM size: in place where Batch takes that, else by making the pool anew. */
import { goalCounts, totalOf } from '../../model/node-counts.js'
import { NodesMissing } from './nodes-missing.js'
import { isAtLeast, wideUpdateApiVersion } from '../../model/batch-api-versions.js'
import { ownMetadata } from '../../model/lineage.js'
import { hasNoNodes } from '../../plan/resolve-pool.js'
import { isSteady } from '../../model/pool-state.js'
import type { AwaitNodes, CreatePool } from '../../model/step.js'
import { nameOfId } from '../../shared/arm-id.js'
import { AzureFailure } from '../../shared/errors.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt, withJsonAt } from '../../shared/json-at.js'
import { awaitDeleted } from '../await-deleted.js'
import type { StepContext } from '../context.js'
import { pauseMs } from './poll-pace.js'
import { reportProgress, reportWaited } from '../progress.js'
import { createPool } from '../steps/create-pool.js'
import { hasMarks, marksOfPool } from '../undo/marks.js'
import { waitFor } from '../wait.js'
import { lookAtPool, type Look, type Resize } from './watch-pool.js'

export interface Switch {
  readonly step: AwaitNodes & { readonly made: CreatePool }
  readonly size: string
  readonly resize: Resize
}

/**
 * Takes the pool's nodes away, changes its size and asks for the nodes again. Only for a pool that this run made: nothing
 * runs there yet. Throws `NodesMissing` when it is another's by now, what a refused write throws, and `DeadlinePassed`.
 */
export async function switchVmSize(change: Switch, context: StepContext): Promise<Resize> {
  const { step } = change
  requireOwn(step, await lookAtPool(step, context))
  const inPlace =
    isAtLeast(step.apiVersion, wideUpdateApiVersion) && (await patchSize(change, context))
  if (!inPlace) await makeAnew(change, context)
  const write = context.made().poolWrite
  return {
    number: change.resize.number + 1,
    existing: false,
    isNew: write?.isNew === true,
    target: step.firstTargets ?? goalCounts(step.goal),
    previousStartTime: write?.previousStartTime,
    notBefore: write?.at,
  }
}

function requireOwn(step: Switch['step'], { pool }: Look): void {
  if (hasMarks(ownMetadata(pool.properties), marksOfPool(step.made.body))) return
  const message = `pool ${nameOfId(step.resource)} is not the one any more that this run made`
  throw new NodesMissing(message, step.resource, [])
}

/** False where Batch does not change the size of this pool. */
async function patchSize({ step, size }: Switch, context: StepContext): Promise<boolean> {
  const noNodes = { fixedScale: { targetDedicatedNodes: 0, targetLowPriorityNodes: 0 } }
  const first = await lookAtPool(step, context)
  const empty = hasNoNodes(first.state)
    ? first
    : await patchAndSettle(step, first, { scaleSettings: noNodes }, context)
  let sized: Look
  try {
    sized = await patchAndSettle(step, empty, { vmSize: size }, context)
  } catch (error) {
    if (error instanceof AzureFailure && error.status === 400) return false
    throw error
  }
  const scaleSettings = objectAt(step.made.body, 'properties', 'scaleSettings') ?? {}
  await patch(step, sized, { scaleSettings }, context)
  return true
}

async function patch(
  step: AwaitNodes,
  { pool, state }: Look,
  properties: JsonObject,
  context: StepContext,
): Promise<void> {
  const { azure, signal } = context
  const call = { signal, etag: pool.etag }
  const changed = await azure.updatePool(step.resource, step.apiVersion, { properties }, call)
  const poolWrite = { at: changed.serverTime, previousStartTime: state.resizeStart }
  context.record({ changed: true, poolWrite })
}

async function patchAndSettle(
  step: AwaitNodes,
  look: Look,
  properties: JsonObject,
  context: StepContext,
): Promise<Look> {
  await patch(step, look, properties, context)
  return await waitFor({
    ...waiting(step, context),
    what: `pool ${nameOfId(step.resource)} to have no nodes`,
    probe: async () => {
      const now = await lookAtPool(step, context)
      const nodes = totalOf(now.state)
      // The targets that are shown may be those of the last resize: none begins where no node has to go.
      if (isSteady(now.state) && nodes === 0) return { done: now }
      const pending = `taking ${String(nodes)} nodes away to change the VM size`
      return { pending, retryAfterMs: now.pool.retryAfterMs }
    },
  })
}

async function makeAnew({ step, size }: Switch, context: StepContext): Promise<void> {
  const { azure, signal } = context
  const look = await lookAtPool(step, context)
  requireOwn(step, look)
  const call = { signal, etag: look.pool.etag }
  const deletion = await azure.deletePool(step.resource, step.apiVersion, call)
  const what = `pool ${nameOfId(step.resource)}, to be made with another VM size,`
  await awaitDeleted(what, deletion, { context, say: reportProgress(step, context) })
  const body = withJsonAt(step.made.body, ['properties', 'vmSize'], size)
  await createPool({ ...step.made, body }, context)
}

function waiting(step: AwaitNodes, context: StepContext) {
  const { clock, signal, deadline } = context
  return {
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'resize'),
    everyMs: pauseMs,
    onPending: reportProgress(step, context),
  }
}
