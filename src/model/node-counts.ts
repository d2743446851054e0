/** Numbers of nodes of the two kinds that a pool has. The wire's names are used where it is read and written only. */

export interface NodeCounts {
  readonly dedicated: number
  /** Spot nodes, as Azure calls them everywhere but in Batch. */
  readonly lowPriority: number
}

export type NodeKind = keyof NodeCounts
export const nodeKinds = ['dedicated', 'lowPriority'] as const

export const noNodes: NodeCounts = { dedicated: 0, lowPriority: 0 }

export function totalOf({ dedicated, lowPriority }: NodeCounts): number {
  return dedicated + lowPriority
}

/** Nodes that are allocated. */
export function currentOf({ dedicated, lowPriority }: NodeCounts): NodeCounts {
  return { dedicated, lowPriority }
}

/** Nodes that the pool itself says it is to have. */
export function shownTargets(state: {
  readonly targetDedicated: number
  readonly targetLowPriority: number
}): NodeCounts {
  return { dedicated: state.targetDedicated, lowPriority: state.targetLowPriority }
}

export function goalCounts(goal: {
  readonly targetDedicatedNodes: number
  readonly targetLowPriorityNodes: number
}): NodeCounts {
  return { dedicated: goal.targetDedicatedNodes, lowPriority: goal.targetLowPriorityNodes }
}

export function minimumCounts(goal: {
  readonly minDedicatedNodes: number
  readonly minLowPriorityNodes: number
}): NodeCounts {
  return { dedicated: goal.minDedicatedNodes, lowPriority: goal.minLowPriorityNodes }
}

/** The larger number of each kind. */
export function mostOf(one: NodeCounts, other: NodeCounts): NodeCounts {
  return {
    dedicated: Math.max(one.dedicated, other.dedicated),
    lowPriority: Math.max(one.lowPriority, other.lowPriority),
  }
}

export function hasAtLeast(has: NodeCounts, wanted: NodeCounts): boolean {
  return has.dedicated >= wanted.dedicated && has.lowPriority >= wanted.lowPriority
}

export function isSame(has: NodeCounts, wanted: NodeCounts): boolean {
  return has.dedicated === wanted.dedicated && has.lowPriority === wanted.lowPriority
}
