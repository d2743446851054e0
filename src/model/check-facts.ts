/** What is read of Azure for checks alone: nothing of it changes the plan, and none of it has to be readable. */
import type { Mode } from '../inputs/config.js'
import type {
  Disk,
  Job,
  LinkedResource,
  NodeStateCounts,
  Permission,
  Pool,
  ResourceGroup,
  RetailPrice,
  SupportedImage,
  Usage,
  VirtualMachine,
  VirtualNetwork,
  VmSize,
} from '../ports/azure.js'
import type { AzureFailure } from '../shared/errors.js'

/** How a read ended that may be refused without ending the run. */
export type ReadResult<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly failure: AzureFailure }

/** The caller's grants at a resource, or at the resource group around it. */
export interface ScopeGrants {
  readonly scope: string
  readonly read: ReadResult<readonly Permission[]>
}

/** A resource that something refers to. */
export interface LinkedRead {
  /** As it is referred to. */
  readonly id: string
  readonly read: ReadResult<LinkedResource>
}

/** Where the OS snapshot was taken. */
export interface SourceOrigin {
  readonly disk: Disk
  /** Undefined when the disk belongs to none, or the machine may not be read. */
  readonly machine?: VirtualMachine
}

/** A resource group, or a whole subscription, that is not there or not for the caller to see. */
export interface MissingPlace {
  readonly subscriptionId: string
  /** Undefined: the subscription itself is not there. */
  readonly resourceGroup?: string
  /** What is there instead: `name (id)` of subscriptions, names of resource groups. */
  readonly known: readonly string[]
}

/** IDs of what is there, of the kind of something that is not. */
export interface NearNames {
  readonly id: string
  readonly known: readonly string[]
}

/** Around what the config names and Azure does not have. */
export interface Surroundings {
  readonly missingPlaces: readonly MissingPlace[]
  readonly near: readonly NearNames[]
}

/** A fact that is absent was not asked for, or the config is not about it. */
export interface CheckFacts {
  /** In `plan` a missing right is only a warning: whoever applies may well have it. */
  readonly mode: Mode
  /** What Batch offers in the account's region. */
  readonly vmSizes?: ReadResult<readonly VmSize[]>
  /** The account's pools, this one too. */
  readonly pools?: ReadResult<readonly Pool[]>
  /** Only where something is missing. */
  readonly surroundings?: Surroundings
  /** Around the pool's subnet. */
  readonly network?: ReadResult<VirtualNetwork>
  /** What the network should be in; only where it is not there. */
  readonly networkGroup?: ReadResult<ResourceGroup>
  /** Those that the target regions name. */
  readonly encryptionSets?: readonly LinkedRead[]
  /** What leads out of the subnet of nodes without public addresses: its NAT gateway, its route table. */
  readonly waysOut?: readonly LinkedRead[]
  /** The service endpoint policies of the pool's subnet. */
  readonly endpointPolicies?: readonly LinkedRead[]
  /** Of the pool whose nodes are to go, as far as they have not ended. */
  readonly jobs?: ReadResult<readonly Job[]>
  /** Of the subscription, for accounts that take nodes from it. */
  readonly usages?: ReadResult<readonly Usage[]>
  /** Of the OS snapshot. */
  readonly origin?: ReadResult<SourceOrigin>
  /** What the account supports; only where that may go before the table of retirements. */
  readonly supportedImages?: ReadResult<readonly SupportedImage[]>
  /** Of the data plane, where the plan waits for nodes to be ready: whether the way there is open. */
  readonly nodeCounts?: ReadResult<NodeStateCounts>
  readonly permissions?: readonly ScopeGrants[]
  /** Of the wanted size and of the one that the pool has; only where prices were asked for. */
  readonly prices?: ReadResult<readonly RetailPrice[]>
}

/** What a rule may ask for. */
export type CheckFact = Exclude<keyof CheckFacts, 'mode'>

/** The value, where it was found. */
export function valueOf<T>(read: ReadResult<T> | undefined): T | undefined {
  return read?.kind === 'found' ? read.value : undefined
}
