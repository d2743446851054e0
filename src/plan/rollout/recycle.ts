/** The same pool with another image: without nodes for a while, and put back when its new nodes do not come. */
import type { RolloutConfig } from '../../inputs/config.js'
import type { Pool } from '../../ports/azure.js'
import { withoutUndefined, type Json, type JsonObject } from '../../shared/json.js'
import { jsonAt, objectAt } from '../../shared/json-at.js'
import { writtenItem } from '../../model/hidden-values.js'
import { isOurs, lineageNames, ownMetadata } from '../../model/lineage.js'
import { changeOf, patchBody, type PropertyDifference } from '../../model/pool-diff.js'
import { markedBody, planItem } from '../pool-marks.js'
import type { PoolDecision } from '../pool-decision.js'
import type { ResolvedPool } from '../resolve-pool.js'
import { isEmpty } from '../../model/pool-state.js'
import {
  awaitStep,
  completeBody,
  describeGoal,
  describeNodes,
  updateStep,
  withoutExisting,
} from '../pool-steps.js'
import type { PoolStep } from '../pool-steps.js'
import type { Change, DrainPool, MarkPool, PoolBefore, UpdatePool } from '../../model/step.js'
import { serviceEdit } from './back-in-service.js'
import { beforeOf, besidesScale, markedBefore, markerOf } from './before.js'
import { editedMetadata, theirMetadata } from '../../model/pool-metadata.js'
import { poolNameOf } from '../../model/pool-roles.js'
import { drainLimit, waitChoice } from './settings.js'

type Recycle = Extract<PoolDecision, { kind: 'recycle' }>

/**
 * Drain, change without nodes, bring the nodes back, wait for them, and only then forget what the pool was. What an
 * unfinished run has done already is left out: its marker on the pool says what to put back.
 */
export function recycleSteps(
  outlook: ResolvedPool,
  { existing, differing }: Recycle,
  rollout: RolloutConfig | undefined,
): readonly PoolStep[] {
  const changes = besidesScale(differing)
  const before = markedBefore(existing.properties) ?? whatToPutBack(existing, changes)
  const drains = changes.length > 0 && !isEmpty(existing.properties)
  const empty = withoutNodes(outlook, existing)
  const changing = changes.length > 0 ? [changeStep(empty, { existing, before, changes })] : []
  const scale = bringBack(empty)
  const writes = drains
    ? [drainStep(outlook, { existing, before, changes, rollout }), ...changing, scale]
    : [...changing, scale]
  return [
    // The first write says how to put the pool back; a drain also leaves it to a later run.
    ...writes.map((step, index) => (index === 0 ? { ...step, before } : step)),
    awaitStep(empty, [scale], { ...rollout, waitFor: waitChoice(rollout) }),
    forgetStep(outlook, { existing, changes }),
  ]
}

/** The size and the image, too, where they do not differ: a run may have to choose another size on the way. */
function whatToPutBack(existing: Pool, changes: readonly PropertyDifference[]): PoolBefore {
  const names = changes.map(({ property }) => property)
  return beforeOf(existing, [...new Set([...names, 'vmSize', 'deploymentConfiguration'])])
}

interface Draining {
  readonly existing: Pool
  readonly before: PoolBefore
  readonly changes: readonly PropertyDifference[]
  readonly rollout: RolloutConfig | undefined
}

function drainStep(outlook: ResolvedPool, draining: Draining): DrainPool {
  const { existing, before, changes, rollout } = draining
  const { apiVersion } = outlook.facts
  const limit = drainLimit(rollout)
  const name = poolNameOf(existing)
  return {
    kind: 'drain-pool',
    title: `drain pool ${name}: it has no nodes until the new ones come; running tasks get ${limit.iso} to end`,
    resource: existing.id,
    impact: 'replace',
    because: [
      { property: 'nodes', from: describeNodes(existing), to: 0 },
      ...changes.map(changeOf),
    ],
    apiVersion,
    limitMs: limit.ms,
    etag: existing.etag,
    marks: { [lineageNames.before]: markerOf(before), ...planItem(outlook.marks.lineage) },
  }
}

function changeStep(
  outlook: ResolvedPool,
  { existing, before, changes }: Omit<Draining, 'rollout'>,
): UpdatePool {
  const { facts, fillsImage } = outlook
  const patch = patchBody(changes, completeBody(outlook), facts.existing)
  const names = [...new Set(changes.map(({ property }) => property))].join(', ')
  return {
    kind: 'update-pool',
    title: `change ${names} of pool ${nameOf(outlook)} while it has no nodes`,
    resource: facts.poolId,
    impact: 'update',
    because: changes.map(changeOf),
    apiVersion: facts.apiVersion,
    body: remembering(patch, outlook, { existing, before }),
    etag: undefined,
    fillsImageReference: fillsImage,
  }
}

/** With what the change hides goes what remembers it: a later run must not take the nodes away for it again. */
function remembering(
  patch: JsonObject,
  { marks: { digest, lineage } }: ResolvedPool,
  { existing, before }: Pick<Draining, 'existing' | 'before'>,
): JsonObject {
  const own = ownMetadata(existing.properties)
  const set = writtenItem(patch, { poolId: existing.id, digest }, existing)
  const isRemembered = Object.entries(set).every(([name, value]) => own[name] === value)
  const properties = objectAt(patch, 'properties')
  if (!isOurs(own) || isRemembered || properties === undefined) return patch
  const marks = { ...set, ...planItem(lineage), [lineageNames.before]: markerOf(before) }
  const metadata = editedMetadata(existing.properties, { set: marks, remove: [] })
  return { ...patch, properties: { ...properties, metadata } }
}

function bringBack(outlook: ResolvedPool): UpdatePool {
  const scaleSettings = objectAt(completeBody(outlook), 'properties', 'scaleSettings') ?? {}
  const because: Change[] = [{ property: 'nodes', to: describeGoal(outlook.goal) }]
  const title = `bring ${describeGoal(outlook.goal)} to pool ${nameOf(outlook)}`
  const body = { properties: { scaleSettings } }
  return updateStep(withoutExisting(outlook), title, body, because)
}

/** The run's lineage is written when all is well: until then the pool is not of this run. */
function forgetStep(
  outlook: ResolvedPool,
  { existing, changes }: Pick<Draining, 'existing' | 'changes'>,
): MarkPool {
  const { facts } = outlook
  const body = completeBody(outlook)
  const written = objectAt(body, 'properties') ?? {}
  const isWritten = (written['metadata'] ?? null) !== null
  const set = {
    ...ownMetadata(objectAt(markedBody(body, outlook), 'properties') ?? {}),
    ...rememberedOf(outlook, { existing, changes }),
  }
  const service = serviceEdit(existing, outlook)
  return {
    kind: 'mark-pool',
    title: `mark pool ${nameOf(outlook)} as done`,
    resource: existing.id,
    impact: 'update',
    because: [],
    apiVersion: facts.apiVersion,
    metadata: {
      ...(isWritten && { theirs: theirMetadata(written) }),
      // A pool of somebody else is not made ours by changing it.
      set: isOurs(ownMetadata(existing.properties))
        ? { ...set, ...service.set }
        : planItem(outlook.marks.lineage),
      remove: [
        ...service.remove,
        lineageNames.before,
        ...(lineageNames.pullRequest in set ? [] : [lineageNames.pullRequest]),
      ],
    },
  }
}

/** Of what this rollout wrote, and of what earlier runs did. */
function rememberedOf(
  outlook: ResolvedPool,
  { existing, changes }: Pick<Draining, 'existing' | 'changes'>,
): Readonly<Record<string, string>> {
  const { digest } = outlook.marks
  const names = ['scaleSettings', ...changes.map(({ property }) => property)]
  const properties = objectAt(completeBody(outlook), 'properties') ?? {}
  const sent = Object.fromEntries(
    Object.entries(properties).filter(([name]) => names.includes(name)),
  )
  return writtenItem({ properties: sent }, { poolId: existing.id, digest }, existing)
}

/** As the pool will be when its nodes are gone: what resizes start from. */
function withoutNodes(outlook: ResolvedPool, existing: Pool): ResolvedPool {
  const { resizeOperationStatus: resize, ...properties } = existing.properties
  const startTime: Json | undefined = jsonAt(resize, 'startTime')
  const empty: Pool = {
    ...existing,
    properties: {
      ...properties,
      allocationState: 'Steady',
      currentDedicatedNodes: 0,
      currentLowPriorityNodes: 0,
      scaleSettings: {},
      resizeOperationStatus: withoutUndefined({ startTime }),
    },
  }
  return { ...outlook, facts: { ...outlook.facts, existing: empty } }
}

function nameOf({ facts }: ResolvedPool): string {
  return poolNameOf({ id: facts.poolId })
}
