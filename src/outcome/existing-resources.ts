import type { RunState } from '../model/run-state.js'
import type { Facts } from '../model/facts.js'
import { readPoolState, wantedCounts } from '../model/pool-state.js'
import type { Plan, Step } from '../model/step.js'
import { textAt } from '../shared/json-at.js'
import { initialRunState } from './result.js'

/** What is there already, before anything is carried out: what the outputs tell of it in any mode. */
export function existingResources(plan: Plan, facts: Facts): RunState {
  const isNew = (kinds: readonly Step['kind'][]): boolean =>
    plan.steps.some((step) => kinds.includes(step.kind))
  const hasImage = plan.imageId !== undefined && !isNew(['create-image'])
  const hasVersion = plan.galleryImageVersionId !== undefined && !isNew(['create-image-version'])
  const hasReference =
    plan.imageReferenceId !== undefined && !isNew(['create-image', 'create-image-version'])
  const reused = plan.steps.flatMap((step) =>
    step.kind === 'reuse' && step.what === 'snapshot'
      ? [{ id: step.resource, ...(step.lun !== undefined && { lun: step.lun }) }]
      : [],
  )
  return {
    ...initialRunState,
    ...(reused.length > 0 && { snapshots: reused }),
    ...(hasImage && { imageId: plan.imageId }),
    ...(hasVersion && { galleryImageVersionId: plan.galleryImageVersionId }),
    ...(hasReference && { imageReferenceId: plan.imageReferenceId }),
    ...foundPool(facts),
  }
}

function foundPool({ pool }: Facts): Partial<RunState> {
  if (pool?.existing === undefined) return {}
  const state = readPoolState(pool.existing.properties)
  const wanted = wantedCounts(pool.existing.properties)
  const vmSize = textAt(pool.existing.properties, 'vmSize')
  return {
    poolId: pool.poolId,
    ...(vmSize !== undefined && { vmSize }),
    ...(pool.members !== undefined && { activePoolId: pool.poolId }),
    ...(state.allocationState !== undefined && { allocationState: state.allocationState }),
    currentDedicatedNodes: state.dedicated,
    currentLowPriorityNodes: state.lowPriority,
    ...(wanted !== undefined && {
      targetDedicatedNodes: wanted.dedicated,
      targetLowPriorityNodes: wanted.lowPriority,
    }),
  }
}
