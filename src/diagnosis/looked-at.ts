/** What a closer look reads, and what it comes to. */
import type { ReadResult } from '../model/check-facts.js'
import type {
  BatchAccount,
  Disk,
  ImageDefinition,
  ImageVersion,
  ManagedImage,
  Pool,
  Usage,
  VirtualNetwork,
  VmSize,
} from '../ports/azure.js'
import type { Explanation } from '../model/explanation.js'

/** What was looked at; what is absent was not asked for, or could not be asked. */
export interface Found {
  readonly pool: Pool
  readonly account?: ReadResult<BatchAccount>
  readonly image?: FoundImage
  /** What the image was made from, as far as that is known: ids, each as it is now. */
  readonly sources: readonly { readonly id: string; readonly read: ReadResult<Disk> }[]
  readonly subnet?: { readonly id: string; readonly read: ReadResult<VirtualNetwork> }
  readonly vmSizes?: ReadResult<readonly VmSize[]>
  readonly pools?: ReadResult<readonly Pool[]>
  readonly usages?: ReadResult<readonly Usage[]>
}

export type FoundImage =
  | { readonly kind: 'managed-image'; readonly id: string; readonly read: ReadResult<ManagedImage> }
  | {
      readonly kind: 'version'
      readonly id: string
      readonly read: ReadResult<ImageVersion>
      readonly definition: ReadResult<ImageDefinition>
    }

/** A cause that was found, or what was found in order. */
export type Insight = Pick<Explanation, 'code' | 'cause' | 'remedy' | 'retryable' | 'docs'>

export interface CloserLook {
  /** The likeliest first. */
  readonly causes: readonly Insight[]
  /** One sentence for each thing that was looked at and is no cause. */
  readonly checked: readonly string[]
}
