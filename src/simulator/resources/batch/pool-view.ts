/** A pool as Resource Manager shows it at a moment, in the words of the API version asked for. */
import { provisioningState } from '../../arm.js'
import { guidOf } from '../../operations.js'
import { isObject, objectAt, textAt } from '../../json.js'
import type { JsonObject, StoredResource } from '../../kernel.js'
import { spellConfig } from './pool-config.js'
import {
  allocationStateOf,
  allocationTransitionMs,
  nodesOf,
  runMachine,
  showErrors,
  type PoolMachine,
} from './pool-machine.js'
import type { World } from './pool-image.js'
import { poolProperties } from './pool-shape.js'
import { countNodes, type Resize } from './resize.js'
import { showShape } from '../../shape.js'

const identitySince = '2021-01-01'
const tagsSince = '2024-07-01'
const communicationMode = { since: '2022-10-01', until: '2025-06-01' }

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

export function showPool(world: World, pool: StoredResource, version: string): JsonObject {
  const machine = runMachine(world, pool)
  const config = objectAt(showShape(spellConfig(pool.properties, version), poolProperties, version))
  const identity = pool['identity']
  return {
    id: pool.id,
    name: pool.name,
    type: 'Microsoft.Batch/batchAccounts/pools',
    etag: pool.etag ?? '',
    ...(isObject(identity) && version >= identitySince ? { identity: showIdentity(identity) } : {}),
    ...(pool.tags !== undefined && version >= tagsSince ? { tags: pool.tags } : {}),
    properties: {
      ...withoutServiceFields(config),
      ...showState(world, pool, machine),
      ...(version >= communicationMode.since && version < communicationMode.until
        ? { currentNodeCommunicationMode: 'Simplified' }
        : {}),
    },
  }
}

const stateNames = new Set([
  'provisioningState',
  'provisioningStateTransitionTime',
  'creationTime',
  'lastModified',
  'allocationState',
  'allocationStateTransitionTime',
  'currentDedicatedNodes',
  'currentLowPriorityNodes',
  'resizeOperationStatus',
  'autoScaleRun',
])

function withoutServiceFields(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !stateNames.has(name)))
}

function showState(world: World, pool: StoredResource, machine: PoolMachine): JsonObject {
  const now = world.clock.now()
  const counts = countNodes(nodesOf(machine, now))
  const status = showResize(machine, now)
  const run = machine.autoScale?.run
  const creationTime = textAt(pool.properties, 'creationTime') ?? iso(now)
  const changed = pool.motion?.since
  return {
    provisioningState: provisioningState(pool, now) === 'Deleting' ? 'Deleting' : 'Succeeded',
    provisioningStateTransitionTime: changed === undefined ? creationTime : iso(changed),
    creationTime,
    lastModified: textAt(pool.properties, 'lastModified') ?? creationTime,
    allocationState: allocationStateOf(machine, now),
    allocationStateTransitionTime: iso(allocationTransitionMs(machine, now)),
    currentDedicatedNodes: counts.dedicated,
    currentLowPriorityNodes: counts.lowPriority,
    ...(status === undefined ? {} : { resizeOperationStatus: status }),
    ...(run === undefined ? {} : { autoScaleRun: run }),
  }
}

function showResize(machine: PoolMachine, now: number): JsonObject | undefined {
  const { resize } = machine
  if (resize === undefined) return machine.firstStatus
  const errors = showErrors(now >= resize.endMs ? resize.errors : [])
  return {
    ...showTargets(resize),
    resizeTimeout: resize.request.timeout.iso,
    nodeDeallocationOption: resize.request.nodeDeallocationOption ?? 'Requeue',
    startTime: iso(resize.request.startMs),
    ...(errors.length === 0 ? {} : { errors }),
  }
}

function showTargets({ request: { target } }: Resize): JsonObject {
  return {
    ...(target.dedicated === undefined ? {} : { targetDedicatedNodes: target.dedicated }),
    ...(target.lowPriority === undefined ? {} : { targetLowPriorityNodes: target.lowPriority }),
  }
}

/** Each identity with the ids that Entra gave it. */
function showIdentity(identity: JsonObject): JsonObject {
  const ids = identity['userAssignedIdentities']
  if (!isObject(ids)) return identity
  const shown: JsonObject = {}
  for (const id of Object.keys(ids)) {
    shown[id] = { principalId: guidOf(`principal of ${id}`), clientId: guidOf(`client of ${id}`) }
  }
  return { ...identity, userAssignedIdentities: shown }
}
