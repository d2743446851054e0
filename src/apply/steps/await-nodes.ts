import { explainResizeError, reportResizeError } from '../../diagnosis/explain-resize-error.js'
import {
  isOfThisResize,
  judgeNodes,
  type Counts,
  type Verdict,
} from '../../diagnosis/judge-nodes.js'
import { NodesMissing } from '../../diagnosis/nodes-missing.js'
import { readPoolState, type PoolState } from '../../plan/pool-state.js'
import type { AwaitNodes } from '../../plan/step.js'
import type { Pool } from '../../ports/azure.js'
import type { NodeCounts } from '../../report/events.js'
import { parseArmId } from '../../shared/arm-id.js'
import { parseIsoDuration } from '../../shared/duration.js'
import { AzureFailure } from '../../shared/errors.js'
import { textAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { waitFor, type Seen } from '../wait.js'
import { judgeAutoScale } from '../../diagnosis/judge-auto-scale.js'
import { recordPool } from './record-pool.js'

const secondMs = 1000
const minuteMs = 60 * secondMs
/** A resize shows a moment after the write that asks for it. */
const graceMs = minuteMs
/** A timeout itself is only told some time after it. */
const marginMs = 10 * minuteMs
/** Reads that may fail in a row: a long wait outlives a short outage. */
const toleratedFailures = 3

/** Quota refusals settle within the first minute; after that nodes come slowly. */
export function pauseMs(elapsedMs: number): number {
  if (elapsedMs < minuteMs) return 5 * secondMs
  return elapsedMs < 10 * minuteMs ? 15 * secondMs : 30 * secondMs
}

type Settled = Exclude<Verdict, { kind: 'pending' }>

interface Look {
  readonly pool: Pool
  readonly state: PoolState
}

/**
 * Waits until the pool is steady and says truthfully what is there. Below the target but not below the minimum is noted as
 * partial. Throws `NodesMissing` with explanations for anything less, `DeadlinePassed`, `AzureFailure`.
 */
export async function awaitNodes(step: AwaitNodes, context: StepContext): Promise<void> {
  const { clock, signal, emit } = context
  const startedAt = clock.now()
  let latest = await look(step, context)
  let isFirst = true
  let failures = 0
  const deadline = deadlineOf(latest.state, step, context)

  const probe = async (): Promise<Seen<Settled>> => {
    if (!isFirst) {
      try {
        latest = await look(step, context)
        failures = 0
      } catch (error) {
        failures += 1
        if (!isPassing(error) || failures > toleratedFailures) throw error
        return { pending: `the pool could not be read (${error.error.code}), trying again` }
      }
    }
    isFirst = false
    const verdict = judge(latest, clock.now() - startedAt, step, context)
    if (verdict.kind !== 'pending') return { done: verdict }
    const pending = describeProgress(latest.state, nodesOf(latest.state, step), verdict.why)
    return { pending, retryAfterMs: latest.pool.retryAfterMs }
  }

  const settled = await waitFor({
    clock,
    signal,
    deadline,
    what: `the nodes of pool ${poolName(step)}`,
    everyMs: pauseMs,
    probe,
    onPending: (say) => {
      const nodes = nodesOf(latest.state, step)
      emit({ type: 'step-progress', at: clock.now(), step, say, nodes, deadline })
    },
  })
  conclude(settled, latest, step, context)
}

async function look(step: AwaitNodes, context: StepContext): Promise<Look> {
  const { azure, signal } = context
  const pool = await azure.pool(step.resource, step.apiVersion, { signal })
  if (pool === undefined) {
    throw missing(step, `pool ${poolName(step)} was deleted while its nodes were awaited`)
  }
  recordPool(pool, context)
  return { pool, state: readPoolState(pool.properties) }
}

function deadlineOf(state: PoolState, step: AwaitNodes, { clock, deadline }: StepContext): number {
  const timeout = parseIsoDuration(state.resizeTimeout ?? '')
  if (step.goal.autoScale || timeout === undefined) return deadline
  return Math.min(deadline, clock.now() + timeout.ms + marginMs)
}

function isPassing(error: unknown): error is AzureFailure {
  if (!(error instanceof AzureFailure)) return false
  const { status } = error
  return status === undefined || status === 408 || status === 429 || status >= 500
}

function judge(
  { pool, state }: Look,
  waitedMs: number,
  step: AwaitNodes,
  { made, clock }: StepContext,
): Verdict {
  if (state.provisioningState?.toLowerCase() === 'deleting') {
    throw missing(step, `pool ${poolName(step)} is being deleted while its nodes are awaited`)
  }
  const write = made().poolWrite
  const resize = {
    existing: step.existing,
    previousStartTime: write === undefined ? step.previousStartTime : write.previousStartTime,
    notBefore: write?.at ?? step.notBefore,
    graceIsOver: waitedMs >= graceMs,
  }
  if (state.autoScale === undefined) return judgeNodes(state, step.goal, resize)
  const now = pool.serverTime ?? clock.now()
  const formula = judgeAutoScale(state.autoScale, { state, waitedMs, now, resize })
  if (formula.kind !== 'settled') return formula
  return judgeNodes(state, step.goal, { ...resize, formulaTarget: formula.target })
}

function conclude(settled: Settled, { pool, state }: Look, step: AwaitNodes, context: StepContext) {
  const { clock, emit, record } = context
  const subject = subjectOf(pool, step)
  const explanations = settled.errors.map((error) => explainResizeError(error, subject))
  const attempt = isOwn(state, step, context) ? 1 : 0
  const errorOf = { attempt, at: state.resizeStart }
  record({ resizeErrors: explanations.map((error) => reportResizeError(error, errorOf)) })

  const note = (severity: 'notice' | 'warning', say: string) => {
    emit({ type: 'note', at: clock.now(), severity, say })
  }
  for (const { code } of settled.leftovers) {
    const since = state.resizeStart === undefined ? '' : ` (${state.resizeStart})`
    note('notice', `${code} is left over from an earlier resize${since}, not from this run`)
  }
  const counts = describeCounts(state, settled.goal)
  const why = explanations.map(({ code, cause }) => `: ${code}, ${cause}`).join('')
  switch (settled.kind) {
    case 'enough':
      return
    case 'partial':
      record({ partial: true })
      note('warning', `pool ${poolName(step)} has ${counts}, not fewer than the minimum${why}`)
      return
    case 'failed': {
      const codes = settled.errors.map(({ code }) => code).join(', ')
      const what = step.goal.autoScale && state.autoScale?.error ? 'autoscale evaluation' : 'resize'
      throw missing(
        step,
        `pool ${poolName(step)} has ${counts}, but its ${what} ended with ${codes}`,
        explanations,
      )
    }
    case 'too-few':
      throw missing(step, shortfall(settled, state, step, context), explanations)
  }
}

function shortfall(
  settled: Settled,
  state: PoolState,
  step: AwaitNodes,
  context: StepContext,
): string {
  const said = `pool ${poolName(step)} is steady with ${describeCounts(state, settled.goal)}`
  const { targetDedicatedNodes, targetLowPriorityNodes, autoScale } = step.goal
  const isRetargeted =
    state.targetDedicated !== targetDedicatedNodes ||
    state.targetLowPriority !== targetLowPriorityNodes
  if (!autoScale && isRetargeted && isOwn(state, step, context)) {
    const now = `${String(state.targetDedicated)} dedicated and ${String(state.targetLowPriority)} low-priority`
    return `${said}: somebody else resized it to ${now} meanwhile`
  }
  return settled.errors.length > 0 ? said : `${said}, and Azure gives no reason`
}

/** Whether the resize that the pool tells of was set off by this run. */
function isOwn(state: PoolState, step: AwaitNodes, { made }: StepContext): boolean {
  const write = made().poolWrite
  if (step.existing || write === undefined) return false
  const resize = { previousStartTime: write.previousStartTime, notBefore: write.at }
  return isOfThisResize(state.resizeStart, resize)
}

function subjectOf({ properties }: Pool, step: AwaitNodes) {
  const vmSize = textAt(properties, 'vmSize')
  const account = parseArmId(step.resource)?.names[0]
  return { ...(vmSize !== undefined && { vmSize }), ...(account !== undefined && { account }) }
}

function missing(
  step: AwaitNodes,
  message: string,
  explanations: NodesMissing['explanations'] = [],
): NodesMissing {
  return new NodesMissing(message, step.resource, explanations)
}

function poolName(step: AwaitNodes): string {
  return parseArmId(step.resource)?.name ?? step.resource
}

function nodesOf(state: PoolState, { goal }: AwaitNodes): NodeCounts {
  const target = goal.autoScale
    ? { dedicated: state.targetDedicated, lowPriority: state.targetLowPriority }
    : { dedicated: goal.targetDedicatedNodes, lowPriority: goal.targetLowPriorityNodes }
  return {
    dedicated: state.dedicated,
    targetDedicated: target.dedicated,
    lowPriority: state.lowPriority,
    targetLowPriority: target.lowPriority,
  }
}

/** `Resizing, 37/120 dedicated nodes` */
function describeProgress(state: PoolState, nodes: NodeCounts, why: string | undefined): string {
  const kinds = [
    ...(nodes.targetDedicated > 0 || nodes.targetLowPriority === 0
      ? [`${String(nodes.dedicated)}/${String(nodes.targetDedicated)} dedicated`]
      : []),
    ...(nodes.targetLowPriority > 0
      ? [`${String(nodes.lowPriority)}/${String(nodes.targetLowPriority)} low-priority`]
      : []),
  ]
  const said = `${state.allocationState ?? 'unknown'}, ${kinds.join(' and ')} nodes`
  return why === undefined ? said : `${said}: ${why}`
}

/** `0 of 10 dedicated nodes and 2 of 5 low-priority nodes` */
function describeCounts(has: Counts, goal: Counts): string {
  const kinds = [
    ...(goal.dedicated > 0 || goal.lowPriority === 0
      ? [`${String(has.dedicated)} of ${String(goal.dedicated)} dedicated nodes`]
      : []),
    ...(goal.lowPriority > 0 || has.lowPriority > 0
      ? [`${String(has.lowPriority)} of ${String(goal.lowPriority)} low-priority nodes`]
      : []),
  ]
  return kinds.join(' and ')
}
