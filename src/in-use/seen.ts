import type {
  BatchAccount,
  Disk,
  ImageUser,
  ImageVersion,
  ManagedImage,
  Pool,
} from '../ports/azure.js'
import type { ThingKind } from './thing.js'

export interface AccountPools {
  readonly account: Pick<BatchAccount, 'id' | 'location'>
  readonly pools: readonly Pool[]
}

/** What a look at all that the caller can see has shown, whoever made it. */
export interface Seen {
  readonly images: readonly ManagedImage[]
  readonly versions: readonly ImageVersion[]
  readonly snapshots: readonly Disk[]
  readonly accounts: readonly AccountPools[]
  /** What is made from images besides pools. */
  readonly users: readonly (ImageUser & { readonly noun: UserNoun })[]
  /** What was asked for and was not told: whatever it could have named may be in use. */
  readonly unread: readonly Unread[]
  /** What the caller may not list, for people: nothing is held back for it. */
  readonly notLookedAt: readonly string[]
}

export type UserNoun = 'virtual machine' | 'scale set' | 'scale set instance' | 'disk'

export interface Unread {
  /** `the pools of Batch account renderbatch` */
  readonly list: string
  /** Why it is not known: Azure's code and message, or what is wrong with its answer. */
  readonly why: string
  /** What would help, where something of the user's does. */
  readonly help?: string
  /** Kinds of what it could have named. */
  readonly names: readonly ThingKind[]
}
