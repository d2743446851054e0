/** Whether the nodes of a steady pool are ready for tasks, and when there is no more to wait for. */
import type { NodeCounts } from '../../model/node-counts.js'
import type { NodeStateCounts } from '../../ports/azure.js'
import { countStandings, type Standings } from '../../diagnosis/node-states.js'

export interface HealthQuestion {
  readonly counts: NodeStateCounts
  readonly target: NodeCounts
  /** Ready nodes without which the pool is of no use. */
  readonly minimum: NodeCounts
  /** How long the states have been as they are. */
  readonly unchangedMs: number
  /** How long the minimum has been out of reach; 0 when it is not, or that only shows now. */
  readonly hopelessMs: number
  /** This is the last look. */
  readonly timeIsUp: boolean
}

export type Health =
  | {
      readonly kind: 'pending'
      /** Too many nodes failed for the minimum. */
      readonly hopeless: boolean
    }
  /** As many ready nodes as were asked for, none failed. */
  | { readonly kind: 'healthy' }
  /** No node failed and no fewer are ready than the minimum. */
  | { readonly kind: 'partial' }
  | { readonly kind: 'unhealthy' }

/**
 * How long nodes that were evicted, or that Batch lost sight of, are given to come back: Batch replaces evicted nodes by
 * itself where there is capacity (https://learn.microsoft.com/azure/batch/batch-spot-vms).
 */
export const patienceMs = 15 * 60_000

/** Nodes fail one after the other: those that follow at once show what they have in common. */
export const gatherMs = 2 * 60_000

/**
 * Judged when nothing is on its way any more, soon after the minimum is out of reach, and when the time is up. A failed
 * node is never made up for by others: the start task or the image that failed there fails again on the next one.
 */
export function judgeHealth(question: HealthQuestion): Health {
  const { counts, target, minimum, unchangedMs, hopelessMs, timeIsUp } = question
  const dedicated = countStandings(counts.dedicated)
  const lowPriority = countStandings(counts.lowPriority)
  const failed = dedicated.failed + lowPriority.failed
  const starting = dedicated.starting + lowPriority.starting
  const hasReady = (wanted: NodeCounts): boolean =>
    dedicated.ready >= wanted.dedicated && lowPriority.ready >= wanted.lowPriority
  if (failed === 0 && hasReady(target)) return { kind: 'healthy' }

  const hopeless =
    reach(dedicated, target.dedicated) < minimum.dedicated ||
    reach(lowPriority, target.lowPriority) < minimum.lowPriority
  const isSettled = starting === 0 && (failed > 0 || unchangedMs >= patienceMs)
  const isOver = isSettled || timeIsUp || (hopeless && hopelessMs >= gatherMs)
  if (!isOver) return { kind: 'pending', hopeless }
  return { kind: failed === 0 && hasReady(minimum) ? 'partial' : 'unhealthy' }
}

/** The most nodes that can still become ready: what is missing may come, but none in the place of a failed one. */
function reach({ ready, starting, adrift, failed }: Standings, target: number): number {
  return Math.max(ready + starting + adrift, target - failed)
}
