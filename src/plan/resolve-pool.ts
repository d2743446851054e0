/** What is known and wanted of the pool, and what becomes of it: for the rules and the plan alike. */
import type { Config, PoolConfig, RolloutConfig } from '../inputs/config.js'
import type { ImageDefinition, Pool } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import { isAtLeast, wideUpdateApiVersion } from '../model/batch-api-versions.js'
import type { Facts, PoolFacts } from '../model/facts.js'
import { writtenBy, type DigestSecret } from '../model/hidden-values.js'
import { hasOwnImage, nodeAgentOf, nodeGoal, wantedPool } from '../model/pool-body.js'
import { diffHidden, diffPool, type PropertyDifference } from '../model/pool-diff.js'
import { oncePer } from './once.js'
import type { PoolDecision } from './pool-decision.js'
import { imageOfPool, routeOf, type PoolImage } from './pool-image.js'
import { lineageBeside, type PoolMarks } from './pool-marks.js'
import { isSteady, readPoolState, type PoolState } from '../model/pool-state.js'
import { choosesTimeout, stageNodesFor } from './resize-stages.js'
import { markedBefore } from './rollout/before.js'
import { decideBlueGreen, type BlueGreenQuestion } from './rollout/decide-blue-green.js'
import { isBeingDeleted, isOfFile, poolNameOf } from '../model/pool-roles.js'
import type { Lineage } from '../model/lineage.js'
import { sourcesOfPool } from './sources.js'
import type { NodeGoal } from '../model/step.js'
import { withLiveSize } from '../model/vm-sizes.js'

/** What is known and wanted of the pool, for the rules and the plan alike. */
export interface ResolvedPool {
  readonly pool: PoolConfig
  readonly facts: PoolFacts
  /** Of the sizes to fall back on, those that cannot work. */
  readonly hopelessSizes?: readonly string[] | undefined
  readonly image: PoolImage | undefined
  /** What the image was published under, where it is known already. */
  readonly definition: ImageDefinition | undefined
  readonly goal: NodeGoal
  readonly decision: PoolDecision
  /** The image reference is ours to fill in. */
  readonly fillsImage: boolean
  /** The most nodes that one resize should add; undefined: all at once. */
  readonly stageNodes: number | undefined
  /** The user leaves the time for a resize to us. */
  readonly choosesTimeout: boolean
  readonly marks: PoolMarks
}

function wantsImage({ image, gallery, pool }: Config): boolean {
  return (image !== undefined || gallery !== undefined) && !hasOwnImage(pool?.properties)
}

/** Undefined without a pool section. */
export const resolvePool: (config: Config, facts: Facts) => ResolvedPool | undefined =
  oncePer(settlePool)

function settlePool(config: Config, facts: Facts): ResolvedPool | undefined {
  const { pool, rollout } = config
  if (pool === undefined || facts.pool === undefined) return undefined
  const image = imageOfPool(config, facts)
  const goal = nodeGoal(pool, rollout)
  const onExisting = rollout?.onExistingPool ?? 'update'
  const { digestSecret: digest } = facts
  const { lineage } = facts
  const decision = decide({ onExisting, pool, facts: facts.pool, image, goal, digest, lineage })
  const given = facts.given?.kind === 'gallery' ? facts.given.definition : undefined
  const definition = facts.gallery?.definition ?? given
  return {
    pool,
    facts: facts.pool,
    hopelessSizes: facts.hopelessSizes,
    image,
    definition,
    goal,
    decision,
    fillsImage: wantsImage(config),
    stageNodes: stageNodesFor(routeOf(config), goal),
    choosesTimeout: choosesTimeout(config),
    marks: {
      lineage: facts.lineage && lineageBeside(facts.pool.existing, facts.lineage),
      sources: sourcesOfPool(config, facts),
      digest,
    },
  }
}

interface Question {
  readonly onExisting: NonNullable<RolloutConfig['onExistingPool']>
  readonly pool: PoolConfig
  readonly facts: PoolFacts
  readonly image: PoolImage | undefined
  readonly goal: NodeGoal
  readonly digest: DigestSecret | undefined
  readonly lineage: Lineage | undefined
}

function decide(question: Question): PoolDecision {
  const { onExisting, facts, goal } = question
  const { existing, apiVersion, livePool, members = [], liveElsewhere = [] } = facts
  if (livePool !== undefined) return { kind: 'refuse', why: 'not-live', live: livePool }
  const isNew = existing === undefined && members.length === 0
  const former = isNew ? liveElsewhere.find((one) => isOfFile(one, question.lineage)) : undefined
  if (former !== undefined) return { kind: 'refuse', why: 'renamed', live: former }
  if (onExisting === 'blue-green') return decideBlueGreen(blueGreenQuestion(question))
  if (existing === undefined) return { kind: 'create' }
  const state = readPoolState(existing.properties)
  if (onExisting === 'fail') return { kind: 'refuse', why: 'exists' }
  const differing = compare(question, existing)
  if (isBeingDeleted(existing)) return { kind: 'replace', existing, differing, state }
  const inTheWay = differing.filter(({ property }) => !isPatchable(property, state, apiVersion))
  const canRecycle = isAtLeast(apiVersion, wideUpdateApiVersion)
  const isBegun = markedBefore(existing.properties) !== undefined
  if (inTheWay.length > 0) {
    if (onExisting === 'replace') return { kind: 'replace', existing, differing, state }
    if (canRecycle && onExisting === 'recycle')
      return { kind: 'recycle', existing, differing, state }
    return { kind: 'refuse', why: 'differs', differing: inTheWay, state }
  }
  if (isBegun && canRecycle) return { kind: 'recycle', existing, differing, state }
  if (differing.length > 0) return { kind: 'patch', differing, state }
  return isShort(state, goal) ? { kind: 'resize-again', state } : { kind: 'reuse', state }
}

function compare({ pool, image, digest }: Question, shown: Pool): readonly PropertyDifference[] {
  const { properties, identity = null, tags = null } = shown
  const wanted = comparable(pool, image, properties)
  return [...diffPool(wanted, { properties, identity, tags }), ...diffHidden(wanted, shown, digest)]
}

function blueGreenQuestion(question: Question): BlueGreenQuestion {
  const { pool, facts, image, goal, digest } = question
  const { accountId, poolId, existing, members = existing === undefined ? [] : [existing] } = facts
  const body = wantedPool(pool, { imageReferenceId: image?.id })
  return {
    accountId,
    members,
    goal,
    name: pool.name ?? poolNameOf({ id: poolId }),
    body,
    hidden: writtenBy(body, { poolId, digest }),
    compare: (shown) => compare(question, shown),
    isShort: (shown) => isShort(readPoolState(shown.properties), goal),
  }
}

/** What was ours to choose was chosen when the pool was made: its own agent and size, of those wanted, are as good. */
function comparable(pool: PoolConfig, image: PoolImage | undefined, shown: JsonObject): JsonObject {
  const completion = { imageReferenceId: image?.id, nodeAgentSkuId: nodeAgentOf(shown) }
  return wantedPool(withLiveSize(pool, shown), completion)
}

/** Changes that Batch takes while a pool has nodes: https://learn.microsoft.com/azure/batch/batch-pool-update-properties */
const patchableProperties = [
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

export function isShort(state: PoolState, goal: NodeGoal): boolean {
  if (!isSteady(state) || goal.autoScale) return false
  return (
    state.dedicated < goal.targetDedicatedNodes || state.lowPriority < goal.targetLowPriorityNodes
  )
}
