import { isSame, type NodeCounts, shownTargets } from '../../model/node-counts.js'
import type { AutoScaleState, PoolState } from '../../model/pool-state.js'
import { parseIsoDuration } from '../../shared/duration.js'
import { isOfThisResize, type ThisResize, type Verdict } from './judge-nodes.js'

const minuteMs = 60_000
/** Azure's default: https://learn.microsoft.com/azure/batch/batch-automatic-scaling */
const usualIntervalMs = 15 * minuteMs
/** An evaluation may start a little late. */
const lateMs = 5 * minuteMs

/** A resize shows a moment after the evaluation that asks for it. */
const graceMs = minuteMs

export interface AutoScaleQuestion {
  readonly state: PoolState
  readonly waitedMs: number
  /** The service's clock, ms since the epoch. */
  readonly now: number
  readonly resize: ThisResize
}

/** What a formula asks for, once it is settled; otherwise why there is nothing to judge by. */
export type AutoScaleVerdict = Verdict | { readonly kind: 'settled'; readonly target: NodeCounts }

/**
 * What autoscale adds to the judgement: a pool is steady with no nodes until its formula is evaluated for the first time.
 * Settled once it was, without an error, and the resize that it asked for shows: then the nodes are to be judged.
 */
export function judgeAutoScale(
  autoScale: AutoScaleState,
  { state, waitedMs, now, resize }: AutoScaleQuestion,
): AutoScaleVerdict {
  const shown = shownTargets(state)
  if (!isEvaluated(autoScale, resize)) {
    const interval = parseIsoDuration(autoScale.interval ?? '')?.ms ?? usualIntervalMs
    if (waitedMs < interval + lateMs) {
      return { kind: 'pending', why: 'the autoscale formula has not been evaluated yet' }
    }
    return { kind: 'failed', errors: [neverEvaluated], leftovers: [], goal: shown }
  }
  if (autoScale.error !== undefined) {
    return { kind: 'failed', errors: [autoScale.error], leftovers: [], goal: shown }
  }
  const target = targetsIn(autoScale.results ?? '', shown)
  // No resize begins for nodes that are there already; any other one shows as the target of the pool.
  const isUnderWay = isSame(target, shown) || isSame(target, state)
  const isYoung = now - Date.parse(autoScale.evaluatedAt ?? '') < graceMs
  if (isUnderWay || !isYoung) return { kind: 'settled', target }
  return { kind: 'pending', why: 'the resize that the formula asks for has not begun yet' }
}

const neverEvaluated = {
  code: 'AutoScaleNotEvaluated',
  message: 'no evaluation of the autoscale formula came within its interval',
  details: [],
}

/** An evaluation after the write of this run; without one, and of a pool that it made, any. */
function isEvaluated({ evaluatedAt }: AutoScaleState, resize: ThisResize): boolean {
  if (evaluatedAt === undefined) return false
  if (resize.existing || resize.isNew) return true
  return isOfThisResize(evaluatedAt, { previousStartTime: undefined, notBefore: resize.notBefore })
}

/** `$TargetDedicatedNodes=5;$TargetLowPriorityNodes=0;…`; a kind that is not in it stays as it is. Old versions of the service, and of formulas, have the shorter names. */
function targetsIn(results: string, otherwise: NodeCounts): NodeCounts {
  const numberOf = (name: string): number | undefined => {
    const text = new RegExp(`\\$${name}\\s*=\\s*(\\d[\\d.e+]*)`, 'i').exec(results)?.[1]
    const value = Number(text ?? Number.NaN)
    return Number.isFinite(value) ? Math.floor(value) : undefined
  }
  const either = (name: string) => numberOf(`${name}Nodes`) ?? numberOf(name)
  return {
    dedicated: either('TargetDedicated') ?? otherwise.dedicated,
    lowPriority: either('TargetLowPriority') ?? otherwise.lowPriority,
  }
}
