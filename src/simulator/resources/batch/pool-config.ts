/** A pool's configuration as kept: one spelling for all API versions, defaults filled in, empties dropped. */
import { isObject, numberAt, objectAt, textAt } from '../../json.js'
import type { Json, JsonObject } from '../../kernel.js'
import { defaultTimeout } from './durations.js'

const slotsRename = '2020-09-01'

/** Keeps what a request said (after `readShape`), as the service would show it in a GET. */
export function keepConfig(given: JsonObject): JsonObject {
  return fillDefaults(objectAt(dropEmpty(given)))
}

/** In the one spelling that is kept, with the service's defaults; empty texts and lists stay. */
export function fillDefaults(given: JsonObject): JsonObject {
  const { maxTasksPerNode, ...rest } = given
  return {
    ...rest,
    vmSize: (textAt(rest, 'vmSize') ?? '').toUpperCase(),
    interNodeCommunication: rest['interNodeCommunication'] ?? 'Disabled',
    taskSlotsPerNode: maxTasksPerNode ?? rest['taskSlotsPerNode'] ?? 1,
    taskSchedulingPolicy: { nodeFillType: 'Spread', ...objectAt(rest, 'taskSchedulingPolicy') },
    scaleSettings: keepScale(objectAt(rest, 'scaleSettings')),
  }
}

function keepScale(scale: JsonObject): JsonObject {
  const auto = scale['autoScale']
  if (isObject(auto)) return { autoScale: { evaluationInterval: 'PT15M', ...auto } }
  const fixed = objectAt(scale, 'fixedScale')
  return {
    fixedScale: {
      ...fixed,
      targetDedicatedNodes: numberAt(fixed, 'targetDedicatedNodes') ?? 0,
      targetLowPriorityNodes: numberAt(fixed, 'targetLowPriorityNodes') ?? 0,
      resizeTimeout: textAt(fixed, 'resizeTimeout') ?? defaultTimeout,
    },
  }
}

/** Without empty texts and lists at any depth: a GET does not show them. */
function dropEmpty(value: Json): Json {
  if (Array.isArray(value)) return value.map(dropEmpty)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== '' && !(Array.isArray(member) && member.length === 0))
      .map(([name, member]) => [name, dropEmpty(member)]),
  )
}

/** In the spelling of an API version. */
export function spellConfig(config: JsonObject, version: string): JsonObject {
  if (version >= slotsRename) return config
  const { taskSlotsPerNode, ...rest } = config
  return taskSlotsPerNode === undefined ? rest : { ...rest, maxTasksPerNode: taskSlotsPerNode }
}
