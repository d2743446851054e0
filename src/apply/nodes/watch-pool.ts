/** One resize of a pool, waited for until it is over. */
import type { NodesSeen } from '../../model/events.js'
import {
  currentOf,
  goalCounts,
  type NodeCounts,
  shownTargets,
  totalOf,
} from '../../model/node-counts.js'
import { describeProgress } from './describe-nodes.js'
import { judgeAutoScale } from './judge-auto-scale.js'
import { isOfThisResize, judgeNodes, type Verdict } from './judge-nodes.js'
import { NodesMissing } from './nodes-missing.js'
import { readPoolState, type PoolState } from '../../model/pool-state.js'
import type { AwaitNodes } from '../../model/step.js'
import type { Pool } from '../../ports/azure.js'
import { nameOfId } from '../../shared/arm-id.js'
import { parseIsoDuration } from '../../shared/duration.js'
import type { StepContext } from '../context.js'
import { laterPauseMs, pauseMs } from './poll-pace.js'
import { reportProgress, reportWaited } from '../progress.js'
import { recordPool } from '../steps/record-pool.js'
import { waitFor, type Seen } from '../wait.js'

const minuteMs = 60_000
/** A resize shows a moment after the write that asks for it. */
const graceMs = minuteMs
/** A timeout itself is only told some time after it. */
const marginMs = 10 * minuteMs

export interface Look {
  readonly pool: Pool
  readonly state: PoolState
}

/** A resize that was asked for, and how it is told from those before it. */
export interface Resize {
  /** Of this run, from 1; 0: it was on before this run. */
  readonly number: number
  /** Nothing was written in this run: what is there is judged as it stands. */
  readonly existing: boolean
  /** It was asked for with the pool itself. */
  readonly isNew: boolean
  readonly target: NodeCounts
  readonly previousStartTime: string | undefined
  /** The service's clock around the write, ms since the epoch. */
  readonly notBefore: number | undefined
}

export type Settled = Exclude<Verdict, { kind: 'pending' }>

export interface Watched {
  readonly look: Look
  /** Judged by the goal of the step, not by what this resize asked for. */
  readonly settled: Settled
  /** `startTime` of the resize that was asked for; undefined where it never showed. */
  readonly start: string | undefined
}

/** Reads the pool. Throws `NodesMissing` when it is not there any more, `AzureFailure`. */
export async function lookAtPool(step: AwaitNodes, context: StepContext): Promise<Look> {
  const { azure, signal } = context
  const pool = await azure.pool(step.resource, step.apiVersion, { signal })
  if (pool === undefined) throw gone(step, 'was deleted')
  recordPool(pool, context)
  return { pool, state: readPoolState(pool.properties) }
}

function gone(step: AwaitNodes, how: string): NodesMissing {
  const message = `pool ${nameOfId(step.resource)} ${how} while its nodes are awaited`
  return new NodesMissing(message, step.resource, [])
}

/**
 * Waits until the pool is steady again. Throws `NodesMissing` when it is deleted meanwhile, `DeadlinePassed`,
 * `AzureFailure`.
 */
export async function watchResize(
  step: AwaitNodes,
  resize: Resize,
  context: StepContext,
): Promise<Watched> {
  const { clock, signal, emit } = context
  const startedAt = clock.now()
  let latest = await firstLook(step, context)
  let start = startOf(latest.state, resize)
  let isFirst = true
  let shown = 0
  const deadline = deadlineOf(latest.state, step, context)

  const probe = async (): Promise<Seen<Settled>> => {
    if (!isFirst) latest = await lookAtPool(step, context)
    isFirst = false
    start ??= startOf(latest.state, resize)
    const verdict = judge(latest, { step, resize, waitedMs: clock.now() - startedAt, context })
    if (verdict.kind !== 'pending') return { done: verdict }
    const pending = describeProgress(latest.state, shownGoal(latest.state, step), verdict.why)
    const wanted = totalOf(resize.target)
    const progress = wanted === 0 ? undefined : totalOf(currentOf(latest.state)) / wanted
    return { pending, progress, retryAfterMs: latest.pool.retryAfterMs }
  }

  const show = (say: string): void => {
    shown += 1
    const nodes = nodesSeen(latest.state, step)
    emit({ type: 'step-progress', at: clock.now(), step, say, nodes, deadline })
  }
  const settled = await waitFor({
    clock,
    signal,
    deadline,
    onWaited: reportWaited(context, 'allocation'),
    what: `the nodes of pool ${nameOfId(step.resource)}`,
    everyMs: resize.number > 1 ? laterPauseMs : pauseMs,
    probe,
    onPending: show,
  })
  // Whoever followed the count sees what it came to, in the log and in the chart.
  if (shown > 0) show(describeProgress(latest.state, shownGoal(latest.state, step), undefined))
  return { look: latest, settled, start }
}

/** The write before it has been answered: a failing read is no reason to let go of the pool. */
async function firstLook(step: AwaitNodes, context: StepContext): Promise<Look> {
  const { clock, signal, deadline } = context
  return await waitFor({
    ...{ clock, signal, deadline, everyMs: pauseMs },
    onWaited: reportWaited(context, 'allocation'),
    what: `pool ${nameOfId(step.resource)} to be read`,
    probe: async () => ({ done: await lookAtPool(step, context) }),
    onPending: reportProgress(step, context),
  })
}

/** Where the pool shows the resize that was asked for: when it started. */
function startOf(state: PoolState, resize: Resize): string | undefined {
  const isOwn = resize.existing || isOfThisResize(state.resizeStart, resize)
  const { target } = resize
  const isTarget =
    state.targetDedicated === target.dedicated && state.targetLowPriority === target.lowPriority
  return isOwn && isTarget ? state.resizeStart : undefined
}

function deadlineOf(state: PoolState, step: AwaitNodes, { clock, deadline }: StepContext): number {
  const timeout = parseIsoDuration(state.resizeTimeout ?? '')
  if (step.goal.autoScale || timeout === undefined) return deadline
  return Math.min(deadline, clock.now() + timeout.ms + marginMs)
}

interface Judging {
  readonly step: AwaitNodes
  readonly resize: Resize
  readonly waitedMs: number
  readonly context: StepContext
}

function judge({ pool, state }: Look, { step, resize, waitedMs, context }: Judging): Verdict {
  if (state.provisioningState?.toLowerCase() === 'deleting') throw gone(step, 'is being deleted')
  const own = { ...resize, graceIsOver: waitedMs >= graceMs }
  if (state.autoScale === undefined || !step.goal.autoScale) {
    const { dedicated, lowPriority } = resize.target
    const wanted = { targetDedicatedNodes: dedicated, targetLowPriorityNodes: lowPriority }
    const ofThis = step.goal.autoScale ? step.goal : { ...step.goal, ...wanted }
    const verdict = judgeNodes(state, ofThis, own)
    if (verdict.kind === 'pending') return verdict
    return judgeNodes(state, step.goal, { ...own, graceIsOver: true })
  }
  const now = pool.serverTime ?? context.clock.now()
  const formula = judgeAutoScale(state.autoScale, { state, waitedMs, now, resize: own })
  if (formula.kind !== 'settled') return formula
  return judgeNodes(state, step.goal, { ...own, formulaTarget: formula.target })
}

/** With a formula: what the resize that is on asks for. */
function shownGoal(state: PoolState, { goal }: AwaitNodes): NodeCounts {
  return goal.autoScale ? shownTargets(state) : goalCounts(goal)
}

function nodesSeen(state: PoolState, step: AwaitNodes): NodesSeen {
  const goal = shownGoal(state, step)
  return {
    ...currentOf(state),
    targetDedicated: goal.dedicated,
    targetLowPriority: goal.lowPriority,
  }
}
