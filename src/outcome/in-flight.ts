import type { RunState } from '../model/run-state.js'
import { nameOfId } from '../shared/arm-id.js'
import type { Json } from '../shared/json.js'
import { isJsonObject } from '../shared/json.js'
import type { Step } from '../model/step.js'
import type { Event, NodesSeen } from '../model/events.js'

/**
 * What Azure goes on doing when we stop here, as far as it was seen: one sentence each, empty when nothing
 * had been asked of it. Never claims more than was accepted.
 */
export function describeInFlight(events: readonly Event[], made: RunState): readonly string[] {
  return [
    ...replicationOf(events, made),
    ...openSteps(events).flatMap((step) => workOf(step, events, made)),
  ]
}

/** The steps that had begun and not come to their end. */
export function openSteps(events: readonly Event[]): readonly Step[] {
  const done = events.flatMap((event) =>
    event.type === 'step-ended' && event.how === 'done' ? [event.step] : [],
  )
  const started = events.flatMap((event) => (event.type === 'step-started' ? [event.step] : []))
  return started.filter((step) => !done.includes(step))
}

function workOf(step: Step, events: readonly Event[], made: RunState): readonly string[] {
  const name = nameOfId(step.resource)
  switch (step.kind) {
    case 'reuse':
      return []
    case 'await-image':
      return [`image ${name} is still being created`]
    case 'create-snapshots':
      return step.snapshots.map(({ id }) =>
        made.snapshots?.some((one) => one.id === id) === true
          ? `snapshot ${nameOfId(id)} may still be being taken`
          : unsure('snapshot', nameOfId(id)),
      )
    case 'create-image':
      return made.imageId === undefined
        ? [unsure('image', name)]
        : [`image ${name} is still being created`]
    case 'create-image-definition':
      return [unsure('image definition', name)]
    case 'await-image-version':
      return [`image version ${name} is still replicating`]
    case 'update-image-version':
      return [`image version ${name} may still be being changed`]
    case 'create-image-version':
      return made.galleryImageVersionId === undefined
        ? [unsure('image version', name)]
        : [`image version ${nameOfId(made.galleryImageVersionId)} is still replicating`]
    case 'create-pool':
      return made.poolId === undefined ? [unsure('pool', name)] : [`pool ${name} is still resizing`]
    case 'update-pool':
      return [`the update of pool ${name} may have been accepted`]
    case 'drain-pool':
      if (step.retires !== undefined)
        return [`the retirement of pool ${name} may have been accepted`]
      return isSteady(made) ? [] : [`pool ${name} is still losing its nodes`]
    case 'delete-pool':
    case 'delete-image':
    case 'delete-image-version':
    case 'delete-snapshot':
      return [`${name} may still be being deleted`]
    case 'move-jobs':
      return [`jobs of pool ${nameOfId(step.fromPoolId)} may still be disabled`]
    case 'mark-pool':
      return [`the update of pool ${name} may have been accepted`]
    case 'await-nodes':
      return resizeOf(step, lastNodes(events), made)
  }
}

function resizeOf(
  step: Extract<Step, { kind: 'await-nodes' }>,
  seen: NodesSeen | undefined,
  made: RunState,
): readonly string[] {
  const name = nameOfId(step.resource)
  if (isSteady(made)) return []
  const { goal } = step
  if (goal.autoScale && seen === undefined) return [`pool ${name} is still scaling by its formula`]
  const target =
    (seen?.targetDedicated ?? goal.targetDedicatedNodes) +
    (seen?.targetLowPriority ?? goal.targetLowPriorityNodes)
  const now =
    seen === undefined ? '' : `, ${String(seen.dedicated + seen.lowPriority)} there when last seen`
  return [`pool ${name} is still resizing to ${String(target)} nodes${now}`]
}

/** The pool at work was seen so, or its resize was stopped. */
function isSteady({ allocationState }: RunState): boolean {
  return allocationState?.toLowerCase() === 'steady'
}

/** A version that was waited for in one region only goes on replicating to the others. */
function replicationOf(events: readonly Event[], made: RunState): readonly string[] {
  return events.flatMap((event) => {
    if (event.type !== 'step-ended' || event.how !== 'done') return []
    const { step } = event
    if (step.kind !== 'create-image-version' || step.waitRegion === undefined) return []
    if (regionCount(step.body) < 2) return []
    const version = nameOfId(made.galleryImageVersionId ?? step.resource)
    return [
      `image version ${version} may still be replicating to regions other than ${step.waitRegion}`,
    ]
  })
}

function regionCount(body: Json): number {
  const properties = isJsonObject(body) ? body['properties'] : undefined
  const profile = isJsonObject(properties) ? properties['publishingProfile'] : undefined
  const regions = isJsonObject(profile) ? profile['targetRegions'] : undefined
  return Array.isArray(regions) ? regions.length : 0
}

function lastNodes(events: readonly Event[]): NodesSeen | undefined {
  const last = events.findLast(
    (event) => event.type === 'step-progress' && event.nodes !== undefined,
  )
  return last?.type === 'step-progress' ? last.nodes : undefined
}

function unsure(what: string, name: string): string {
  return `the request to create ${what} ${name} may have been accepted`
}
