/** What an audit found there is: the pools, and what of them ends soon. */

/** Something that pools are made of and that comes to an end. */
export interface Ending {
  readonly kind: 'node-agent' | 'os-image' | 'vm-family' | 'image-version'
  readonly name: string
  /** ISO 8601 date; undefined: announced without a date that is known here. */
  readonly on: string | undefined
  /** IDs of those that hang on it. */
  readonly pools: readonly string[]
}

export interface InventoriedPool {
  readonly id: string
  /** Path of the config that describes it. */
  readonly config: string | undefined
  readonly vmSize: string | undefined
  readonly nodeAgentSkuId: string | undefined
  /** ID of its image, or `publisher:offer:sku:version`. */
  readonly image: string | undefined
  readonly allocationState: string | undefined
  readonly scale: 'fixed' | 'formula'
  readonly dedicated: NodesOfKind
  readonly lowPriority: NodesOfKind
  /** By the data plane's counts, where they could be read: how many nodes are in each state. */
  readonly states: Readonly<Record<string, number>> | undefined
  /** Its part in a blue-green rollout. */
  readonly role: 'canary' | 'live' | 'retired' | undefined
}

export interface NodesOfKind {
  readonly current: number
  readonly target: number
}

/** What was not read, and why. */
export interface NotLookedAt {
  /** ID of what it is about. */
  readonly id: string
  readonly why: string
}

export interface Inventory {
  readonly pools: readonly InventoriedPool[]
  /** Of the next 180 days, and what is over; the soonest first. */
  readonly endings: readonly Ending[]
  readonly notLookedAt: readonly NotLookedAt[]
}
