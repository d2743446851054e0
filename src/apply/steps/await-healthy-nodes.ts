import {
  goalCounts,
  minimumCounts,
  noNodes,
  shownTargets,
  totalOf,
} from '../../model/node-counts.js'
import { explainNodes, reportNodes } from '../../diagnosis/explain-nodes.js'
import { countAllStates, countStandings, describeStates } from '../../diagnosis/node-states.js'
import { NodesMissing } from '../nodes/nodes-missing.js'
import { readPoolState } from '../../model/pool-state.js'
import type { AwaitNodes } from '../../model/step.js'
import type { BatchAccount, Pool } from '../../ports/azure.js'
import { nameOfId, parentId, parseArmId } from '../../shared/arm-id.js'
import type { StepContext } from '../context.js'
import { waitFor } from '../wait.js'
import { watchNodes, type WatchedPool, type Watched } from '../nodes/watch-nodes.js'
import { reportProgress, reportWaited } from '../progress.js'
import { recordPool } from './record-pool.js'

const secondMs = 1000
const minuteMs = 60 * secondMs
/** For telling what was seen before the run as a whole is over. */
const lastWordsMs = 90 * secondMs

/** A tenth of the wait so far: nodes start within a minute or a few, a start task may take an hour. */
function pauseMs(elapsedMs: number): number {
  return Math.min(minuteMs, Math.max(5 * secondMs, elapsedMs / 10))
}

/**
 * Waits until the nodes of a steady pool are ready for tasks, as the account's data plane tells: one small request for each
 * look, and a list of the nodes before anything is concluded. Throws `NodesMissing` when fewer than the minimum are ready or
 * any has failed, `DataPlaneLost` when that cannot be seen, `AzureFailure`.
 */
export async function awaitHealthyNodes(step: AwaitNodes, context: StepContext): Promise<void> {
  const { clock, signal } = context
  const pool = await readPool(step, context)
  if (wantsNone(step, pool)) {
    reportProgress(step, context)('0 of 0 nodes: nothing to wait for')
    return
  }
  const account = await readAccount(step, context)
  const watched = watchedPool(pool, account, { step, context })
  const verdict = await waitFor({
    clock,
    signal,
    deadline: watched.deadline,
    onWaited: reportWaited(context, 'node-start'),
    everyMs: pauseMs,
    what: `the nodes of pool ${watched.name} to be ready`,
    ...watchNodes(watched),
  })
  await readPool(step, context)
  conclude(verdict, watched)
}

/** A formula may ask for no nodes, and a pool may be meant to have none. */
function wantsNone({ goal }: AwaitNodes, { properties }: Pool): boolean {
  const state = readPoolState(properties)
  const asked = goal.autoScale ? shownTargets(state) : goalCounts(goal)
  const least = goal.minIsFormulas === true ? noNodes : minimumCounts(goal)
  return [asked, least, state].every((counts) => totalOf(counts) === 0)
}

/** It says where the data plane is. */
async function readAccount(
  { resource }: AwaitNodes,
  { azure, signal }: StepContext,
): Promise<BatchAccount> {
  const pool = parseArmId(resource)
  const id = (pool && parentId(pool)) ?? ''
  const account = await azure.batchAccount(id, { signal })
  if (account !== undefined) return account
  throw new NodesMissing(`there is no Batch account ${pool?.names[0] ?? id} any more`, resource, [])
}

async function readPool(step: AwaitNodes, context: StepContext): Promise<Pool> {
  const { azure, signal } = context
  const pool = await azure.pool(step.resource, step.apiVersion, { signal })
  if (pool === undefined) {
    const message = `pool ${nameOfId(step.resource)} was deleted while its nodes were awaited`
    throw new NodesMissing(message, step.resource, [])
  }
  recordPool(pool, context)
  return pool
}

function watchedPool(
  { properties }: Pool,
  account: BatchAccount,
  { step, context }: Pick<WatchedPool, 'step' | 'context'>,
): WatchedPool {
  const { goal } = step
  const state = readPoolState(properties)
  const { dedicated, lowPriority } = state
  const asked = goal.autoScale ? shownTargets(state) : goalCounts(goal)
  const minimum = goal.minIsFormulas === true ? asked : minimumCounts(goal)
  // Nodes that no resize brought are not waited for here.
  const target = {
    dedicated: Math.max(minimum.dedicated, Math.min(asked.dedicated, dedicated)),
    lowPriority: Math.max(minimum.lowPriority, Math.min(asked.lowPriority, lowPriority)),
  }
  const left = context.deadline - context.clock.now()
  return {
    step,
    context,
    account,
    name: nameOfId(step.resource),
    properties,
    target,
    minimum,
    deadline: context.deadline - Math.min(lastWordsMs, left / 10),
  }
}

function conclude(
  { kind, observed, timeIsUp }: Watched,
  { step, context, name, target }: WatchedPool,
): void {
  const states = countAllStates(observed.counts)
  const { ready } = countStandings(states)
  if (kind === 'healthy') {
    context.record({ nodeErrors: [], readyNodes: ready })
    return
  }
  const wanted = totalOf(target)
  const when = timeIsUp ? ' when the time was up' : ''
  const say = `${String(ready)} of ${String(wanted)} nodes of pool ${name} are ready for tasks${when}: ${describeStates(states)}`
  context.record({ nodeErrors: reportNodes(observed) })
  if (kind === 'unhealthy') throw new NodesMissing(say, step.resource, explainNodes(observed))
  context.record({ partial: true, readyNodes: ready })
  const at = context.clock.now()
  context.emit({ type: 'note', at, severity: 'warning', say: `${say}; this meets the minimum` })
}
