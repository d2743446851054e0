/** A new pool beside the old one, tried with one node first; the old one is retired when the new one is there. */
import { goalCounts, totalOf } from '../../model/node-counts.js'
import type { RolloutConfig } from '../../inputs/config.js'
import type { Pool } from '../../ports/azure.js'
import type { JsonObject } from '../../shared/json.js'
import { objectAt, textAt } from '../../shared/json-at.js'
import { lineageNames, markText, ownMetadata } from '../../model/lineage.js'
import { changeOf } from '../../model/pool-diff.js'
import { markedBody, withPlanMark } from '../pool-marks.js'
import type { PoolDecision } from '../pool-decision.js'
import { isShort, type ResolvedPool } from '../resolve-pool.js'
import {
  withoutExisting,
  awaitStep,
  completeBody,
  createStep,
  describeGoal,
  describeNodes,
  onceFree,
  updateStep,
  type PoolStep,
} from '../pool-steps.js'
import { readPoolState } from '../../model/pool-state.js'
import type {
  CreatePool,
  DrainPool,
  MarkPool,
  MoveJobs,
  NodeGoal,
  UpdatePool,
} from '../../model/step.js'
import { beforeOf } from './before.js'
import { poolNameOf, roleOf } from '../../model/pool-roles.js'
import { drainLimit, rollbackWindow, waitChoice } from './settings.js'

export type BlueGreen = Extract<PoolDecision, { kind: 'blue-green' }>

interface Rollout {
  /** Of the pool that takes over. */
  readonly outlook: ResolvedPool
  readonly decision: BlueGreen
  readonly rollout: RolloutConfig | undefined
  /** As in the config. */
  readonly name: string
}

/** Empty where the new pool cannot be made, which the rules tell. */
export function blueGreenSteps(
  outlook: ResolvedPool,
  decision: BlueGreen,
  rollout: RolloutConfig | undefined,
): readonly PoolStep[] {
  const green = withoutExisting(outlook, decision.green.id)
  const name = outlook.pool.name ?? poolNameOf(decision.green)
  const given: Rollout = { outlook: green, decision, rollout, name }
  const nodes = nodeSteps(given)
  if (nodes.length === 0) return []
  return [
    // First, as their cores may be missing for the new nodes.
    ...decision.lingering.map((pool) => retireAgainStep(given, pool)),
    ...nodes,
    ...(rollout?.moveJobs === true ? decision.live.map((pool) => moveStep(given, pool)) : []),
    ...(isLive(decision) ? [] : [goLiveStep(given)]),
    ...decision.live.map((pool) => retireStep(given, pool)),
  ]
}

/** The first pool of its name: there is nothing to try it against. */
export function firstPool(outlook: ResolvedPool, made: CreatePool): CreatePool {
  const name = outlook.pool.name ?? poolNameOf({ id: made.resource })
  const marks = { [lineageNames.pool]: name, [lineageNames.role]: 'live' }
  return { ...made, body: withMarks(made.body, outlook, marks) }
}

function withMarks(
  body: JsonObject,
  outlook: ResolvedPool,
  extra: Readonly<Record<string, string>>,
): JsonObject {
  const file = outlook.marks.lineage?.config
  const config = file === undefined ? {} : { [lineageNames.config]: markText(file) }
  return markedBody(body, outlook, { ...extra, ...config })
}

function isLive({ green }: BlueGreen): boolean {
  return green.pool !== undefined && roleOf(green.pool) === 'live'
}

/** From nothing, or what an earlier run left, to all nodes. */
function nodeSteps(given: Rollout): readonly PoolStep[] {
  const { outlook, decision, rollout } = given
  const { pool, stage } = decision.green
  const trial = canaryOf(outlook)
  const isTrial = trial !== outlook
  const choices = { ...rollout, waitFor: waitChoice(rollout) }
  // Nothing runs yet on nodes that an unfinished run left.
  const left = pool !== undefined && roleOf(pool) === 'canary' ? { renews: true } : {}
  const grow = growStep(given)
  const full = [grow, awaitStep(outlook, [grow], choices)]
  switch (stage) {
    case 'whole':
      return [reuseStep(given), { ...awaitStep(outlook, [], choices), ...left }]
    case 'scaled-down':
      return [grow, { ...awaitStep(outlook, [grow], choices), ...left }]
    case 'canary': {
      const again = pool !== undefined && lacksCanary(pool, trial) ? [againStep(trial)] : []
      return [...again, { ...awaitStep(trial, again, choices), ...left }, ...full]
    }
    case 'new': {
      const [made] = createStep(trial, poolNameOf(decision.green))
      if (made === undefined) return []
      const creating = canaryStep(given, made, trial)
      return [creating, awaitStep(trial, [creating], choices), ...(isTrial ? full : [])]
    }
  }
}

/** One node that shows whether the image works; the same outlook where that is all there is to be. */
function canaryOf(outlook: ResolvedPool): ResolvedPool {
  const { goal, pool } = outlook
  const counts = goalCounts(goal)
  if (!goal.autoScale && totalOf(counts) <= 1) return outlook
  const isSpot = goal.autoScale ? asksForSpotAlone(pool.properties) : counts.dedicated === 0
  const [one, other] = isSpot ? [0, 1] : [1, 0]
  const canary: NodeGoal = {
    targetDedicatedNodes: one,
    targetLowPriorityNodes: other,
    minDedicatedNodes: one,
    minLowPriorityNodes: other,
    autoScale: false,
  }
  const fixed = objectAt(pool.properties, 'scaleSettings', 'fixedScale') ?? {}
  const fixedScale = { ...fixed, targetDedicatedNodes: one, targetLowPriorityNodes: other }
  const properties = { ...pool.properties, scaleSettings: { fixedScale } }
  return { ...outlook, goal: canary, stageNodes: undefined, pool: { ...pool, properties } }
}

function asksForSpotAlone(properties: JsonObject | undefined): boolean {
  const formula = textAt(properties, 'scaleSettings', 'autoScale', 'formula') ?? ''
  return !/\$TargetDedicated(Nodes)?\b/i.test(formula)
}

function lacksCanary(pool: Pool, trial: ResolvedPool): boolean {
  return isShort(readPoolState(pool.properties), trial.goal)
}

function canaryStep(
  { decision, name }: Rollout,
  made: CreatePool,
  trial: ResolvedPool,
): CreatePool {
  const marks = { [lineageNames.pool]: name, [lineageNames.role]: 'canary' }
  const [old] = decision.live
  const beside = old === undefined ? '' : ` beside ${poolNameOf(old)}`
  return {
    ...made,
    title: `create pool ${poolNameOf(decision.green)}${beside} with ${describeGoal(trial.goal)} to begin with${onceFree(trial)}`,
    because: decision.differing.length > 0 ? decision.differing.map(changeOf) : made.because,
    body: withMarks(completeBody(trial), trial, marks),
  }
}

function againStep(trial: ResolvedPool): UpdatePool {
  const title = `try pool ${poolNameOf({ id: trial.facts.poolId })} again with ${describeGoal(trial.goal)}`
  return { ...updateStep(trial, title, scaleOf(trial), []), isAgain: true }
}

/** A pool that was retired goes back to having no nodes when it fails. */
function growStep({ outlook, decision }: Rollout): UpdatePool {
  const { pool } = decision.green
  const because = [{ property: 'nodes', to: describeGoal(outlook.goal) }]
  const title = `bring ${describeGoal(outlook.goal)} to pool ${poolNameOf(decision.green)}`
  const step = updateStep(outlook, title, scaleOf(outlook), because)
  if (pool === undefined) return step
  if (roleOf(pool) === 'canary') {
    return { ...step, body: withPlanMark(step.body, pool, outlook.marks.lineage) }
  }
  const body = withPlanMark(step.body, pool, outlook.marks.lineage)
  return { ...step, body, stopsResize: true, before: beforeOf(pool, []) }
}

function scaleOf(outlook: ResolvedPool): JsonObject {
  const scaleSettings = objectAt(completeBody(outlook), 'properties', 'scaleSettings') ?? {}
  return { properties: { scaleSettings } }
}

function reuseStep({ decision }: Rollout): PoolStep {
  const { id, pool } = decision.green
  const title = `reuse pool ${poolNameOf(decision.green)}`
  const base = { resource: id, because: [], impact: 'none', title } as const
  return { ...base, kind: 'reuse', what: 'pool', ...(pool !== undefined && { pool }) }
}

function moveStep({ outlook, decision }: Rollout, from: Pool): MoveJobs {
  const { green } = decision
  return {
    kind: 'move-jobs',
    title: `move the active jobs of pool ${poolNameOf(from)} to ${poolNameOf(green)}: their running tasks start again`,
    resource: green.id,
    impact: 'update',
    because: [],
    fromPoolId: from.id,
    toPoolId: green.id,
    apiVersion: outlook.facts.apiVersion,
  }
}

function goLiveStep({ outlook, decision, name }: Rollout): MarkPool {
  const { green, live } = decision
  const marks = { [lineageNames.pool]: name, [lineageNames.role]: 'live' }
  const marked = withMarks({ properties: {} }, outlook, marks)
  const [old] = live
  return {
    kind: 'mark-pool',
    title: `make pool ${poolNameOf(green)} the live one`,
    resource: green.id,
    impact: 'update',
    because: [
      {
        property: 'live pool',
        ...(old !== undefined && { from: poolNameOf(old) }),
        to: poolNameOf(green),
      },
    ],
    apiVersion: outlook.facts.apiVersion,
    role: 'live',
    goesLive: true,
    metadata: {
      set: ownMetadata(objectAt(marked, 'properties') ?? {}),
      remove: [lineageNames.retired, lineageNames.keepUntil, lineageNames.moving],
    },
  }
}

function retireStep(given: Rollout, old: Pool): DrainPool {
  return { ...drainStep(given, old), before: beforeOf(old, []) }
}

/** Nothing to put back when the run fails: the pool is retired either way. */
function retireAgainStep(given: Rollout, old: Pool): DrainPool {
  const { iso } = drainLimit(given.rollout)
  const title = `ask again for the nodes of retired pool ${poolNameOf(old)} to go when their tasks have ended, within ${iso}`
  return { ...drainStep(given, old), title }
}

function drainStep({ outlook, rollout, name }: Rollout, old: Pool): DrainPool {
  const limit = drainLimit(rollout)
  const keep = rollbackWindow(rollout)
  return {
    kind: 'drain-pool',
    title: `retire pool ${poolNameOf(old)}: its nodes go when their tasks have ended, within ${limit.iso}; it is kept for ${keep.iso}`,
    resource: old.id,
    impact: 'update',
    because: [{ property: 'nodes', from: describeNodes(old), to: 0 }],
    apiVersion: outlook.facts.apiVersion,
    limitMs: limit.ms,
    retires: { pool: name, keepMs: keep.ms },
  }
}
