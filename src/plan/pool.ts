/** What is to be done so that the pool is there with its nodes. */
import type { Config, RolloutConfig } from '../inputs/config.js'
import { nameOfId } from '../shared/arm-id.js'
import type { Facts } from '../model/facts.js'
import { changeOf, patchBody, type PropertyDifference } from '../model/pool-diff.js'
import type { PoolState } from '../model/pool-state.js'
import type { PoolDecision } from './pool-decision.js'
import { isShort, resolvePool, type ResolvedPool } from './resolve-pool.js'
import {
  awaitStep,
  completeBody,
  createStep,
  shortfall,
  updateStep,
  withResizeAgain,
  type PoolStep,
} from './pool-steps.js'
import { serviceChanges, serviceSteps } from './rollout/back-in-service.js'
import { blueGreenSteps, firstPool } from './rollout/blue-green.js'
import { recycleSteps } from './rollout/recycle.js'
import { oncePer } from './once.js'
import { onPresentNodes } from './present-nodes.js'
import { replaceSteps } from './rollout/replace.js'
import type { CreatePool, MarkPool, NodeGoal, Reuse, UpdatePool } from '../model/step.js'

export interface PlannedPool {
  /** None where the rules found that the pool cannot be had. */
  readonly steps: readonly PoolStep[]
  readonly poolId: string
  readonly goal: NodeGoal
}

/** Undefined without a pool section. */
export const planPool: (config: Config, facts: Facts) => PlannedPool | undefined =
  oncePer(computePoolPlan)

function computePoolPlan(config: Config, facts: Facts): PlannedPool | undefined {
  const outlook = resolvePool(config, facts)
  if (outlook === undefined) return undefined
  const { decision, goal } = outlook
  const poolId = decision.kind === 'blue-green' ? decision.green.id : outlook.facts.poolId
  return { steps: allSteps(outlook, config.rollout), poolId, goal }
}

function allSteps(outlook: ResolvedPool, rollout: RolloutConfig | undefined): readonly PoolStep[] {
  const { decision } = outlook
  switch (decision.kind) {
    case 'recycle':
      return recycleSteps(outlook, decision, rollout)
    case 'replace':
      return replaceSteps(outlook, decision, rollout)
    case 'blue-green':
      return blueGreenSteps(outlook, decision, rollout)
    case 'create':
    case 'reuse':
    case 'resize-again':
    case 'patch':
    case 'refuse': {
      const steps = stepsInPlace(outlook, decision, rollout)
      const waits = rollout?.waitFor !== 'none' && steps.length > 0
      return waits ? [...steps, awaitStep(outlook, steps, rollout)] : steps
    }
  }
}

type InPlace = Exclude<PoolDecision, { kind: 'recycle' | 'replace' | 'blue-green' }>

function stepsInPlace(
  outlook: ResolvedPool,
  decision: InPlace,
  rollout: RolloutConfig | undefined,
): readonly (Reuse | CreatePool | UpdatePool | MarkPool)[] {
  const { facts } = outlook
  const name = nameOfId(facts.poolId)
  const base = { resource: facts.poolId, because: [] }
  switch (decision.kind) {
    case 'create':
      return createStep(outlook, name).map((made) =>
        rollout?.onExistingPool === 'blue-green' ? firstPool(outlook, made) : made,
      )
    case 'reuse': {
      const title = `reuse pool ${name}`
      const pool = facts.existing === undefined ? {} : { pool: facts.existing }
      return [
        { ...base, kind: 'reuse', what: 'pool', impact: 'none', title, ...pool },
        ...serviceSteps(outlook),
      ]
    }
    case 'resize-again': {
      const title = `resize pool ${name} again`
      const because = [
        ...shortfall(decision.state, outlook.goal),
        ...serviceChanges(facts.existing),
      ]
      const step = updateStep(outlook, title, withResizeAgain({}, outlook), because)
      return [{ ...step, isAgain: true }]
    }
    case 'patch': {
      const { differing, state } = decision
      const changed = patchBody(differing, completeBody(outlook), facts.existing)
      const body = isShort(state, outlook.goal) ? withResizeAgain(changed, outlook) : changed
      const names = [...new Set(differing.map(({ property }) => property))].join(', ')
      const because = [...differing.map(changeOf), ...serviceChanges(facts.existing)]
      const title = `update ${names} of pool ${name}${onPresentNodes(differing, state)}`
      const step = updateStep(outlook, title, body, because)
      return [{ ...step, ...(isStopped(differing, state) && { isAgain: true }) }]
    }
    case 'refuse':
      return []
  }
}

/** The pool only lacks the nodes of a resize that was stopped, as a run does that is cancelled. */
function isStopped(differing: readonly PropertyDifference[], state: PoolState): boolean {
  const isOfScale = differing.every(({ property }) => property === 'scaleSettings')
  const wasStopped = state.resizeErrors.some(({ code }) => /^ResizeStopped$/i.test(code))
  return isOfScale && (wasStopped || state.allocationState?.toLowerCase() === 'stopping')
}
