/**
 * What the stages need of Azure, in Azure's nouns. Resources are plain data in ARM's own shape as far as
 * we read it; ids may come back in any letter case. A read answers `undefined` for 404 and throws
 * `AzureFailure` for every other refusal.
 */
import type { Json, JsonObject } from '../shared/json.js'
import type { OsType, SupportedImage, VmSize } from './batch-lists.js'
import type { Job, Node, NodeStateCounts, TaskCounts } from './batch-work.js'
import type { LinkedResource, VirtualNetwork } from './network.js'

export type { OsType, SupportedImage, VmSize } from './batch-lists.js'
export type { Job, Node, NodeError, NodeStateCounts, TaskCounts } from './batch-work.js'
export type { LinkedResource, Subnet, VirtualNetwork } from './network.js'

export interface Call {
  readonly signal: AbortSignal
}

/** A long-running operation that has been accepted. */
export interface Operation {
  /** What the answer that accepted it says of it: that it is done already, or how long to wait before the first look. */
  readonly accepted?: { readonly done: boolean; readonly retryAfterMs?: number }
  /**
   * Looks once. Throws `AzureFailure` with the service's whole error when the operation ended badly.
   * `retryAfterMs` is the service's `Retry-After`, where it gave one.
   */
  poll(call: Call): Promise<{ readonly done: boolean; readonly retryAfterMs?: number }>
}

export interface Location {
  readonly name: string
  readonly displayName: string
}

/** A region of a subscription. */
export interface Place {
  readonly subscriptionId: string
  /** Short name. */
  readonly location: string
}

export interface ResourceGroup {
  readonly id: string
  readonly location: string
}

export type HyperVGeneration = 'V1' | 'V2'

export interface PurchasePlan {
  readonly name: string
  readonly publisher: string
  readonly product: string
}

/** A snapshot or a managed disk: what an image is made from. */
export interface Disk {
  readonly id: string
  readonly kind: 'snapshot' | 'disk'
  readonly location: string
  readonly osType?: OsType
  readonly hyperVGeneration?: HyperVGeneration
  readonly provisioningState?: string
  /** Percent of a background copy (CopyStart snapshots); absent when nothing is being copied. */
  readonly completionPercent?: number
  readonly sizeGB?: number
  /** ISO 8601; a snapshot made anew under an old name is younger than what was made of its predecessor. */
  readonly timeCreated?: string
  readonly architecture?: string
  readonly securityType?: string
  readonly purchasePlan?: PurchasePlan
  /** Azure Disk Encryption settings are on. */
  readonly encrypted?: boolean
  /** What it was made from: the disk behind a snapshot. */
  readonly sourceResourceId?: string
  /** `Pending` while an instant-access snapshot is still being copied. */
  readonly accessState?: string
  /** AllowAll | AllowPrivate | DenyAll: who may take the data out over the network. */
  readonly networkAccessPolicy?: string
  /** Of a disk: the virtual machine that it is attached to. */
  readonly managedBy?: string
  /** `Premium_LRS`, `UltraSSD_LRS`, … */
  readonly sku?: string
  /** Bytes; Azure makes images of disks with sectors of 512 bytes only. */
  readonly logicalSectorSize?: number
  /** `EncryptionAtRestWithPlatformKey`, `EncryptionAtRestWithCustomerKey`, … */
  readonly encryptionType?: string
  /** Of a snapshot: a policy keeps it from being changed and deleted. */
  readonly isLocked?: boolean
  /** Tells a disk from a later one of the same name. */
  readonly uniqueId?: string
  /** Of a snapshot: `uniqueId` of the disk that it was taken of. */
  readonly sourceUniqueId?: string
  /** Of a disk: ISO 8601, when it was last attached or detached, or its machine started or deallocated. */
  readonly lastOwnershipUpdateTime?: string
  /** Of a snapshot whose copy from another region failed: why. */
  readonly copyError?: { readonly code: string; readonly message: string }
  readonly incremental?: boolean
  /** Marketplace image that a disk was made from: `…/Publishers/{p}/ArtifactTypes/VMImage/Offers/{o}/Skus/{s}/Versions/{v}`. */
  readonly imageReferenceId?: string
  readonly tags: Readonly<Record<string, string>>
}

/** A subscription as the caller sees it. */
export interface Subscription {
  readonly subscriptionId: string
  readonly name: string
}

/** Something that is made from images, `properties` as ARM shows them; undefined where it shows none. */
export interface ImageUser {
  readonly id: string
  readonly location: string
  readonly properties: JsonObject | undefined
}

export interface VirtualMachine {
  readonly id: string
  readonly location: string
  readonly osType?: OsType
  readonly securityType?: string
  /** Id of its OS disk, where that is a managed disk. */
  readonly osDiskId?: string
  /** The OS disk is a blob in a storage account. */
  readonly isUnmanaged?: boolean
  /** The OS disk lies on the host and is lost with it: Azure takes no snapshot of it. */
  readonly hasEphemeralOsDisk?: boolean
  /** Ids are missing where a data disk is a blob. */
  readonly dataDisks?: readonly {
    readonly lun: number
    readonly id?: string
    readonly sku?: string
  }[]
  /** Names of its extensions. */
  readonly extensions?: readonly string[]
  /** By any of the four places where Azure shows Azure Disk Encryption. */
  readonly isEncrypted?: boolean
  readonly purchasePlan?: PurchasePlan
  /** The image that it was made from, as far as Azure shows it. */
  readonly baseImage?: {
    readonly publisher?: string
    readonly offer?: string
    readonly sku?: string
    readonly id?: string
  }
  /** `running`, `stopped`, `deallocated`, …; only where the instance view was asked for and shows it. */
  readonly powerState?: string
  /** Only where the instance view was asked for. */
  readonly isGeneralized?: boolean
  readonly tags: Readonly<Record<string, string>>
}

/** A managed image, `properties` as ARM has them. */
export interface ManagedImage {
  readonly id: string
  readonly location: string
  readonly tags: Readonly<Record<string, string>>
  readonly extendedLocation?: JsonObject
  readonly provisioningState?: string
  /** `sourceVirtualMachine`, `hyperVGeneration`, `storageProfile` as ARM shows them. */
  readonly properties: JsonObject
}

export interface Gallery {
  readonly id: string
  readonly location: string
}

export interface ImageDefinition {
  readonly id: string
  readonly location: string
  readonly osType: OsType
  readonly osState: 'Generalized' | 'Specialized'
  /** Azure's default is V1 where the definition states none. */
  readonly hyperVGeneration: HyperVGeneration
  readonly architecture?: string
  readonly features: readonly { readonly name: string; readonly value: string }[]
  readonly purchasePlan?: PurchasePlan
  readonly identifier: { readonly publisher: string; readonly offer: string; readonly sku: string }
  readonly tags?: Readonly<Record<string, string>>
  readonly provisioningState?: string
}

export interface RegionReplication {
  readonly region: string
  readonly state: string
  readonly progress?: number
  readonly details?: string
}

export interface ImageVersion {
  readonly id: string
  /** `x.y.z` */
  readonly name: string
  readonly location: string
  readonly tags: Readonly<Record<string, string>>
  /** Creating | Updating | Failed | Succeeded | Deleting | Migrating */
  readonly provisioningState: string
  readonly excludeFromLatest: boolean
  /** `publishingProfile` and `storageProfile` as ARM shows them. */
  readonly properties: JsonObject
  /** Only when asked for with `replication: true`. */
  readonly replication?: readonly RegionReplication[]
}

export interface BatchAccount {
  readonly id: string
  readonly name: string
  readonly location: string
  /** Host of the data plane, without scheme. */
  readonly accountEndpoint?: string
  readonly poolAllocationMode: 'BatchService' | 'UserSubscription'
  readonly provisioningState?: string
  readonly publicNetworkAccess?: string
  /** `properties` as ARM shows them: quotas and the rest. */
  readonly properties: JsonObject
}

/** One answer about a pool. */
export interface Pool {
  readonly id: string
  readonly etag?: string
  readonly identity?: Json
  readonly tags?: Json
  /** `properties` exactly as answered. */
  readonly properties: JsonObject
  /** The answer's `Date` header: the service's clock, in ms since the epoch. */
  readonly serverTime?: number
  readonly retryAfterMs?: number
}

/** What a subscription uses of one of its quotas in a region: `cores`, `lowPriorityCores`, `standardDSv5Family`, … */
export interface Usage {
  readonly name: string
  readonly used: number
  readonly limit: number
}

/** One of the caller's grants at a scope; `*` stands for anything, `notActions` are taken out of `actions`. */
export interface Permission {
  readonly actions: readonly string[]
  readonly notActions: readonly string[]
}

/** One meter of a VM size: what an hour costs by list, before discounts and without disks and licences. */
export interface RetailPrice {
  readonly vmSize: string
  readonly osType: OsType
  readonly kind: 'dedicated' | 'spot' | 'low-priority'
  readonly usdPerHour: number
  /** ISO 8601: since when, or from when. */
  readonly from: string
}

/** The first and the last 512 bytes of a VHD: its footer is at the end. */
export interface VhdEnds {
  readonly sizeBytes: number
  readonly start: Uint8Array
  readonly end: Uint8Array
  /** `PageBlob`, `BlockBlob`; absent where the server is not Azure storage. */
  readonly blobType?: string
}

export interface Azure {
  /** Undefined where it cannot be read; the method itself where there is no network. */
  vhd?: (uri: string, call: Call) => Promise<VhdEnds | undefined>
  /** List prices of a size in a region; undefined in clouds that publish none. */
  retailPrices?: (
    of: { readonly location: string; readonly vmSize: string },
    call: Call,
  ) => Promise<readonly RetailPrice[]>
  /** `https://portal.azure.com` of this cloud; undefined where there is none. */
  readonly portalUrl?: string
  locations(subscriptionId: string, call: Call): Promise<readonly Location[]>
  /** What the caller may do at a subscription, resource group or resource, all that is inherited included. */
  permissions(scope: string, call: Call): Promise<readonly Permission[]>
  /** Compute quotas of a subscription in a region. */
  computeUsages(place: Place, call: Call): Promise<readonly Usage[]>
  virtualNetwork(id: string, call: Call): Promise<VirtualNetwork | undefined>
  /** A disk encryption set, NAT gateway or route table. */
  linkedResource(id: string, call: Call): Promise<LinkedResource | undefined>
  resourceGroup(id: string, call: Call): Promise<ResourceGroup | undefined>
  /** Names of a subscription's resource groups, as far as the caller may see them. */
  resourceGroups(subscriptionId: string, call: Call): Promise<readonly string[]>
  /** `Microsoft.Compute/snapshots` and `Microsoft.Compute/disks`, told apart by the id. */
  disk(id: string, call: Call): Promise<Disk | undefined>
  /** With `instanceView` also whether it runs and was generalized. */
  virtualMachine(
    id: string,
    call: Call & { readonly instanceView?: boolean },
  ): Promise<VirtualMachine | undefined>
  /** PUT of the body as ARM JSON: `{location, tags, sku, properties}`. */
  createSnapshot(id: string, body: JsonObject, call: Call): Promise<Operation>
  /** All snapshots of a subscription. */
  snapshots(subscriptionId: string, call: Call): Promise<readonly Disk[]>
  /** What is not there is done at once. */
  deleteSnapshot(id: string, call: Call): Promise<Operation>

  image(id: string, call: Call): Promise<ManagedImage | undefined>
  /** PUT of the body as ARM JSON: `{location, tags, extendedLocation?, properties}`. */
  createImage(id: string, body: JsonObject, call: Call): Promise<Operation>

  gallery(id: string, call: Call): Promise<Gallery | undefined>
  imageDefinition(id: string, call: Call): Promise<ImageDefinition | undefined>
  createImageDefinition(id: string, body: JsonObject, call: Call): Promise<Operation>
  /** All versions of a definition (without replication status); undefined when the definition is missing. */
  imageVersions(definitionId: string, call: Call): Promise<readonly ImageVersion[] | undefined>
  imageVersion(
    id: string,
    call: Call & { replication?: boolean },
  ): Promise<ImageVersion | undefined>
  /** PUT with `If-None-Match: *`; a version of that name already there is 409 or 412. */
  createImageVersion(id: string, body: JsonObject, call: Call): Promise<Operation>
  /** PATCH of `{properties}`; lists in it stand for the whole list. */
  updateImageVersion(id: string, body: JsonObject, call: Call): Promise<Operation>

  batchAccount(id: string, call: Call): Promise<BatchAccount | undefined>
  pool(id: string, apiVersion: string, call: Call): Promise<Pool | undefined>
  /** All pools of an account, each as a read of it alone shows it in `listsApiVersion`. */
  pools(accountId: string, call: Call): Promise<readonly Pool[]>
  /** The sizes that Batch offers in a region. */
  vmSizes(place: Place, call: Call): Promise<readonly VmSize[]>
  /** PUT with `If-None-Match: *`, the body byte for byte as given. */
  createPool(id: string, apiVersion: string, body: JsonObject, call: Call): Promise<Pool>
  /** PATCH with `If-Match`. */
  updatePool(
    id: string,
    apiVersion: string,
    body: JsonObject,
    call: Call & { etag?: string | undefined },
  ): Promise<Pool>
  /** Answered by a long-running operation; a pool that is not there is done at once. */
  deletePool(
    id: string,
    apiVersion: string,
    call: Call & { etag?: string | undefined },
  ): Promise<Operation>
  /** Ends the resize that is on; the nodes it has brought stay. */
  stopResize(id: string, apiVersion: string, call: Call): Promise<Pool>

  /** Those in which the caller may see anything. */
  subscriptions(call: Call): Promise<readonly Subscription[]>
  /** Virtual machines (also those of flexible scale sets), scale sets and disks of a subscription, for the images they name. */
  virtualMachines(subscriptionId: string, call: Call): Promise<readonly ImageUser[]>
  scaleSets(subscriptionId: string, call: Call): Promise<readonly ImageUser[]>
  /** The machines of a uniform scale set: they are not among the virtual machines. */
  scaleSetInstances(scaleSetId: string, call: Call): Promise<readonly ImageUser[]>
  disks(subscriptionId: string, call: Call): Promise<readonly ImageUser[]>

  /** All Batch accounts, managed images and galleries of a subscription. A list that is cut or no list throws. */
  batchAccounts(subscriptionId: string, call: Call): Promise<readonly BatchAccount[]>
  images(subscriptionId: string, call: Call): Promise<readonly ManagedImage[]>
  galleries(subscriptionId: string, call: Call): Promise<readonly Gallery[]>
  imageDefinitions(galleryId: string, call: Call): Promise<readonly ImageDefinition[]>
  /** What is not there is done at once. */
  deleteImage(id: string, call: Call): Promise<Operation>
  deleteImageDefinition(id: string, call: Call): Promise<Operation>
  deleteImageVersion(id: string, call: Call): Promise<Operation>

  /** Data plane: `GET /supportedimages`, all pages. */
  supportedImages(account: BatchAccount, call: Call): Promise<readonly SupportedImage[]>
  /** Data plane: `GET /nodecounts` of one pool. */
  nodeCounts(account: BatchAccount, pool: string, call: Call): Promise<NodeStateCounts>
  /** Data plane: the same of all pools of an account, by the name of the pool in lower case. */
  allNodeCounts(account: BatchAccount, call: Call): Promise<ReadonlyMap<string, NodeStateCounts>>
  /** Data plane: nodes in any of `states` (all where none are named), at most `limit`. */
  nodes(
    account: BatchAccount,
    pool: string,
    call: Call & { states?: readonly string[]; limit: number },
  ): Promise<readonly Node[]>
  /** Data plane: the last `bytes` of a file of a node, e.g. `startup/stderr.txt`; undefined where there is none. */
  nodeFileTail(
    account: BatchAccount,
    file: { readonly pool: string; readonly node: string; readonly path: string },
    call: Call & { bytes: number },
  ): Promise<string | undefined>
  /** Data plane: the jobs that run on a pool and have not ended, at most `most`. */
  jobs(
    account: BatchAccount,
    pool: string,
    call: Call & { readonly most?: number },
  ): Promise<readonly Job[]>
  /** Data plane: `GET /jobs/{job}/taskcounts`. */
  taskCounts(account: BatchAccount, job: string, call: Call): Promise<TaskCounts>
  job(account: BatchAccount, job: string, call: Call): Promise<Job | undefined>
  /** Data plane: running tasks go back to the queue; the job is `disabling` until they have. */
  disableJob(account: BatchAccount, job: string, call: Call): Promise<void>
  enableJob(account: BatchAccount, job: string, call: Call): Promise<void>
  /** Data plane: `PATCH` of a disabled job, the pool by its name. */
  moveJob(account: BatchAccount, job: string, pool: string, call: Call): Promise<void>
}
