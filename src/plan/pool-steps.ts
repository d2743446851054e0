/** The single steps that a pool is brought about by. */
import { goalCounts, totalOf } from '../model/node-counts.js'
import type { RolloutConfig } from '../inputs/config.js'
import { nameOfId, sameId } from '../shared/arm-id.js'
import type { Pool } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import { objectAt, withJsonAt } from '../shared/json-at.js'
import { poolBody, wantsAutoNodeAgent } from '../model/pool-body.js'
import { markedBody, refreshedPatch } from './pool-marks.js'
import { chosenNodeAgent } from './pool-node-agent.js'
import type { ResolvedPool } from './resolve-pool.js'
import { courseOf, firstStage } from './pool-stages.js'
import { readPoolState, type PoolState } from '../model/pool-state.js'
import { waitUntil } from './rollout/settings.js'
import type {
  AwaitNodes,
  Change,
  CreatePool,
  DeletePool,
  DrainPool,
  MarkPool,
  MoveJobs,
  NodeGoal,
  Reuse,
  UpdatePool,
} from '../model/step.js'

export type PoolStep =
  Reuse | CreatePool | UpdatePool | AwaitNodes | DrainPool | DeletePool | MoveJobs | MarkPool

export function createStep(outlook: ResolvedPool, name: string): readonly CreatePool[] {
  const { pool, facts, image, goal, fillsImage } = outlook
  // The rules say why there is no agent or no image: a pool without them would be refused.
  if (wantsAutoNodeAgent(pool.properties) && chosenNodeAgent(outlook) === undefined) return []
  if (fillsImage && image === undefined) return []
  const vmSize = pool.properties?.['vmSize']
  const because: Change[] = [
    ...(image === undefined ? [] : [{ property: 'imageReference.id', to: image.id }]),
    ...(vmSize === undefined ? [] : [{ property: 'vmSize', to: vmSize }]),
    { property: 'nodes', to: describeGoal(goal) },
  ]
  return [
    {
      kind: 'create-pool',
      title: `create pool ${name} with ${describeGoal(goal)}${onceFree(outlook)}`,
      resource: facts.poolId,
      impact: 'create',
      because,
      apiVersion: facts.apiVersion,
      body: firstStage(markedBody(completeBody(outlook), outlook), outlook),
      fillsImageReference: fillsImage,
      ...(isNameTaken(outlook) && { awaitsName: true }),
    },
  ]
}

function isNameTaken({ facts: { leaving = [], poolId } }: ResolvedPool): boolean {
  return leaving.some(({ id }) => sameId(id, poolId))
}

/** Ends the title of a step that makes a pool. */
export function onceFree(outlook: ResolvedPool): string {
  return isNameTaken(outlook) ? ' once the one that is being deleted is gone' : ''
}

export function completeBody(outlook: ResolvedPool): JsonObject {
  const { pool, image } = outlook
  return poolBody(pool, {
    imageReferenceId: image?.id,
    nodeAgentSkuId: chosenNodeAgent(outlook),
  })
}

export function updateStep(
  outlook: ResolvedPool,
  title: string,
  wanted: JsonObject,
  because: readonly Change[],
): UpdatePool {
  const { facts, fillsImage, marks } = outlook
  const { apiVersion, existing, poolId } = facts
  const body = firstStage(wanted, outlook)
  return {
    kind: 'update-pool',
    title,
    resource: poolId,
    impact: 'update',
    because,
    apiVersion,
    body: existing === undefined ? body : refreshedPatch(body, existing, marks),
    etag: existing?.etag,
    fillsImageReference: fillsImage,
  }
}

/** For steps that hold for a pool that is not there yet, or for whatever has become of it by then. */
export function withoutExisting(
  outlook: ResolvedPool,
  poolId = outlook.facts.poolId,
): ResolvedPool {
  const { accountId, apiVersion, existing, ...rest } = outlook.facts
  if (existing === undefined && poolId === outlook.facts.poolId) return outlook
  return { ...outlook, facts: { ...rest, accountId, apiVersion, poolId } }
}

/** The same targets anew: Batch starts a resize for them. */
export function withResizeAgain(body: JsonObject, outlook: ResolvedPool): JsonObject {
  const path = ['properties', 'scaleSettings'] as const
  return withJsonAt(body, path, objectAt(completeBody(outlook), ...path) ?? {})
}

export function shortfall(state: PoolState, goal: NodeGoal): readonly Change[] {
  const counts = [
    ['currentDedicatedNodes', state.dedicated, goal.targetDedicatedNodes],
    ['currentLowPriorityNodes', state.lowPriority, goal.targetLowPriorityNodes],
  ] as const
  return counts.flatMap(([property, from, to]) => (from < to ? [{ property, from, to }] : []))
}

/** `12 dedicated nodes`, `10 dedicated and 5 low-priority nodes`, `the nodes of its autoscale formula` */
export function describeGoal(
  goal: Pick<NodeGoal, 'targetDedicatedNodes' | 'targetLowPriorityNodes' | 'autoScale'>,
): string {
  if (goal.autoScale) return 'the nodes of its autoscale formula'
  const counts = goalCounts(goal)
  const { dedicated, lowPriority } = counts
  const kinds = [
    ...(dedicated > 0 || lowPriority === 0 ? [`${String(dedicated)} dedicated`] : []),
    ...(lowPriority > 0 ? [`${String(lowPriority)} low-priority`] : []),
  ]
  return `${kinds.join(' and ')} ${totalOf(counts) === 1 ? 'node' : 'nodes'}`
}

/** The nodes that a pool has. */
export function describeNodes({ properties }: Pick<Pool, 'properties'>): string {
  const { dedicated, lowPriority } = readPoolState(properties)
  const counts = { targetDedicatedNodes: dedicated, targetLowPriorityNodes: lowPriority }
  return describeGoal({ ...counts, autoScale: false })
}

function startsResize(step: PoolStep): boolean {
  if (step.kind === 'create-pool') return true
  return (
    step.kind === 'update-pool' && objectAt(step.body, 'properties', 'scaleSettings') !== undefined
  )
}

const defaultResizeAttempts = 3

export function awaitStep(
  outlook: ResolvedPool,
  before: readonly PoolStep[],
  rollout: RolloutConfig | undefined,
): AwaitNodes {
  const { facts, goal } = outlook
  const { existing, apiVersion, poolId } = facts
  const name = nameOfId(poolId)
  const state = existing && readPoolState(existing.properties)
  return {
    kind: 'await-nodes',
    title: `wait for ${describeGoal(goal)} in pool ${name}`,
    resource: poolId,
    impact: 'none',
    because: [],
    apiVersion,
    goal,
    existing: !before.some(startsResize),
    previousStartTime: state?.resizeStart,
    notBefore: existing?.serverTime,
    until: waitUntil(rollout, goal),
    resizeAttempts: rollout?.resizeAttempts ?? defaultResizeAttempts,
    ...courseOf(outlook, before),
  }
}
