import { type NodeCounts, shownTargets } from './node-counts.js'
import type { AzureErrorDetail } from '../shared/errors.js'
import type { JsonObject } from '../shared/json.js'
import { jsonAt, numberAt, objectAt, textAt } from '../shared/json-at.js'
import { readServiceErrors } from '../shared/service-error.js'

/** What a pool says of its nodes: `properties` of a GET, read once for all who judge it. */
export interface PoolState extends NodeCounts {
  readonly provisioningState: string | undefined
  /** Steady | Resizing | Stopping */
  readonly allocationState: string | undefined
  /** Of the resize that is on, or was the last one; else what the fixed scale asks for. */
  readonly targetDedicated: number
  readonly targetLowPriority: number
  /** `resizeOperationStatus.startTime`, ISO 8601. */
  readonly resizeStart: string | undefined
  /** ISO 8601 duration. */
  readonly resizeTimeout: string | undefined
  /** Of that resize; a resize error stays until the next resize starts. */
  readonly resizeErrors: readonly AzureErrorDetail[]
  readonly autoScale: AutoScaleState | undefined
}

export interface AutoScaleState {
  /** ISO 8601 duration. */
  readonly interval: string | undefined
  /** ISO 8601; undefined before the first evaluation. */
  readonly evaluatedAt: string | undefined
  /** `$TargetDedicatedNodes=…;$TargetLowPriorityNodes=…;…` */
  readonly results: string | undefined
  readonly error: AzureErrorDetail | undefined
}

export function readPoolState(properties: JsonObject): PoolState {
  const resize = objectAt(properties, 'resizeOperationStatus')
  const fixed = objectAt(properties, 'scaleSettings', 'fixedScale')
  const target = (kind: string): number => numberAt(resize, kind) ?? numberAt(fixed, kind) ?? 0
  return {
    provisioningState: textAt(properties, 'provisioningState'),
    allocationState: textAt(properties, 'allocationState'),
    dedicated: numberAt(properties, 'currentDedicatedNodes') ?? 0,
    lowPriority: numberAt(properties, 'currentLowPriorityNodes') ?? 0,
    targetDedicated: target('targetDedicatedNodes'),
    targetLowPriority: target('targetLowPriorityNodes'),
    resizeStart: textAt(resize, 'startTime'),
    resizeTimeout: textAt(resize, 'resizeTimeout') ?? textAt(fixed, 'resizeTimeout'),
    resizeErrors: readServiceErrors(jsonAt(resize, 'errors')),
    autoScale: readAutoScale(properties),
  }
}

function readAutoScale(properties: JsonObject): AutoScaleState | undefined {
  const settings = objectAt(properties, 'scaleSettings', 'autoScale')
  if (settings === undefined) return undefined
  const run = objectAt(properties, 'autoScaleRun')
  const error = objectAt(run, 'error')
  return {
    interval: textAt(settings, 'evaluationInterval'),
    evaluatedAt: textAt(run, 'evaluationTime'),
    results: textAt(run, 'results'),
    error: error === undefined ? undefined : readServiceErrors([error])[0],
  }
}

/** Nothing is being resized: what is there is what came of the last resize. */
export function isSteady(state: PoolState): boolean {
  return state.allocationState?.toLowerCase() === 'steady'
}

/** Nodes that the pool is to have by its fixed scale; the last resize may have been for others. */
export function scaleTargets(properties: JsonObject): Pick<PoolState, 'dedicated' | 'lowPriority'> {
  const fixed = objectAt(properties, 'scaleSettings', 'fixedScale')
  return {
    dedicated: numberAt(fixed, 'targetDedicatedNodes') ?? 0,
    lowPriority: numberAt(fixed, 'targetLowPriorityNodes') ?? 0,
  }
}

/**
 * Nodes that the pool is to have by now: a steady one by its fixed scale, as its last resize may have been given up.
 * Undefined where the pool shows neither.
 */
export function wantedCounts(properties: JsonObject): NodeCounts | undefined {
  const state = readPoolState(properties)
  const isFixed = objectAt(properties, 'scaleSettings', 'fixedScale') !== undefined
  if (isFixed && isSteady(state)) return scaleTargets(properties)
  if (!isFixed && objectAt(properties, 'resizeOperationStatus') === undefined) return undefined
  return shownTargets(state)
}

/** Steady without nodes, and to stay so, whatever became of the last resize. */
export function isEmpty(properties: JsonObject): boolean {
  const state = readPoolState(properties)
  const target = scaleTargets(properties)
  const counts = [state.dedicated, state.lowPriority, target.dedicated, target.lowPriority]
  return isSteady(state) && state.autoScale === undefined && counts.every((count) => count === 0)
}
