/**
 * What the service requires of a pool's values, beyond types and names. Each rule looks at a pool on its own
 * and tells the first fault it finds; rules that need the world are in `image-rules.ts` and `resize-limits.ts`.
 */
import { isObject, numberAt, objectAt, objectsAt, textAt, valueAt } from '../../json.js'
import type { JsonObject } from '../../kernel.js'
import type { PropertyPath } from '../../shape.js'
import { isTooLong, refusalOf } from './auto-scale.js'
import { durationMs, minuteMs } from './durations.js'
import { checkNatPools } from './nat-rules.js'
import { isNodeAgent, osTypeOfAgent } from './node-agents.js'
import { propertyProblem, type PropertyFault } from './problem.js'
import { findVmSize } from './vm-sizes.js'

export interface PoolDraft {
  readonly name: string
  readonly version: string
  readonly properties: JsonObject
  readonly identity: JsonObject
}

type Rule = (pool: PoolDraft) => PropertyFault | undefined

const vm = ['deploymentConfiguration', 'virtualMachineConfiguration'] as const
const fixed = ['scaleSettings', 'fixedScale'] as const
const auto = ['scaleSettings', 'autoScale'] as const
const shortestMs = 5 * minuteMs
const longestMs = 168 * 60 * minuteMs
const durationReason = 'The value must be a duration between 5 minutes and 168 hours'

function fault(path: PropertyPath, reason: string, value?: string | number): PropertyFault {
  const shown = value === undefined ? {} : { value: String(value) }
  return { path: ['properties', ...path], reason, ...shown }
}

function missing(path: PropertyPath): PropertyFault {
  return { ...fault(path, 'The property is required'), code: 'MissingRequiredProperty' }
}

/** The first repeated value of a list, letter case ignored. */
function firstRepeated(values: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (const value of values) {
    if (seen.has(value.toLowerCase())) return value
    seen.add(value.toLowerCase())
  }
  return undefined
}

const checkName: Rule = ({ name }) =>
  /^[a-zA-Z0-9_-]{1,64}$/.test(name)
    ? undefined
    : {
        path: ['name'],
        value: name,
        reason: 'A pool name is 1 to 64 letters, digits, hyphens and underscores',
      }

const checkVmSize: Rule = ({ properties }) => {
  const vmSize = textAt(properties, 'vmSize')
  if (vmSize === undefined) return missing(['vmSize'])
  if (findVmSize(vmSize) !== undefined) return undefined
  return fault(['vmSize'], 'The specified VM size is not supported', vmSize)
}

const checkDeployment: Rule = ({ properties }) => {
  const deployment = objectAt(properties, 'deploymentConfiguration')
  if (deployment['cloudServiceConfiguration'] !== undefined) {
    const reason = 'Pools of cloud services can no longer be created'
    return fault(['deploymentConfiguration', 'cloudServiceConfiguration'], reason)
  }
  return deployment['virtualMachineConfiguration'] === undefined ? missing(vm) : undefined
}

const checkNodeAgent: Rule = ({ properties }) => {
  const agent = textAt(properties, ...vm, 'nodeAgentSkuId') ?? ''
  if (isNodeAgent(agent)) return undefined
  return {
    ...fault([...vm, 'nodeAgentSkuId'], 'The specified node agent SKU does not exist', agent),
    code: 'NodeAgentSKUNotFound',
    status: 404,
  }
}

const checkFixedScale: Rule = ({ properties }) => {
  const scale = objectAt(properties, 'scaleSettings')
  const fixedScale = scale['fixedScale']
  if (!isObject(fixedScale)) return undefined
  if (scale['autoScale'] !== undefined) {
    return fault(['scaleSettings'], 'fixedScale and autoScale exclude each other')
  }
  const targets = ['targetDedicatedNodes', 'targetLowPriorityNodes']
  if (targets.every((name) => fixedScale[name] === undefined)) {
    return {
      ...missing([...fixed, 'targetDedicatedNodes']),
      reason: 'At least one target is required',
    }
  }
  for (const name of targets) {
    const nodes = numberAt(fixedScale, name) ?? 0
    if (nodes < 0) return fault([...fixed, name], 'The value must be 0 or more', nodes)
  }
  const timeout = textAt(fixedScale, 'resizeTimeout')
  if (timeout === undefined) return undefined
  const ms = durationMs(timeout)
  if (ms !== undefined && ms >= shortestMs && ms <= longestMs) return undefined
  return fault([...fixed, 'resizeTimeout'], durationReason, timeout)
}

const checkAutoScale: Rule = ({ properties }) => {
  const formula = textAt(properties, ...auto, 'formula')
  if (formula === undefined) return undefined
  const interval = textAt(properties, ...auto, 'evaluationInterval') ?? 'PT15M'
  const ms = durationMs(interval)
  if (ms === undefined || ms < shortestMs || ms > longestMs) {
    return fault([...auto, 'evaluationInterval'], durationReason, interval)
  }
  const at = fault([...auto, 'formula'], '')
  if (isTooLong(formula)) {
    return {
      ...at,
      code: 'AutoScalingFormulaTooLong',
      reason: 'A formula has at most 8192 characters',
    }
  }
  const reason = refusalOf(formula)
  return reason === undefined ? undefined : { ...at, code: 'AutoScalingFormulaSyntaxError', reason }
}

const checkTaskSlots: Rule = ({ properties }) => {
  const cores = findVmSize(textAt(properties, 'vmSize') ?? '')?.cores ?? 1
  const most = Math.min(4 * cores, 256)
  for (const name of ['taskSlotsPerNode', 'maxTasksPerNode']) {
    const slots = numberAt(properties, name)
    if (slots !== undefined && (slots < 1 || slots > most)) {
      return fault(
        [name],
        `The value must be between 1 and ${String(most)} for this VM size`,
        slots,
      )
    }
  }
  return undefined
}

const lengths: readonly { readonly name: string; readonly most: number; readonly what: string }[] =
  [
    { name: 'displayName', most: 1024, what: 'characters' },
    { name: 'applicationPackages', most: 10, what: 'packages' },
    { name: 'mountConfiguration', most: 10, what: 'mounts' },
  ]

const checkLengths: Rule = ({ properties }) => {
  for (const { name, most, what } of lengths) {
    const value = properties[name]
    const length = typeof value === 'string' || Array.isArray(value) ? value.length : 0
    if (length > most) return fault([name], `At most ${String(most)} ${what} are allowed`)
  }
  return undefined
}

const checkMetadata: Rule = ({ properties }) => {
  const index = objectsAt(properties, 'metadata').findIndex((item) => item['name'] === '')
  if (index === -1) return undefined
  return { ...fault(['metadata', index, 'name'], 'The name is empty'), code: 'EmptyMetadataKey' }
}

const checkUserAccounts: Rule = ({ properties }) => {
  const names = objectsAt(properties, 'userAccounts').map((user) => textAt(user, 'name') ?? '')
  const odd = names.findIndex((name) => name.length < 1 || name.length > 20)
  if (odd !== -1) {
    return fault(['userAccounts', odd, 'name'], 'A user name has 1 to 20 characters', names[odd])
  }
  const repeated = firstRepeated(names)
  return repeated === undefined
    ? undefined
    : fault(['userAccounts'], 'User names must differ', repeated)
}

const checkStartTask: Rule = ({ properties }) => {
  const retries = numberAt(properties, 'startTask', 'maxTaskRetryCount') ?? 0
  return retries < -1
    ? fault(['startTask', 'maxTaskRetryCount'], 'The value must be -1 or more', retries)
    : undefined
}

const checkDisks: Rule = ({ properties }) => {
  const disks = objectsAt(properties, ...vm, 'dataDisks')
  const luns = disks.map((disk) => numberAt(disk, 'lun') ?? 0)
  const odd = luns.findIndex((lun) => lun < 0 || lun > 63)
  if (odd !== -1)
    return fault([...vm, 'dataDisks', odd, 'lun'], 'The LUN must be 0 to 63', luns[odd])
  const repeated = firstRepeated(luns.map(String))
  if (repeated !== undefined) return fault([...vm, 'dataDisks'], 'LUNs must differ', repeated)
  const empty = disks.findIndex((disk) => (numberAt(disk, 'diskSizeGB') ?? 0) < 1)
  if (empty === -1) return undefined
  return fault([...vm, 'dataDisks', empty, 'diskSizeGB'], 'The value must be 1 or more')
}

const checkEphemeralDisk: Rule = ({ properties }) => {
  const ephemeral = valueAt(properties, ...vm, 'osDisk', 'ephemeralOSDiskSettings')
  const lowPriority = numberAt(properties, ...fixed, 'targetLowPriorityNodes') ?? 0
  if (ephemeral === undefined || lowPriority === 0) return undefined
  const reason = 'Low-priority nodes cannot have an ephemeral OS disk'
  return fault([...vm, 'osDisk', 'ephemeralOSDiskSettings'], reason)
}

const checkDiskEncryption: Rule = ({ properties }) => {
  const path = [...vm, 'diskEncryptionConfiguration', 'targets'] as const
  const targets = valueAt(properties, ...path)
  if (!Array.isArray(targets) || targets.length === 0) return undefined
  const isWindows = osTypeOfAgent(textAt(properties, ...vm, 'nodeAgentSkuId') ?? '') === 'Windows'
  const wanted = isWindows ? ['OsDisk', 'TemporaryDisk'] : ['TemporaryDisk']
  const asWanted = targets.length === wanted.length && wanted.every((one) => targets.includes(one))
  if (asWanted) return undefined
  const system = isWindows ? 'Windows' : 'Linux'
  return fault(path, `On ${system} the targets must be exactly ${wanted.join(' and ')}`)
}

const checkSecurityType: Rule = ({ properties, version }) => {
  const path = [...vm, 'securityProfile', 'securityType'] as const
  const isConfidential = textAt(properties, ...path) === 'confidentialVM'
  return isConfidential && version < '2024-07-01'
    ? fault(path, `confidentialVM is not part of API version ${version}`, 'confidentialVM')
    : undefined
}

const checkPublicAddresses: Rule = ({ properties }) => {
  const path = ['networkConfiguration', 'publicIPAddressConfiguration'] as const
  const addresses = objectAt(properties, ...path)
  if (addresses['provision'] !== 'UserManaged') return undefined
  const ids = valueAt(properties, ...path, 'ipAddressIds')
  const count = Array.isArray(ids) ? ids.length : 0
  const dedicated = numberAt(properties, ...fixed, 'targetDedicatedNodes') ?? 0
  const lowPriority = numberAt(properties, ...fixed, 'targetLowPriorityNodes') ?? 0
  const needed = Math.max(1, Math.ceil(Math.max(dedicated, lowPriority) / 100))
  if (count >= needed) return undefined
  return fault(
    [...path, 'ipAddressIds'],
    `${String(needed)} addresses are needed, one for 100 nodes`,
  )
}

const checkIdentity: Rule = ({ identity }) => {
  const ids = Object.keys(objectAt(identity, 'userAssignedIdentities'))
  if (identity['type'] !== 'UserAssigned' || ids.length > 0) return undefined
  const path = ['identity', 'userAssignedIdentities']
  return { path, reason: 'A user-assigned identity must be named', code: 'MissingRequiredProperty' }
}

const rules: readonly Rule[] = [
  checkName,
  checkVmSize,
  checkDeployment,
  checkNodeAgent,
  checkFixedScale,
  checkAutoScale,
  checkTaskSlots,
  checkLengths,
  checkMetadata,
  checkUserAccounts,
  checkStartTask,
  checkDisks,
  checkEphemeralDisk,
  checkDiskEncryption,
  checkSecurityType,
  checkPublicAddresses,
  checkNatPools,
  checkIdentity,
]

/** Refuses a pool with the first fault that a rule finds. */
export function checkPool(pool: PoolDraft): void {
  for (const rule of rules) {
    const found = rule(pool)
    if (found !== undefined) throw propertyProblem(found)
  }
}
