/** How the plan sets off towards many nodes; what comes after the first resize is up to the wait for them. */
import {
  currentOf,
  goalCounts,
  mostOf,
  type NodeCounts,
  noNodes,
  shownTargets,
} from '../model/node-counts.js'
import type { JsonObject } from '../shared/json.js'
import type { ResolvedPool } from './resolve-pool.js'
import { isSteady, readPoolState } from '../model/pool-state.js'
import { stagedBody, stageTargets } from './resize-stages.js'
import type { AwaitNodes, CreatePool, Step } from '../model/step.js'
import { vmSizesOf } from '../model/vm-sizes.js'

/** A pool's body, or a part of it, with no more nodes than one resize should add. */
export function firstStage(body: JsonObject, outlook: ResolvedPool): JsonObject {
  const { stageNodes, choosesTimeout } = outlook
  if (stageNodes === undefined) return body
  const have = comingNodes(outlook)
  return stagedBody(body, { have, target: firstTargets(outlook), choosesTimeout })
}

type Course = Pick<
  AwaitNodes,
  | 'nodesBefore'
  | 'stageNodes'
  | 'firstTargets'
  | 'choosesTimeout'
  | 'vmSizes'
  | 'hopelessSizes'
  | 'made'
>

/** What the wait for the nodes goes by when the first resize does not bring them all. */
export function courseOf(outlook: ResolvedPool, before: readonly Pick<Step, 'kind'>[]): Course {
  const { stageNodes, choosesTimeout, pool, facts, hopelessSizes } = outlook
  const made = before.find((step): step is CreatePool => step.kind === 'create-pool')
  const vmSizes = vmSizesOf(pool)
  const { existing } = facts
  return {
    ...(existing !== undefined && { nodesBefore: currentOf(readPoolState(existing.properties)) }),
    choosesTimeout,
    ...(stageNodes !== undefined && { stageNodes, firstTargets: firstTargets(outlook) }),
    vmSizes,
    ...(hopelessSizes !== undefined && { hopelessSizes }),
    ...(made !== undefined && vmSizes.length > 1 && { made }),
  }
}

function firstTargets(outlook: ResolvedPool): NodeCounts {
  return stageTargets(comingNodes(outlook), goalCounts(outlook.goal), outlook.stageNodes)
}

/** With those that a resize under way may still bring: to ask for fewer would take them away. */
function comingNodes({ facts: { existing } }: ResolvedPool): NodeCounts {
  if (existing === undefined) return noNodes
  const state = readPoolState(existing.properties)
  return isSteady(state) ? currentOf(state) : mostOf(state, shownTargets(state))
}
