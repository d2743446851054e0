/** The pool deleted and made anew: nothing of the old one is left unless the new one fails. */
import type { RolloutConfig } from '../../inputs/config.js'
import { changeOf } from '../../model/pool-diff.js'
import type { PoolDecision } from '../pool-decision.js'
import type { ResolvedPool } from '../resolve-pool.js'
import { isEmpty } from '../../model/pool-state.js'
import {
  awaitStep,
  createStep,
  describeNodes,
  withoutExisting,
  type PoolStep,
} from '../pool-steps.js'
import type { DeletePool, DrainPool } from '../../model/step.js'
import { lineageNames } from '../../model/lineage.js'
import { planItem } from '../pool-marks.js'
import { beforeOf, besidesScale, markedBefore, markerOf, wholeBody } from './before.js'
import { isBeingDeleted, poolNameOf } from '../../model/pool-roles.js'
import { drainLimit, waitChoice } from './settings.js'

type Replace = Extract<PoolDecision, { kind: 'replace' }>

/** Drain, delete, create, wait. Empty where the new pool cannot be made, which the rules tell. */
export function replaceSteps(
  outlook: ResolvedPool,
  decision: Replace,
  rollout: RolloutConfig | undefined,
): readonly PoolStep[] {
  const { existing } = decision
  const anew = withoutExisting(outlook)
  const creating = createStep(anew, poolNameOf(existing))
  if (creating.length === 0) return []
  const drains = !isEmpty(existing.properties) && !isBeingDeleted(existing)
  return [
    ...(drains ? [drainStep(outlook, decision, rollout)] : []),
    // A drain changes the pool, and with it the ETag.
    { ...deleteStep(outlook, decision), ...(!drains && { etag: existing.etag }) },
    ...creating,
    awaitStep(anew, creating, { ...rollout, waitFor: waitChoice(rollout) }),
  ]
}

function drainStep(
  { facts, marks }: ResolvedPool,
  { existing }: Replace,
  rollout: RolloutConfig | undefined,
): DrainPool {
  const limit = drainLimit(rollout)
  const before = markedBefore(existing.properties) ?? beforeOf(existing, [])
  return {
    kind: 'drain-pool',
    title: `drain pool ${poolNameOf(existing)}: it has no nodes until the new pool has some; running tasks get ${limit.iso} to end`,
    resource: existing.id,
    impact: 'replace',
    because: [{ property: 'nodes', from: describeNodes(existing), to: 0 }],
    apiVersion: facts.apiVersion,
    limitMs: limit.ms,
    etag: existing.etag,
    before,
    marks: { [lineageNames.before]: markerOf(before), ...planItem(marks.lineage) },
  }
}

function deleteStep({ facts }: ResolvedPool, { existing, differing }: Replace): DeletePool {
  return {
    kind: 'delete-pool',
    title: `delete pool ${poolNameOf(existing)} to recreate it`,
    resource: existing.id,
    impact: 'destroy',
    // A drain changes the scale, which is no reason.
    because: besidesScale(differing).map(changeOf),
    apiVersion: facts.apiVersion,
    before: wholeBody(existing),
  }
}
