/** What is known of Azure for one config, as plain data. Each section's owner fills its part. */
import type { FormulaSweep, SweepRow } from '../autoscale/sweep.js'
import type {
  BatchAccount,
  Disk,
  Gallery,
  HyperVGeneration,
  ImageDefinition,
  ImageVersion,
  Location,
  ManagedImage,
  OsType,
  Pool,
  PurchasePlan,
  ResourceGroup,
  SupportedImage,
  VhdEnds,
  VirtualMachine,
} from '../ports/azure.js'
import type { AzureFailure } from '../shared/errors.js'
import type { Mode } from '../inputs/config.js'
import type { Scope } from '../shared/arm-id.js'
import type { Path } from '../shared/finding.js'
import type { DigestSecret } from './hidden-values.js'
import type { Lineage } from './lineage.js'
import type { CheckFacts } from './check-facts.js'
import type { SnapshotFacts } from './snapshots.js'

/** One source of an image, as given and as found. */
export interface SourceFacts {
  readonly path: Path
  /** As the user wrote it: an id, a name, a VHD URI. */
  readonly given: string
  readonly lun?: number
  readonly found:
    | { readonly kind: 'disk'; /** the id to send */ readonly id: string; readonly disk: Disk }
    | {
        readonly kind: 'vm'
        readonly id: string
        readonly vm: VirtualMachine
        /** The VM's OS disk, where it has a managed one that can be read: it states the generation. */
        readonly osDisk?: Disk
        /** Its first managed data disks, as far as they may be read. */
        readonly dataDisks?: readonly { readonly lun: number; readonly disk: Disk }[]
      }
    | {
        readonly kind: 'vhd'
        readonly uri: string
        /** Where it can be read. */
        readonly ends?: VhdEnds
      }
    | { readonly kind: 'missing'; /** where it was looked for */ readonly tried: readonly string[] }
    | {
        readonly kind: 'unreadable'
        readonly failure: AzureFailure
        /** What an id says it is, though it may not be read. */
        readonly assumed?: { readonly kind: 'snapshot' | 'disk' | 'vm'; readonly id: string }
      }
    | { readonly kind: 'malformed'; readonly why: string; readonly help: string }
}

export interface ImageFacts {
  /** Id of the managed image that is to be there; undefined when the gallery version is made straight from the snapshots. */
  readonly imageId?: string
  /** In `plan` an unreadable source is only a warning: whoever may apply may well read it. */
  readonly mode: Mode
  /** Where the image goes, and where names are looked up. */
  readonly scope: Scope
  /** As given; undefined: the sources' own. */
  readonly givenLocation?: string
  readonly osSource: SourceFacts
  readonly dataSources: readonly SourceFacts[]
  /** The group the image goes to; undefined when it may not be read. */
  readonly resourceGroup?: ResourceGroup | 'missing'
  /** Read only when a location was given as a display name. */
  readonly locations?: readonly Location[]
  readonly existing?: ManagedImage
}

/** What `image-id` names. */
export type GivenImage =
  | { readonly kind: 'managed-image'; readonly id: string; readonly image?: ManagedImage }
  | {
      readonly kind: 'gallery'
      readonly id: string
      readonly definition?: ImageDefinition
      /** The version itself, or the latest one for a floating id. */
      readonly version?: ImageVersion
    }

export interface GalleryFacts {
  readonly definitionId: string
  /** As given; undefined: the version is made where its source is. */
  readonly givenLocation?: string
  /** Read only when the definition is missing. */
  readonly gallery?: Gallery
  readonly definition?: ImageDefinition
  readonly versions: readonly ImageVersion[]
  /**
   * Pools besides the config's own that are made of the adopted version, for people. Read only where something is to be taken
   * from it; undefined also where they could not all be seen.
   */
  readonly otherUsers?: readonly string[]
  /** Read only when target regions are listed; undefined also for those who may not list them. */
  readonly locations?: readonly Location[]
}

export interface PoolFacts {
  readonly accountId: string
  /** With `blue-green`: the live pool's. */
  readonly poolId: string
  readonly apiVersion: string
  readonly account?: BatchAccount
  readonly existing?: Pool
  /** With `blue-green`: the pools of this rollout, `existing`, the live one, among them. */
  readonly members?: readonly Pool[]
  /** The live pool of the rollout that this name is of, where that is another pool. */
  readonly livePool?: Pool
  /** The live pools of other blue-green rollouts in the account. */
  readonly liveElsewhere?: readonly Pool[]
  /** Those of them, or the one of that name, that are being deleted: neither `existing` nor among the members. */
  readonly leaving?: readonly Pool[]
  /** Read only for `nodeAgentSkuId: auto`. */
  readonly supportedImages?: readonly SupportedImage[]
  /** Why they could not be read: the data plane may be closed to the runner. */
  readonly supportedImagesFailure?: AzureFailure
  /** Ms since the epoch at which this was read. */
  readonly readAt?: number
  /** The snapshot's origin, read only for `nodeAgentSkuId: auto`: marketplace reference of the source disk, if any. */
  readonly baseImage?: { readonly publisher: string; readonly offer: string; readonly sku: string }
}

/** What a formula yields at the load of now, and what the pool's own does where it is another one. */
export type FormulaNow =
  | {
      readonly waiting: number
      readonly running: number
      readonly row: SweepRow
      readonly present?: SweepRow
    }
  | { /** Why it is not known. */ readonly leftOut: string }

export interface FormulaFacts {
  readonly sweep: FormulaSweep
  /** Of the formula that the pool has now, where that is another one. */
  readonly present?: FormulaSweep
  /** Only where a plan is shown. */
  readonly now?: FormulaNow
}

export interface Facts {
  readonly snapshots?: SnapshotFacts
  readonly image?: ImageFacts
  readonly given?: GivenImage
  readonly gallery?: GalleryFacts
  readonly pool?: PoolFacts
  /** What is written on everything that is made; absent where nothing of it is known. */
  readonly lineage?: Lineage
  /** For comparing secrets with what was written last; absent: they are not compared. */
  readonly digestSecret?: DigestSecret
  /** What the pool's autoscale formula yields. */
  readonly formula?: FormulaFacts | undefined
  /** Of the sizes to fall back on, those that cannot work by what was read. */
  readonly hopelessSizes?: readonly string[]
  /** What is read for checks alone; absent where nothing was asked for. */
  readonly checks?: CheckFacts
}

/** What an image is, whichever way it is had: what definition, VM size and node agent must agree with. */
export interface ImageTraits {
  readonly location: string | undefined
  readonly osType: OsType | undefined
  readonly hyperVGeneration: HyperVGeneration | undefined
  readonly architecture?: string
  readonly securityType?: string
  readonly purchasePlan?: PurchasePlan
}
