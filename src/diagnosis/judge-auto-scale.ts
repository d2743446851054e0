import type { AutoScaleState, PoolState } from '../plan/pool-state.js'
import { parseIsoDuration } from '../shared/duration.js'
import { isOfThisResize, type ThisResize, type Verdict } from './judge-nodes.js'

const minuteMs = 60_000
/** Azure's default: https://learn.microsoft.com/azure/batch/batch-automatic-scaling */
const usualIntervalMs = 15 * minuteMs
/** An evaluation may start a little late. */
const lateMs = 5 * minuteMs

export interface AutoScaleQuestion {
  readonly state: PoolState
  readonly waitedMs: number
  readonly resize: ThisResize
}

/**
 * What autoscale adds to the judgement: a pool is steady with no nodes until its formula is evaluated for the first time.
 * Undefined once it was, without an error, and the resize that it asked for shows: then the nodes are to be judged.
 */
export function judgeAutoScale(
  autoScale: AutoScaleState,
  { state, waitedMs, resize }: AutoScaleQuestion,
): Verdict | undefined {
  const goal = { dedicated: state.targetDedicated, lowPriority: state.targetLowPriority }
  if (!isEvaluated(autoScale, resize)) {
    const interval = parseIsoDuration(autoScale.interval ?? '')?.ms ?? usualIntervalMs
    if (waitedMs < interval + lateMs) {
      return { kind: 'pending', why: 'the autoscale formula has not been evaluated yet' }
    }
    return { kind: 'failed', errors: [neverEvaluated], leftovers: [], goal }
  }
  if (autoScale.error !== undefined) {
    return { kind: 'failed', errors: [autoScale.error], leftovers: [], goal }
  }
  const wanted = targetsIn(autoScale.results ?? '')
  const shows =
    (wanted.dedicated ?? goal.dedicated) === goal.dedicated &&
    (wanted.lowPriority ?? goal.lowPriority) === goal.lowPriority
  if (shows || resize.graceIsOver) return undefined
  return { kind: 'pending', why: 'the resize that the formula asks for has not begun yet' }
}

const neverEvaluated = {
  code: 'AutoScaleNotEvaluated',
  message: 'no evaluation of the autoscale formula came within its interval',
  details: [],
}

/** An evaluation after the write of this run; without one, any. */
function isEvaluated({ evaluatedAt }: AutoScaleState, resize: ThisResize): boolean {
  if (evaluatedAt === undefined) return false
  if (resize.existing) return true
  return isOfThisResize(evaluatedAt, { previousStartTime: undefined, notBefore: resize.notBefore })
}

/** `$TargetDedicatedNodes=5;$TargetLowPriorityNodes=0;…` */
function targetsIn(results: string) {
  const numberOf = (name: string): number | undefined => {
    const text = new RegExp(`\\$${name}\\s*=\\s*(\\d+(?:\\.\\d+)?)`, 'i').exec(results)?.[1]
    return text === undefined ? undefined : Math.floor(Number(text))
  }
  const dedicated = numberOf('TargetDedicatedNodes') ?? numberOf('TargetDedicated')
  return { dedicated, lowPriority: numberOf('TargetLowPriorityNodes') }
}
