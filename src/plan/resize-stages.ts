/** How a pool comes to its nodes: at once, or in stages, and with how much time for each resize. */
import { goalCounts, type NodeCounts, totalOf } from '../model/node-counts.js'
import type { Config } from '../inputs/config.js'
import type { JsonObject } from '../shared/json.js'
import { jsonAt, numberAt, objectAt, withJsonAt } from '../shared/json-at.js'
import { recommendedResizeTimeout } from '../model/pool-body.js'
import { routeOf, type Route } from './pool-image.js'
import type { NodeGoal } from '../model/step.js'

/**
 * A pool from a managed image may need several resizes above this many nodes
 * (https://learn.microsoft.com/azure/batch/batch-custom-images).
 */
const managedStageNodes = 300

/** The most nodes that one resize should add; undefined: all at once. */
export function stageNodesFor(route: Route, goal: NodeGoal): number | undefined {
  if (route !== 'managed-image' || goal.autoScale) return undefined
  const nodes = totalOf(goalCounts(goal))
  return nodes > managedStageNodes ? managedStageNodes : undefined
}

/** Whether each resize gets its timeout from us: Azure's own default suits marketplace images. */
export function choosesTimeout(config: Config): boolean {
  const written = jsonAt(config.pool?.properties, 'scaleSettings', 'fixedScale', 'resizeTimeout')
  return (written ?? null) === null && routeOf(config) !== 'marketplace'
}

/**
 * What the next resize asks for: at most `stageNodes` nodes more than there are, dedicated ones first. Nodes beyond the
 * goal go at once, as taking away needs no stages.
 */
export function stageTargets(
  have: NodeCounts,
  goal: NodeCounts,
  stageNodes: number | undefined,
): NodeCounts {
  if (stageNodes === undefined) return goal
  const dedicated = Math.min(goal.dedicated, have.dedicated + stageNodes)
  const left = stageNodes - Math.max(0, dedicated - have.dedicated)
  return { dedicated, lowPriority: Math.min(goal.lowPriority, have.lowPriority + left) }
}

/** How many nodes a resize adds. */
export function growth(have: NodeCounts, target: NodeCounts): number {
  return (
    Math.max(0, target.dedicated - have.dedicated) +
    Math.max(0, target.lowPriority - have.lowPriority)
  )
}

/** Resizes that it takes when each brings all that it asks for. */
export function stagesNeeded(
  have: NodeCounts,
  goal: NodeCounts,
  stageNodes: number | undefined,
): number {
  return stageNodes === undefined ? 1 : Math.max(1, Math.ceil(growth(have, goal) / stageNodes))
}

const fixedScalePath = ['properties', 'scaleSettings', 'fixedScale'] as const

export interface ResizeWish {
  readonly have: NodeCounts
  readonly target: NodeCounts
  /** The timeout is ours to choose: by the number of nodes that come. */
  readonly choosesTimeout: boolean
}

/** `fixedScale` for one resize: everything else in it stays. */
export function fixedScaleFor(fixedScale: JsonObject, wish: ResizeWish): JsonObject {
  const { have, target } = wish
  const hasSpot = numberAt(fixedScale, 'targetLowPriorityNodes') !== undefined
  return {
    ...fixedScale,
    targetDedicatedNodes: target.dedicated,
    ...((hasSpot || target.lowPriority > 0) && { targetLowPriorityNodes: target.lowPriority }),
    ...(wish.choosesTimeout && {
      resizeTimeout: recommendedResizeTimeout(growth(have, target)).iso,
    }),
  }
}

/** ARM body of a pool whose fixed scale asks for one stage only; unchanged where it has none. */
export function stagedBody(body: JsonObject, wish: ResizeWish): JsonObject {
  const fixed = objectAt(body, ...fixedScalePath)
  return fixed === undefined ? body : withJsonAt(body, fixedScalePath, fixedScaleFor(fixed, wish))
}
