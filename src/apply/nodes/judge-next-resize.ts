/** Whether a pool that has not reached its nodes is worth another resize, and what to ask for. */
import { hasAtLeast, type NodeCounts } from '../../model/node-counts.js'
import { growth, stageTargets } from '../../plan/resize-stages.js'
import type { Explanation } from '../../model/explanation.js'

/** A resize that is over. */
export interface EndedResize {
  /** What it asked for. */
  readonly target: NodeCounts
  /** The nodes before it; undefined: a resize before this run, nobody looked. */
  readonly before: NodeCounts | undefined
  readonly after: NodeCounts
  readonly errors: readonly Pick<Explanation, 'code' | 'retryable'>[]
  /** Which attempt at this stage it was, from 1; 0 for a resize before this run. */
  readonly attempt: number
}

export interface ResizeLimits {
  readonly goal: NodeCounts
  /** For each stage. */
  readonly attempts: number
  readonly stageNodes: number | undefined
  /** Until the run gives up, ms. */
  readonly leftMs: number
}

export type NextResize =
  | { readonly kind: 'done' }
  | {
      /** `stage`: this one brought all that it asked for, and the goal is further away. */
      readonly kind: 'stage' | 'again'
      readonly target: NodeCounts
      readonly pauseMs: number
    }
  | { readonly kind: 'stop'; readonly why: StopReason }

/**
 * `refused`: an error that the same resize would meet again. `stalled`: it added nothing. `attempts`: none is left.
 * `time`: what is left of the run's timeout is no time for a resize.
 */
export type StopReason = 'refused' | 'stalled' | 'attempts' | 'time'

const secondMs = 1000
const firstPauseMs = 10 * secondMs
const longestPauseMs = 300 * secondMs
/** The first node is there after about this long. */
export const leastResizeMs = 60 * secondMs

/** Goes on only while there is progress, only after errors that may pass, and a little slower every time. */
export function judgeNextResize(ended: EndedResize, limits: ResizeLimits): NextResize {
  const { target, after, errors, attempt } = ended
  const { goal, stageNodes, attempts, leftMs } = limits
  if (hasAtLeast(after, goal)) return { kind: 'done' }
  if (errors.some(({ retryable }) => !retryable)) return { kind: 'stop', why: 'refused' }
  const hasStage = hasAtLeast(after, target)
  if (!hasStage && !madeProgress(ended)) return { kind: 'stop', why: 'stalled' }
  if (!hasStage && attempt >= attempts) return { kind: 'stop', why: 'attempts' }
  const pauseMs = hasStage ? 0 : backoffMs(attempt)
  if (leftMs - pauseMs < leastResizeMs) return { kind: 'stop', why: 'time' }
  // One of before this run may have asked for everything at once.
  const nextTarget = attempt === 0 ? stageTargets(after, goal, stageNodes) : target
  return hasStage
    ? { kind: 'stage', target: stageTargets(after, goal, stageNodes), pauseMs }
    : { kind: 'again', target: nextTarget, pauseMs }
}

/** Nodes that were missing are there now; one kind that grew does not make up for another that shrank. */
function madeProgress({ target, before, after }: EndedResize): boolean {
  return before === undefined || growth(after, target) < growth(before, target)
}

function backoffMs(attempt: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, attempt - 1))
}
