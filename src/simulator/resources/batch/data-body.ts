/** The data plane's words for a pool, turned into Resource Manager's, so that one set of rules judges both. */
import { isObject, objectAt } from '../../json.js'
import type { Json, JsonObject } from '../../kernel.js'
import { problem } from './problem.js'

type Turn = (value: Json) => Json

interface Word {
  /** Its path in Resource Manager's `properties`; absent: the same name. */
  readonly to?: readonly string[]
  readonly turn?: Turn
}

const renameMembers =
  (names: Readonly<Record<string, string>>): Turn =>
  (value) => {
    if (!isObject(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [names[name] ?? name, member]),
    )
  }

const eachItem =
  (turn: Turn): Turn =>
  (value) =>
    Array.isArray(value) ? value.map(turn) : value

const turnVirtualMachine: Turn = (value) => {
  const turned = objectAt(renameMembers({ nodeAgentSKUId: 'nodeAgentSkuId' })(value))
  const image = turned['imageReference']
  if (image === undefined) return turned
  return { ...turned, imageReference: renameMembers({ virtualMachineImageId: 'id' })(image) }
}

const turnNetwork: Turn = (value) => {
  const endpoint = objectAt(value)['endpointConfiguration']
  if (endpoint === undefined) return value
  const turned = renameMembers({ inboundNATPools: 'inboundNatPools' })(endpoint)
  return { ...objectAt(value), endpointConfiguration: turned }
}

const fixedScale = ['scaleSettings', 'fixedScale'] as const
const autoScale = ['scaleSettings', 'autoScale'] as const

const words: Readonly<Record<string, Word>> = {
  displayName: {},
  vmSize: {},
  cloudServiceConfiguration: { to: ['deploymentConfiguration', 'cloudServiceConfiguration'] },
  virtualMachineConfiguration: {
    to: ['deploymentConfiguration', 'virtualMachineConfiguration'],
    turn: turnVirtualMachine,
  },
  resizeTimeout: { to: [...fixedScale, 'resizeTimeout'] },
  targetDedicatedNodes: { to: [...fixedScale, 'targetDedicatedNodes'] },
  targetLowPriorityNodes: { to: [...fixedScale, 'targetLowPriorityNodes'] },
  autoScaleFormula: { to: [...autoScale, 'formula'] },
  autoScaleEvaluationInterval: { to: [...autoScale, 'evaluationInterval'] },
  enableInterNodeCommunication: {
    to: ['interNodeCommunication'],
    turn: (value) => (value === true ? 'Enabled' : 'Disabled'),
  },
  networkConfiguration: { turn: turnNetwork },
  startTask: {},
  certificateReferences: {
    to: ['certificates'],
    turn: eachItem(renameMembers({ thumbprint: 'id' })),
  },
  applicationPackageReferences: {
    to: ['applicationPackages'],
    turn: eachItem(renameMembers({ applicationId: 'id' })),
  },
  applicationLicenses: {},
  maxTasksPerNode: {},
  taskSlotsPerNode: {},
  taskSchedulingPolicy: {},
  userAccounts: {},
  metadata: {},
  mountConfiguration: {},
  targetNodeCommunicationMode: {},
  upgradePolicy: {},
  resourceTags: {},
}

function putAt(
  target: JsonObject,
  [name = '', ...rest]: readonly string[],
  value: Json,
): JsonObject {
  const inner = rest.length === 0 ? value : putAt(objectAt(target, name), rest, value)
  return { ...target, [name]: inner }
}

/** Resource Manager's `properties` for a body of `POST /pools`. */
export function toArmProperties(body: JsonObject): JsonObject {
  const { enableAutoScale, ...rest } = body
  let properties: JsonObject = {}
  for (const [name, value] of Object.entries(rest)) {
    if (name === 'id') continue
    const word = words[name]
    if (word === undefined) {
      throw problem(400, 'InvalidRequestBody', [
        { name: 'Reason', value: `Could not find member '${name}' on object of type 'Pool'` },
      ])
    }
    if (value === null) continue
    properties = putAt(properties, word.to ?? [name], word.turn?.(value) ?? value)
  }
  checkScaling(rest, enableAutoScale === true)
  return withTargets(properties)
}

/** A formula wants `enableAutoScale`, and then no targets. */
function checkScaling(body: JsonObject, enableAutoScale: boolean): void {
  const targets = ['targetDedicatedNodes', 'targetLowPriorityNodes', 'resizeTimeout']
  const refuse = (reason: string): Error =>
    problem(400, 'InvalidAutoScalingSettings', [{ name: 'Reason', value: reason }])
  if (!enableAutoScale && (body['autoScaleFormula'] ?? null) !== null) {
    throw refuse('autoScaleFormula may be set only if enableAutoScale is true')
  }
  if (enableAutoScale && targets.some((name) => (body[name] ?? null) !== null)) {
    throw refuse('targets and resizeTimeout may be set only if enableAutoScale is false')
  }
}

/** Without targets the service takes 0 of each, whatever else is said about scaling. */
function withTargets(properties: JsonObject): JsonObject {
  const scale = objectAt(properties, 'scaleSettings')
  const fixed = objectAt(scale, 'fixedScale')
  if (scale['autoScale'] !== undefined) return properties
  return {
    ...properties,
    scaleSettings: { fixedScale: { targetDedicatedNodes: 0, ...fixed } },
  }
}
