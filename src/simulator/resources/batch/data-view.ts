/** Pools as the data plane shows them. */
import { isObject, numberAt, objectAt, objectsAt, textAt } from '../../json.js'
import type { JsonObject, StoredResource } from '../../kernel.js'
import { showPool } from './pool-view.js'
import type { World } from './pool-image.js'
import { bareEtag } from './pool-writes.js'

/** Resource Manager's words are taken at its newest version; the data plane shows the same things. */
const armVersion = '2024-07-01'

export function showDataPool(world: World, pool: StoredResource, origin: string): JsonObject {
  const arm = objectAt(showPool(world, pool, armVersion), 'properties')
  return {
    id: pool.name,
    url: `${origin}/pools/${pool.name}`,
    eTag: bareEtag(pool.etag ?? ''),
    ...pick(arm, [
      'displayName',
      'creationTime',
      'lastModified',
      'allocationStateTransitionTime',
      'currentDedicatedNodes',
      'currentLowPriorityNodes',
      'startTask',
      'metadata',
      'taskSlotsPerNode',
      'userAccounts',
      'mountConfiguration',
    ]),
    state: arm['provisioningState'] === 'Deleting' ? 'deleting' : 'active',
    stateTransitionTime: arm['provisioningStateTransitionTime'] ?? '',
    allocationState: lower(arm, 'allocationState'),
    vmSize: lower(arm, 'vmSize'),
    enableInterNodeCommunication: arm['interNodeCommunication'] === 'Enabled',
    taskSchedulingPolicy: {
      nodeFillType: lower(objectAt(arm, 'taskSchedulingPolicy'), 'nodeFillType'),
    },
    ...showScale(arm),
    ...showMachine(arm),
    ...showResizeErrors(arm),
  }
}

function pick(from: JsonObject, names: readonly string[]): JsonObject {
  const kept: JsonObject = {}
  for (const name of names) {
    const value = from[name]
    if (value !== undefined) kept[name] = value
  }
  return kept
}

function lower(from: JsonObject, name: string): string {
  return (textAt(from, name) ?? '').toLowerCase()
}

function showScale(arm: JsonObject): JsonObject {
  const auto = objectAt(arm, 'scaleSettings')['autoScale']
  if (!isObject(auto)) {
    const fixed = objectAt(arm, 'scaleSettings', 'fixedScale')
    return {
      enableAutoScale: false,
      resizeTimeout: textAt(fixed, 'resizeTimeout') ?? 'PT15M',
      targetDedicatedNodes: numberAt(fixed, 'targetDedicatedNodes') ?? 0,
      targetLowPriorityNodes: numberAt(fixed, 'targetLowPriorityNodes') ?? 0,
    }
  }
  const status = objectAt(arm, 'resizeOperationStatus')
  const run = objectAt(arm, 'autoScaleRun')
  const { evaluationTime, ...outcome } = run
  return {
    enableAutoScale: true,
    autoScaleFormula: textAt(auto, 'formula') ?? '',
    autoScaleEvaluationInterval: textAt(auto, 'evaluationInterval') ?? 'PT15M',
    targetDedicatedNodes: numberAt(status, 'targetDedicatedNodes') ?? 0,
    targetLowPriorityNodes: numberAt(status, 'targetLowPriorityNodes') ?? 0,
    ...(evaluationTime === undefined
      ? {}
      : { autoScaleRun: { timestamp: evaluationTime, ...outcome, ...showRunError(outcome) } }),
  }
}

export function showRunError({ error }: JsonObject): JsonObject {
  return isObject(error) ? { error: showError(error) } : {}
}

function showMachine(arm: JsonObject): JsonObject {
  const machine = objectAt(arm, 'deploymentConfiguration', 'virtualMachineConfiguration')
  const { nodeAgentSkuId, imageReference, ...rest } = machine
  const { id, ...marketplace } = objectAt(imageReference)
  return {
    virtualMachineConfiguration: {
      ...rest,
      imageReference: id === undefined ? marketplace : { virtualMachineImageId: id },
      nodeAgentSKUId: nodeAgentSkuId ?? '',
    },
  }
}

function showResizeErrors(arm: JsonObject): JsonObject {
  const errors = objectsAt(arm, 'resizeOperationStatus', 'errors')
  if (errors.length === 0) return {}
  return {
    resizeErrors: errors.map(showError),
  }
}

/** An error of a resize or an evaluation: pairs under `values`, where Resource Manager has `details`. */
function showError(error: JsonObject): JsonObject {
  return {
    code: textAt(error, 'code') ?? '',
    message: textAt(error, 'message') ?? '',
    values: objectsAt(error, 'details').map((detail) => ({
      name: textAt(detail, 'code') ?? '',
      value: textAt(detail, 'message') ?? '',
    })),
  }
}
