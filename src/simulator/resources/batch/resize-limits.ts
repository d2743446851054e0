/** What keeps nodes away: quotas, sizes, images that do not boot. */
import { numberAt, objectsAt, textAt } from '../../json.js'
import type { JsonObject } from '../../kernel.js'
import { sameText } from '../../store.js'
import { findImage, parseImageId, type World } from './pool-image.js'
import type { Ceiling, Counts, NodeKind, ResizeError } from './resize.js'
import { findVmSize, type VmSize } from './vm-sizes.js'

/** Cores that another pool of the account has or is getting. */
export interface CoresInUse {
  readonly family: string
  readonly vmSize: string
  readonly nodes: number
  readonly cores: Counts
}

export interface AccountLimits {
  readonly properties: JsonObject
  readonly region: string
  readonly inUse: readonly CoresInUse[]
}

export interface Limits {
  readonly ceilings: readonly Ceiling[]
  /** No node can come at all. */
  readonly failure?: { readonly error: ResizeError; readonly afterMs: number }
}

const bootFailureMs = 60_000
const vm = ['deploymentConfiguration', 'virtualMachineConfiguration'] as const

/** The ceilings of a pool's nodes in its account, and the failure that no node survives, if there is one. */
export function limitsOf(world: World, pool: JsonObject, account: AccountLimits): Limits {
  const size = findVmSize(textAt(pool, 'vmSize') ?? '')
  const error = size === undefined ? undefined : hopelessError(world, { pool, size, account })
  const ceilings = size === undefined ? [] : quotaCeilings(size, account)
  return {
    ceilings: [
      ...ceilings,
      ...communicationCeilings(pool, account),
      ...(error === undefined ? [] : bothKinds(0, error)),
    ],
    ...(error === undefined ? {} : { failure: { error, afterMs: bootFailureMs } }),
  }
}

/** Nodes of the pool's size that the region has for it; undefined where the scenario sets no bound. */
export function leftOf(
  { scenario }: World,
  pool: JsonObject,
  { inUse }: AccountLimits,
): number | undefined {
  const vmSize = textAt(pool, 'vmSize') ?? ''
  const bound = Object.entries(scenario.capacityByVmSize ?? {}).find(([name]) =>
    sameText(name, vmSize),
  )?.[1]
  if (bound === undefined) return undefined
  const taken = inUse.filter((one) => sameText(one.vmSize, vmSize))
  return Math.max(0, bound - taken.reduce((sum, one) => sum + one.nodes, 0))
}

function bothKinds(nodes: number, error: ResizeError): Ceiling[] {
  return [
    { kind: 'dedicated', nodes, error },
    { kind: 'lowPriority', nodes, error },
  ]
}

function quotaError(code: string, message: string): ResizeError {
  return { code, message, values: [] }
}

/** In user-subscription accounts the quotas are the subscription's, which are not simulated. */
function quotaCeilings(size: VmSize, { properties, inUse }: AccountLimits): Ceiling[] {
  if (properties['poolAllocationMode'] === 'UserSubscription') return []
  const used = (kind: NodeKind, family?: string): number =>
    inUse
      .filter((one) => family === undefined || sameText(one.family, family))
      .reduce((sum, one) => sum + one.cores[kind], 0)
  const ceiling = (kind: NodeKind, free: number, error: ResizeError): Ceiling => ({
    kind,
    nodes: Math.max(0, Math.floor(free / size.cores)),
    error,
  })
  const ceilings: Ceiling[] = []
  const dedicated = numberAt(properties, 'dedicatedCoreQuota')
  if (dedicated !== undefined) {
    const error = quotaError(
      'AccountCoreQuotaReached',
      'The specified account has reached core quota',
    )
    ceilings.push(ceiling('dedicated', dedicated - used('dedicated'), error))
  }
  const family = familyQuota(properties, size)
  if (family !== undefined) {
    const message = `The specified account has reached VM series core quota for ${size.family}`
    const error = quotaError('AccountVMSeriesCoreQuotaReached', message)
    ceilings.push(ceiling('dedicated', family - used('dedicated', size.family), error))
  }
  const lowPriority = numberAt(properties, 'lowPriorityCoreQuota')
  if (lowPriority !== undefined) {
    const message = 'The specified account has reached low priority core quota'
    const error = quotaError('AccountLowPriorityCoreQuotaReached', message)
    ceilings.push(ceiling('lowPriority', lowPriority - used('lowPriority'), error))
  }
  return ceilings
}

function familyQuota(properties: JsonObject, size: VmSize): number | undefined {
  if (properties['dedicatedCoreQuotaPerVMFamilyEnforced'] !== true) return undefined
  const entry = objectsAt(properties, 'dedicatedCoreQuotaPerVMFamily').find((one) =>
    sameText(bare(textAt(one, 'name') ?? ''), bare(size.family)),
  )
  return numberAt(entry, 'coreQuota') ?? 0
}

/** Accounts spell families with blanks where sizes do not, or the other way round. */
function bare(family: string): string {
  return family.replaceAll(' ', '')
}

function communicationCeilings(pool: JsonObject, { properties }: AccountLimits): Ceiling[] {
  if (pool['interNodeCommunication'] !== 'Enabled') return []
  const most = properties['poolAllocationMode'] === 'UserSubscription' ? 80 : 100
  return bothKinds(most, {
    code: 'CommunicationEnabledPoolReachedMaxVMCount',
    message: `A pool with inter-node communication has at most ${String(most)} nodes`,
    values: [],
  })
}

interface Boot {
  readonly pool: JsonObject
  readonly size: VmSize
  readonly account: AccountLimits
}

function hopelessError(world: World, { pool, size, account }: Boot): ResizeError | undefined {
  if (size.unsupported === true) {
    const message = `The VM size ${size.name} is not supported by Batch in ${account.region}`
    return { code: 'UnsupportedVMSize', message, values: [] }
  }
  const id = parseImageId(textAt(pool, ...vm, 'imageReference', 'id') ?? '')
  if (id === undefined) return undefined
  const found = findImage(world, id, account.region)
  if ('absent' in found) return imageGone
  const { generation, architecture, securityType } = found.image
  if (!size.generations.includes(generation)) {
    return providerError(
      `The selected VM size '${size.name}' cannot boot Hypervisor Generation '${generation.slice(1)}'. ` +
        'If this was a Create operation please check that the Hypervisor Generation of the Image matches ' +
        'the Hypervisor Generation of the selected VM Size.',
    )
  }
  if (!sameText(architecture, size.architecture)) {
    return providerError(
      `Cannot create a VM of size '${size.name}' because this VM size only supports a CPU Architecture of ` +
        `'${size.architecture}', but an image or disk with CPU Architecture '${architecture}' was given.`,
    )
  }
  const demanded = ['TrustedLaunch', 'ConfidentialVM'].find((type) => type === securityType)
  const given = textAt(pool, ...vm, 'securityProfile', 'securityType') ?? 'Standard'
  if (demanded === undefined || sameText(demanded, given)) return undefined
  return providerError(
    `The provided gallery image only supports creation of VMs and VM Scale Sets with '${demanded}' security type.`,
  )
}

/** The image, its version or its source snapshot went away: no reason is given. */
export const imageGone: ResizeError = {
  code: 'AllocationFailed',
  message: 'Desired number of dedicated nodes could not be allocated',
  values: [],
}

/** What Compute said, as Batch passes it on. */
function providerError(message: string): ResizeError {
  const json = JSON.stringify({ error: { code: 'BadRequest', message } })
  return {
    code: 'AllocationFailed',
    message: 'Desired number of dedicated nodes could not be allocated',
    values: [
      { name: 'Reason', value: 'Allocation failed as the provider returned an error' },
      { name: 'Provider Error Json', value: json },
      { name: 'Provider Error Json Truncated', value: 'False' },
    ],
  }
}
