/** What is to be done so that the pool is there with its nodes. */
import type { Config, PoolConfig, RolloutConfig } from '../inputs/config.js'
import { parseArmId } from '../shared/arm-id.js'
import type { ImageDefinition } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import { objectAt, withJsonAt } from '../shared/json-at.js'
import type { Facts, PoolFacts } from './facts.js'
import { chosenNodeAgent } from './pool-node-agent.js'
import { imageOfPool, type PoolImage } from './pool-image.js'
import {
  hasOwnImage,
  nodeAgentOf,
  nodeGoal,
  poolBody,
  wantedPool,
  wantsAutoNodeAgent,
} from './pool-body.js'
import { isAtLeast, wideUpdateApiVersion } from './batch-api-versions.js'
import { changeOf, diffPool, patchBody, type PropertyDifference } from './pool-diff.js'
import { isSteady, readPoolState, type PoolState } from './pool-state.js'
import type { AwaitNodes, Change, CreatePool, NodeGoal, Reuse, UpdatePool } from './step.js'

export type PoolStep = Reuse | CreatePool | UpdatePool | AwaitNodes

export interface PlannedPool {
  /** None where the rules found that the pool cannot be had. */
  readonly steps: readonly PoolStep[]
  readonly poolId: string
  readonly goal: NodeGoal
}

/** What becomes of the pool; the rules judge it, the plan follows it. */
export type PoolDecision =
  | { readonly kind: 'create' }
  /** As wanted, or getting there by a resize that is on. */
  | { readonly kind: 'reuse'; readonly state: PoolState }
  /** As wanted, but the last resize ended with fewer nodes than asked for. */
  | { readonly kind: 'resize-again'; readonly state: PoolState }
  | {
      readonly kind: 'patch'
      readonly differing: readonly PropertyDifference[]
      readonly state: PoolState
    }
  | { readonly kind: 'refuse'; readonly why: 'exists' | 'being-deleted' }
  | {
      readonly kind: 'refuse'
      readonly why: 'differs'
      /** Only those that stand in the way. */
      readonly differing: readonly PropertyDifference[]
      readonly state: PoolState
    }

/** What is known and wanted of the pool, for the rules and the plan alike. */
export interface PoolOutlook {
  readonly pool: PoolConfig
  readonly facts: PoolFacts
  readonly image: PoolImage | undefined
  /** What the image was published under, where it is known already. */
  readonly definition: ImageDefinition | undefined
  readonly goal: NodeGoal
  readonly decision: PoolDecision
  /** The image reference is ours to fill in. */
  readonly fillsImage: boolean
}

function wantsImage({ image, gallery, pool }: Config): boolean {
  return (image !== undefined || gallery !== undefined) && !hasOwnImage(pool?.properties)
}

/** Undefined without a pool section. */
export function poolOutlook(config: Config, facts: Facts): PoolOutlook | undefined {
  const { pool, rollout } = config
  if (pool === undefined || facts.pool === undefined) return undefined
  const image = imageOfPool(config, facts)
  const goal = nodeGoal(pool, rollout)
  const onExisting = rollout?.onExistingPool ?? 'update'
  const decision = decide({ onExisting, pool, facts: facts.pool, image, goal })
  const given = facts.given?.kind === 'gallery' ? facts.given.definition : undefined
  const definition = facts.gallery?.definition ?? given
  return {
    pool,
    facts: facts.pool,
    image,
    definition,
    goal,
    decision,
    fillsImage: wantsImage(config),
  }
}

interface Question {
  readonly onExisting: NonNullable<RolloutConfig['onExistingPool']>
  readonly pool: PoolConfig
  readonly facts: PoolFacts
  readonly image: PoolImage | undefined
  readonly goal: NodeGoal
}

function decide({ onExisting, pool, facts, image, goal }: Question): PoolDecision {
  const { existing, apiVersion } = facts
  if (existing === undefined) return { kind: 'create' }
  const state = readPoolState(existing.properties)
  if (state.provisioningState?.toLowerCase() === 'deleting') {
    return { kind: 'refuse', why: 'being-deleted' }
  }
  if (onExisting === 'fail') return { kind: 'refuse', why: 'exists' }
  const { properties, identity = null, tags = null } = existing
  const differing = diffPool(comparable(pool, image, existing.properties), {
    properties,
    identity,
    tags,
  })
  if (differing.length === 0)
    return isShort(state, goal) ? { kind: 'resize-again', state } : { kind: 'reuse', state }
  const inTheWay = differing.filter(({ property }) => !isPatchable(property, state, apiVersion))
  if (inTheWay.length === 0) return { kind: 'patch', differing, state }
  return { kind: 'refuse', why: 'differs', differing: inTheWay, state }
}

/** An agent that is ours to choose was chosen when the pool was made: the pool's own is as good. */
function comparable(pool: PoolConfig, image: PoolImage | undefined, shown: JsonObject): JsonObject {
  const completion = { imageReferenceId: image?.id, nodeAgentSkuId: nodeAgentOf(shown) }
  return wantedPool(pool, completion)
}

/** Changes that Batch takes while a pool has nodes: https://learn.microsoft.com/azure/batch/batch-pool-update-properties */
export const patchableProperties = [
  'applicationPackages',
  'certificates',
  'metadata',
  'scaleSettings',
  'startTask',
] as const

/** Everything else only changes while there are no nodes, and only by newer API versions. */
function isPatchable(property: string, state: PoolState, apiVersion: string): boolean {
  if (patchableProperties.some((name) => name === property)) return true
  return hasNoNodes(state) && isAtLeast(apiVersion, wideUpdateApiVersion)
}

export function hasNoNodes(state: PoolState): boolean {
  const counts = [
    state.dedicated,
    state.lowPriority,
    state.targetDedicated,
    state.targetLowPriority,
  ]
  return isSteady(state) && counts.every((count) => count === 0)
}

function isShort(state: PoolState, goal: NodeGoal): boolean {
  if (!isSteady(state) || goal.autoScale) return false
  return (
    state.dedicated < goal.targetDedicatedNodes || state.lowPriority < goal.targetLowPriorityNodes
  )
}

/** Undefined without a pool section. */
export function planPool(config: Config, facts: Facts): PlannedPool | undefined {
  const outlook = poolOutlook(config, facts)
  if (outlook === undefined) return undefined
  const steps = stepsOf(outlook)
  const waits = config.rollout?.waitFor !== 'none' && steps.length > 0
  return {
    steps: waits ? [...steps, awaitStep(outlook, steps, config.rollout)] : steps,
    poolId: outlook.facts.poolId,
    goal: outlook.goal,
  }
}

function stepsOf(outlook: PoolOutlook): readonly (Reuse | CreatePool | UpdatePool)[] {
  const { decision, facts } = outlook
  const name = parseArmId(facts.poolId)?.name ?? facts.poolId
  const base = { resource: facts.poolId, because: [] }
  switch (decision.kind) {
    case 'create':
      return createStep(outlook, name)
    case 'reuse': {
      const title = `reuse pool ${name}`
      const pool = facts.existing === undefined ? {} : { pool: facts.existing }
      return [{ ...base, kind: 'reuse', what: 'pool', impact: 'none', title, ...pool }]
    }
    case 'resize-again': {
      const title = `resize pool ${name} again`
      return [
        updateStep(
          outlook,
          title,
          withResizeAgain({}, outlook),
          shortfall(decision.state, outlook.goal),
        ),
      ]
    }
    case 'patch': {
      const { differing, state } = decision
      const changed = patchBody(differing, completeBody(outlook))
      const body = isShort(state, outlook.goal) ? withResizeAgain(changed, outlook) : changed
      const names = [...new Set(differing.map(({ property }) => property))].join(', ')
      return [updateStep(outlook, `update ${names} of pool ${name}`, body, differing.map(changeOf))]
    }
    case 'refuse':
      return []
  }
}

function createStep(outlook: PoolOutlook, name: string): readonly CreatePool[] {
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
      title: `create pool ${name} with ${describeGoal(goal)}`,
      resource: facts.poolId,
      impact: 'create',
      because,
      apiVersion: facts.apiVersion,
      body: completeBody(outlook),
      fillsImageReference: fillsImage,
    },
  ]
}

function completeBody(outlook: PoolOutlook): JsonObject {
  const { pool, image } = outlook
  return poolBody(pool, {
    imageReferenceId: image?.id,
    nodeAgentSkuId: chosenNodeAgent(outlook),
  })
}

function updateStep(
  { facts, fillsImage }: PoolOutlook,
  title: string,
  body: JsonObject,
  because: readonly Change[],
): UpdatePool {
  const { apiVersion, existing, poolId } = facts
  return {
    kind: 'update-pool',
    title,
    resource: poolId,
    impact: 'update',
    because,
    apiVersion,
    body,
    etag: existing?.etag,
    fillsImageReference: fillsImage,
  }
}

/** The same targets anew: Batch starts a resize for them. */
function withResizeAgain(body: JsonObject, outlook: PoolOutlook): JsonObject {
  const path = ['properties', 'scaleSettings'] as const
  return withJsonAt(body, path, objectAt(completeBody(outlook), ...path) ?? {})
}

function shortfall(state: PoolState, goal: NodeGoal): readonly Change[] {
  const counts = [
    ['currentDedicatedNodes', state.dedicated, goal.targetDedicatedNodes],
    ['currentLowPriorityNodes', state.lowPriority, goal.targetLowPriorityNodes],
  ] as const
  return counts.flatMap(([property, from, to]) => (from < to ? [{ property, from, to }] : []))
}

/** `12 dedicated nodes`, `10 dedicated and 5 low-priority nodes`, `an autoscale formula` */
export function describeGoal(goal: NodeGoal): string {
  if (goal.autoScale) return 'an autoscale formula'
  const { targetDedicatedNodes: dedicated, targetLowPriorityNodes: lowPriority } = goal
  const kinds = [
    ...(dedicated > 0 || lowPriority === 0 ? [`${String(dedicated)} dedicated`] : []),
    ...(lowPriority > 0 ? [`${String(lowPriority)} low-priority`] : []),
  ]
  return `${kinds.join(' and ')} ${dedicated + lowPriority === 1 ? 'node' : 'nodes'}`
}

function startsResize(step: PoolStep): boolean {
  if (step.kind === 'create-pool') return true
  return (
    step.kind === 'update-pool' && objectAt(step.body, 'properties', 'scaleSettings') !== undefined
  )
}

const defaultResizeAttempts = 3

function awaitStep(
  { facts, goal }: PoolOutlook,
  before: readonly PoolStep[],
  rollout: RolloutConfig | undefined,
): AwaitNodes {
  const { existing, apiVersion, poolId } = facts
  const name = parseArmId(poolId)?.name ?? poolId
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
    until: rollout?.waitFor === 'nodes' ? 'nodes' : 'steady',
    resizeAttempts: rollout?.resizeAttempts ?? defaultResizeAttempts,
  }
}
