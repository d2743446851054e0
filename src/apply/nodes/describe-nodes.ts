import type { NodeCounts } from '../../model/node-counts.js'
import type { PoolState } from '../../model/pool-state.js'

/** `Resizing, 37/120 dedicated nodes` */
export function describeProgress(
  { allocationState, dedicated, lowPriority }: PoolState,
  goal: NodeCounts,
  why: string | undefined,
): string {
  const kinds = [
    ...(goal.dedicated > 0 || goal.lowPriority === 0
      ? [`${String(dedicated)}/${String(goal.dedicated)} dedicated`]
      : []),
    ...(goal.lowPriority > 0
      ? [`${String(lowPriority)}/${String(goal.lowPriority)} low-priority`]
      : []),
  ]
  const said = `${allocationState ?? 'unknown'}, ${kinds.join(' and ')} nodes`
  return why === undefined ? said : `${said}: ${why}`
}

/** `0 of 10 dedicated nodes and 2 of 5 low-priority nodes` */
export function describeCounts(has: NodeCounts, goal: NodeCounts): string {
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

export interface ResizeCount {
  /** Of this run, at this stage, from 1. */
  readonly attempt: number
  readonly attempts: number
  readonly stage: number
  readonly stages: number
}

/** `resize 2 of 3: 300/1200 nodes, asking for 900 more`; `stage 2 of 4, resize 1 of 3: …` with stages. */
export function describeResize(
  { attempt, attempts, stage, stages }: ResizeCount,
  nodes: { readonly have: number; readonly goal: number; readonly more: number },
): string {
  const at = stages > 1 ? `stage ${String(stage)} of ${String(stages)}, ` : ''
  const { have, goal, more } = nodes
  return `${at}resize ${String(attempt)} of ${String(attempts)}: ${String(have)}/${String(goal)} nodes, asking for ${String(more)} more`
}
