import type { Pool } from '../ports/azure.js'
import type { PropertyDifference } from '../model/pool-diff.js'
import type { PoolState } from '../model/pool-state.js'

/** What becomes of the pool; the rules judge it, the plan follows it. */
export type PoolDecision =
  | { readonly kind: 'create' }
  /** As wanted, or getting there by a resize that is on. */
  | { readonly kind: 'reuse'; readonly state: PoolState }
  /** As wanted, but the last resize ended with fewer nodes than asked for. */
  | { readonly kind: 'resize-again'; readonly state: PoolState }
  | {
      readonly kind: 'patch'
      readonly differing: readonly PropertyDifference[]
      readonly state: PoolState
    }
  /** The same pool is taken through a time without nodes, or an unfinished run has begun to. */
  | {
      readonly kind: 'recycle'
      readonly existing: Pool
      readonly differing: readonly PropertyDifference[]
      readonly state: PoolState
    }
  /** The pool is deleted and made anew. */
  | {
      readonly kind: 'replace'
      readonly existing: Pool
      readonly differing: readonly PropertyDifference[]
      readonly state: PoolState
    }
  /** Another pool takes over. */
  | {
      readonly kind: 'blue-green'
      /** Between what is wanted and the live pool. */
      readonly differing: readonly PropertyDifference[]
      /** Those that are to be retired, the live one first. */
      readonly live: readonly Pool[]
      /** Those that were retired, and have nodes still: tasks outlasted the time that they were given. */
      readonly lingering: readonly Pool[]
      readonly green: {
        readonly id: string
        readonly pool?: Pool
        /** `canary`: being tried with one node; `scaled-down`: known to work; `whole`: with all its nodes. */
        readonly stage: 'new' | 'canary' | 'scaled-down' | 'whole'
      }
    }
  | { readonly kind: 'refuse'; readonly why: 'exists' }
  /** A blue-green rollout made another pool the live one: this one would come to life beside it. */
  | { readonly kind: 'refuse'; readonly why: 'not-live'; readonly live: Pool }
  /** The same config file has made the live pool of a blue-green rollout under another name. */
  | { readonly kind: 'refuse'; readonly why: 'renamed'; readonly live: Pool }
  /** The name of the pool that is to take over belongs to another one. */
  | { readonly kind: 'refuse'; readonly why: 'taken'; readonly by: string }
  | {
      readonly kind: 'refuse'
      readonly why: 'differs'
      /** Only those that stand in the way. */
      readonly differing: readonly PropertyDifference[]
      readonly state: PoolState
    }
