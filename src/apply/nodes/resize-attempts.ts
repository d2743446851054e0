/** Brings a pool to its nodes: as many resizes as make progress, each waited for. */
import { currentOf, goalCounts, type NodeCounts, totalOf } from '../../model/node-counts.js'
import { describeResize } from './describe-nodes.js'
import { explainResizeError, reportResizeError } from '../../diagnosis/explain-resize-error.js'
import type { Explanation, ResizeErrorReport } from '../../model/explanation.js'
import { judgeMeddling, type Meddling } from './judge-meddling.js'
import { isOfThisResize } from './judge-nodes.js'
import { judgeNextResize, type StopReason } from './judge-next-resize.js'
import { growth, stagesNeeded } from '../../plan/resize-stages.js'
import type { AwaitNodes } from '../../model/step.js'
import { spellSize } from '../../model/vm-sizes.js'
import { parseArmId } from '../../shared/arm-id.js'
import { textAt } from '../../shared/json-at.js'
import type { StepContext } from '../context.js'
import { sendResize } from './next-resize.js'
import { watchResize, type Look, type Resize, type Settled, type Watched } from './watch-pool.js'

/** How it all ended. */
export interface Ending {
  readonly look: Look
  readonly settled: Settled
  readonly explanations: readonly Explanation[]
  /** Resizes of this run. */
  readonly resizes: number
  /** Why there is no further resize; undefined where none is needed. */
  readonly stop?: StopReason
  readonly meddling?: Meddling
  readonly resize: Resize
}

/** What was done before on this pool in this run. */
export interface Course {
  readonly resize: Resize
  readonly reports: readonly ResizeErrorReport[]
  /** Nodes before the resize; undefined: nobody looked. */
  readonly before: NodeCounts | undefined
  /** Resizes of this run that an earlier wait told errors of. */
  readonly earlier: number
}

/** The resize that the write before the wait set off, or the one that was on already. */
export function firstCourse(step: AwaitNodes, { made }: StepContext): Course {
  const write = made().poolWrite
  const { existing, firstTargets, goal } = step
  const resize: Resize = {
    number: existing ? 0 : 1,
    existing,
    isNew: write?.isNew === true,
    target: existing ? goalCounts(goal) : (firstTargets ?? goalCounts(goal)),
    previousStartTime: write === undefined ? step.previousStartTime : write.previousStartTime,
    notBefore: write?.at ?? step.notBefore,
  }
  // A run may wait twice: for one node that shows that it works, then for all.
  const reports = made().resizeErrors
  const earlier = Math.max(0, ...reports.map(({ attempt }) => attempt))
  const before = existing ? undefined : (step.nodesBefore ?? none)
  return { resize, reports, before, earlier }
}

const none: NodeCounts = { dedicated: 0, lowPriority: 0 }

/**
 * Waits, and asks for further resizes while they help. The errors of all of them go to the outputs as they come. Throws
 * `NodesMissing` when the pool goes away, `DeadlinePassed`, `AzureFailure`.
 */
export async function driveResizes(
  step: AwaitNodes,
  course: Course,
  context: StepContext,
): Promise<Ending & Pick<Course, 'reports'>> {
  const { clock, signal, deadline } = context
  const { earlier } = course
  let { resize, reports, before } = course
  let attempt = resize.number === 0 ? 0 : 1
  let stage = 1
  if (step.stageNodes !== undefined && attempt > 0) {
    announce({ attempt, stage, have: before ?? none, target: resize.target }, step, context)
  }
  for (;;) {
    const watched = await watchResize(step, resize, context)
    const { look, settled } = watched
    const explanations = settled.errors.map((error) =>
      explainResizeError(error, subjectOf(look, step)),
    )
    reports = [...reports, ...reportsOf(explanations, watched, { resize, earlier })]
    context.record({ resizeErrors: reports })
    const ending = { look, settled, explanations, reports, resizes: resize.number, resize }
    const meddling = meddlingIn(watched, { step, resize })
    if (meddling !== undefined) return { ...ending, meddling }
    if (step.goal.autoScale || settled.kind === 'enough') return ending
    const have = countsOf(look)
    const next = judgeNextResize(
      { target: resize.target, before, after: have, errors: explanations, attempt },
      {
        goal: goalCounts(step.goal),
        attempts: step.resizeAttempts,
        stageNodes: step.stageNodes,
        leftMs: deadline - clock.now(),
      },
    )
    if (next.kind === 'done') return ending
    if (next.kind === 'stop') return { ...ending, stop: next.why }
    const wish = next.kind === 'again' ? look.pool.retryAfterMs : undefined
    await clock.sleep(wish ?? next.pauseMs, signal)
    const asked = { target: resize.target, start: look.state.resizeStart }
    const { target } = next
    const sent = await sendResize(step, { before: asked, target }, context)
    if (sent.kind === 'meddled') return { ...ending, look: sent.look, meddling: sent.meddling }
    if (next.kind === 'stage') {
      attempt = 1
      stage += 1
    } else {
      attempt += 1
    }
    before = countsOf(sent.look)
    resize = {
      number: resize.number + 1,
      existing: false,
      isNew: false,
      target,
      previousStartTime: sent.previousStartTime,
      notBefore: context.made().poolWrite?.at,
    }
    announce({ attempt, stage, have: before, target }, step, context)
  }
}

interface Announcement {
  /** At this stage, from 1. */
  readonly attempt: number
  readonly stage: number
  readonly have: NodeCounts
  readonly target: NodeCounts
}

/** Says which resize this is, and how many nodes it asks for. */
function announce(
  { attempt, stage, have, target }: Announcement,
  step: AwaitNodes,
  { clock, emit }: StepContext,
): void {
  const goal = goalCounts(step.goal)
  const isLast = growth(target, goal) === 0
  const stages = stage + (isLast ? 0 : stagesNeeded(target, goal, step.stageNodes))
  const nodes = {
    have: totalOf(have),
    goal: totalOf(goal),
    more: growth(have, target),
  }
  const say = describeResize({ attempt, attempts: step.resizeAttempts, stage, stages }, nodes)
  emit({ type: 'step-progress', at: clock.now(), step, say, isBeginning: true })
}

export function countsOf({ state }: Look): NodeCounts {
  return currentOf(state)
}

function subjectOf({ pool }: Look, step: AwaitNodes) {
  const vmSize = textAt(pool.properties, 'vmSize')
  const account = parseArmId(step.resource)?.names[0]
  const spelt = vmSize !== undefined && { vmSize: spellSize(vmSize, step.vmSizes) }
  return { ...spelt, ...(account !== undefined && { account }), resource: step.resource }
}

/** An error that the resize of this run did not bring is one of before this run. */
function reportsOf(
  explanations: readonly Explanation[],
  { look }: Watched,
  { resize, earlier }: Pick<Course, 'resize' | 'earlier'>,
): readonly ResizeErrorReport[] {
  const { resizeStart } = look.state
  const isOwn = !resize.existing && (resize.isNew || isOfThisResize(resizeStart, resize))
  const attempt = isOwn ? earlier + resize.number : 0
  return explanations.map((one) => reportResizeError(one, { attempt, at: resizeStart }))
}

/** What others did shows only in a resize that began after ours was asked for. */
function meddlingIn(
  { look, start, settled }: Watched,
  { step, resize }: { readonly step: AwaitNodes; readonly resize: Resize },
): Meddling | undefined {
  const { state } = look
  if (step.goal.autoScale) return undefined
  const isJudged = resize.existing
    ? settled.kind !== 'enough'
    : isOfThisResize(state.resizeStart, resize)
  return isJudged ? judgeMeddling(state, { target: resize.target, start }) : undefined
}
