import { explainNodes, reportNodes } from '../../diagnosis/explain-nodes.js'
import { countAllStates, countStandings, describeStates } from '../../diagnosis/node-states.js'
import { NodesMissing } from '../nodes/nodes-missing.js'
import { readPoolState } from '../../model/pool-state.js'
import { goalCounts } from '../../plan/resize-stages.js'
import type { AwaitNodes } from '../../model/step.js'
import type { BatchAccount, Pool } from '../../ports/azure.js'
import { nameOfId, parentId, parseArmId } from '../../shared/arm-id.js'
import { AzureFailure } from '../../shared/errors.js'
import type { StepContext } from '../context.js'
import { waitFor } from '../wait.js'
import { watchNodes, type WatchedPool, type Watched } from '../nodes/watch-nodes.js'
import { recordPool } from './record-pool.js'

const secondMs = 1000
const minuteMs = 60 * secondMs
/** For telling what was seen before the run as a whole is over. */
const lastWordsMs = 90 * secondMs

/** Nodes start within a few minutes; a start task may take an hour. */
function pauseMs(elapsedMs: number): number {
  if (elapsedMs < 3 * minuteMs) return 10 * secondMs
  return elapsedMs < 15 * minuteMs ? 20 * secondMs : minuteMs
}

/**
 * Waits until the nodes of a steady pool are ready for tasks, as the account's data plane counts them: one small request
 * for each look, nodes one by one only where some have failed. Where the data plane is closed to the runner a warning
 * says so, and the nodes that the pool has are taken as they are. Throws `NodesMissing` when fewer than the minimum are
 * ready or any has failed, `AzureFailure`.
 */
export async function awaitHealthyNodes(step: AwaitNodes, context: StepContext): Promise<void> {
  const { clock, signal } = context
  const account = await readAccount(step, context)
  if (account === undefined) return
  const pool = await readPool(step, context)
  const watched = watchedPool(pool, account, { step, context })
  const verdict = await waitFor({
    clock,
    signal,
    deadline: watched.deadline,
    everyMs: pauseMs,
    what: `the nodes of pool ${watched.name} to be ready`,
    ...watchNodes(watched),
  })
  if (verdict.kind === 'closed') {
    const { code, cause, remedy } = verdict.why
    warnOfCounts(`${cause} (${code})`, remedy, context)
    return
  }
  await readPool(step, context)
  conclude(verdict, watched)
}

/** Undefined, with a warning, when it may not be read: it says where the data plane is. */
async function readAccount(
  { resource }: AwaitNodes,
  context: StepContext,
): Promise<BatchAccount | undefined> {
  const pool = parseArmId(resource)
  const id = (pool && parentId(pool)) ?? ''
  const name = pool?.names[0] ?? id
  try {
    const account = await context.azure.batchAccount(id, { signal: context.signal })
    if (account !== undefined) return account
    warnOfCounts(`Batch account ${name} is not found`, 'check its id', context)
  } catch (error) {
    if (!(error instanceof AzureFailure) || error.status !== 403) throw error
    const remedy = `give the identity that runs this the role Azure Batch Account Reader on it`
    warnOfCounts(`Batch account ${name} may not be read (${error.error.code})`, remedy, context)
  }
  return undefined
}

function warnOfCounts(why: string, remedy: string, { clock, emit }: StepContext): void {
  const say = `cannot see how the nodes are: ${why}; going by the pool's own counts, which tell neither failed start tasks nor unusable nodes. What to do: ${remedy}`
  emit({ type: 'note', at: clock.now(), severity: 'warning', say })
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
  const { dedicated, lowPriority, targetDedicated, targetLowPriority } = readPoolState(properties)
  const shown = { dedicated: targetDedicated, lowPriority: targetLowPriority }
  const asked = goal.autoScale ? shown : goalCounts(goal)
  const least = { dedicated: goal.minDedicatedNodes, lowPriority: goal.minLowPriorityNodes }
  const minimum = goal.minIsFormulas === true ? asked : least
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
  { kind, observed, timeIsUp }: Exclude<Watched, { kind: 'closed' }>,
  { step, context, name, target }: WatchedPool,
): void {
  if (kind === 'healthy') {
    context.record({ nodeErrors: [] })
    return
  }
  const states = countAllStates(observed.counts)
  const wanted = target.dedicated + target.lowPriority
  const ready = countStandings(states).ready
  const when = timeIsUp ? ' when the time was up' : ''
  const say = `${String(ready)} of ${String(wanted)} nodes of pool ${name} are ready for tasks${when}: ${describeStates(states)}`
  context.record({ nodeErrors: reportNodes(observed) })
  if (kind === 'unhealthy') throw new NodesMissing(say, step.resource, explainNodes(observed))
  context.record({ partial: true })
  const at = context.clock.now()
  context.emit({ type: 'note', at, severity: 'warning', say: `${say}; this meets the minimum` })
}
