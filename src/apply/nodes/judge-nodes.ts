/** The honest success test: whether a pool has its nodes, and whether an error is this resize's or an older one's. */
import {
  goalCounts,
  hasAtLeast,
  isSame,
  minimumCounts,
  type NodeCounts,
  shownTargets,
} from '../../model/node-counts.js'
import { isSteady, type PoolState } from '../../model/pool-state.js'
import type { NodeGoal } from '../../model/step.js'
import type { AzureErrorDetail } from '../../shared/errors.js'

/** How the resize of this run is told from those before it. */
export interface ThisResize {
  /** Nothing was written in this run: what is there is judged as it stands. */
  readonly existing: boolean
  readonly previousStartTime: string | undefined
  /** The service's clock around the write, ms since the epoch. */
  readonly notBefore: number | undefined
  /** The pool was made for it: no resize came before. */
  readonly isNew: boolean
  /** The pool has had time to start the resize that was asked for. */
  readonly graceIsOver: boolean
  /** What the last evaluation of an autoscale formula asks for. */
  readonly formulaTarget?: NodeCounts
}

export type Verdict =
  | { readonly kind: 'pending'; readonly why?: string }
  | {
      readonly kind: 'enough' | 'partial' | 'too-few' | 'failed'
      /** What explains the verdict: of this resize, or, with nothing fresher, of the last one. */
      readonly errors: readonly AzureErrorDetail[]
      /** Of a resize before this run; no reason to fail. */
      readonly leftovers: readonly AzureErrorDetail[]
      readonly goal: NodeCounts
    }

/** Between the service's clock and the start times it writes down. */
const clockSkewMs = 5 * 60_000

/**
 * Enough: Steady, the target reached, no error from this resize. Partial: below the target, not below the minimum. Too few:
 * below the minimum. Failed: the nodes are there, yet this resize ended with an error.
 */
export function judgeNodes(state: PoolState, goal: NodeGoal, resize: ThisResize): Verdict {
  if (!isSteady(state)) return { kind: 'pending' }
  const target = targetOf(state, goal, resize.formulaTarget)
  const minimum = minimumOf(goal, target)
  const isFresh = resize.existing || isOfThisResize(state.resizeStart, resize)
  // Until the new resize shows, Steady only says that it has not begun: nodes may yet come or go.
  const hasBegun = isFresh || (resize.isNew && state.resizeErrors.length > 0)
  if (!hasBegun && !resize.graceIsOver && !isSame(state, target)) {
    return { kind: 'pending', why: 'the resize has not begun yet' }
  }
  const isEnough = hasAtLeast(state, target)
  const fresh = isFresh && !(resize.existing && isEnough) ? state.resizeErrors : []
  const leftovers = fresh.length > 0 ? [] : state.resizeErrors
  if (isEnough) {
    return { kind: fresh.length > 0 ? 'failed' : 'enough', errors: fresh, leftovers, goal: target }
  }
  const kind = hasAtLeast(state, minimum) ? 'partial' : 'too-few'
  // With nodes missing, the last word of the service is the best explanation there is.
  const errors = fresh.length > 0 ? fresh : leftovers
  return { kind, errors, leftovers: [], goal: target }
}

/** Whether the resize with this start was set off by this run. */
export function isOfThisResize(
  startTime: string | undefined,
  { previousStartTime, notBefore }: Pick<ThisResize, 'previousStartTime' | 'notBefore'>,
): boolean {
  const start = Date.parse(startTime ?? '')
  if (Number.isNaN(start) || start === Date.parse(previousStartTime ?? '')) return false
  return notBefore === undefined || start >= notBefore - clockSkewMs
}

function targetOf(
  state: PoolState,
  goal: NodeGoal,
  formulaTarget: NodeCounts | undefined,
): NodeCounts {
  return goal.autoScale ? (formulaTarget ?? shownTargets(state)) : goalCounts(goal)
}

function minimumOf(goal: NodeGoal, target: NodeCounts): NodeCounts {
  return goal.minIsFormulas === true ? target : minimumCounts(goal)
}
