/** What a scenario can say of the simulated world; README.md says what each setting does. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** What can happen to a connection: not made (`refused`), broken, silent, closed half way. */
export type Breakage = 'refused' | 'reset' | 'timeout' | 'truncate'

/** How nodes come up for the next resizes of a pool, in order; the last one stays. All times simulated. */
export interface ResizeScenario {
  /** Nodes that can be had at all in this resize (over both kinds); absent: as many as asked for. */
  readonly capacity?: number
  /** Nodes that come in this resize at most, over both kinds; without an error the rest never comes, until the timeout. */
  readonly adds?: number
  /** Nodes allocated per minute. */
  readonly nodesPerMinute?: number
  /**
   * Ends the resize with this error after `afterSeconds`, with whatever nodes are there by then. With `capacity` or
   * `adds` and no `afterSeconds`: only where they keep nodes away.
   */
  readonly error?: {
    readonly code: string
    readonly message?: string
    readonly details?: Json[]
    readonly values?: Json[]
  }
  readonly afterSeconds?: number
}

/** How many nodes of a pool something happens to: the first ones, by their numbers. */
export type SomeNodes = number | 'all'

/** How the nodes of a pool fare. All times simulated. */
export interface NodeScenario {
  /** From the moment that the service has the machine until it boots, for booting, for a run of the start task. */
  readonly creatingSeconds?: number
  readonly bootSeconds?: number
  readonly startTaskSeconds?: number
  /** Nodes on which Batch cannot work. */
  readonly unusable?: {
    readonly nodes: SomeNodes
    /** As the data plane shows them: `code`, `message`, `errorDetails`. */
    readonly errors?: readonly JsonObject[]
    /** From its birth until the node is unusable; absent: once it has booted. */
    readonly afterSeconds?: number
  }
  /** Nodes on which the start task fails, after those that are unusable. */
  readonly startTaskFails?: {
    readonly nodes: SomeNodes
    /** Absent: 1. */
    readonly exitCode?: number
    readonly stdout?: string
    readonly stderr?: string
    /** In place of what a bad exit code is told as: a resource file that cannot be had, a container image … */
    readonly failureInfo?: JsonObject
  }
  /** Low-priority nodes that Azure takes back, so long after each is born. */
  readonly preempted?: { readonly nodes: SomeNodes; readonly afterSeconds?: number }
  /** Nodes that run tasks, one after another, each of this length; absent: they are idle. */
  readonly busySeconds?: number
  /** How many run tasks; absent: all. */
  readonly busyNodes?: SomeNodes
}

/** What happens in the world without the client's doing; exactly one of these. */
export interface WorldChange {
  /** Id of a resource that goes, with everything below it; a subnet goes out of its network. */
  readonly delete?: string
  /** A resource that comes, or replaces the one of its id, in the shape a GET shows. */
  readonly put?: JsonObject
  /** New values of some properties of a resource: a quota, `publicNetworkAccess`, a pool's metadata … */
  readonly change?: { readonly id: string; readonly properties: JsonObject }
  /** Somebody else stops the resize of the pools whose name matches. */
  readonly stopResize?: string
  /** Somebody else resizes them, after stopping what goes on; a kind that is not named stays. */
  readonly resize?: {
    readonly pool: string
    readonly dedicatedNodes?: number
    readonly lowPriorityNodes?: number
  }
  /** Azure takes low-priority nodes back. */
  readonly evict?: EvictionScenario & { readonly pool: string }
  /** Actions that the caller has lost, as in `denied`. */
  readonly deny?: readonly string[]
  /** The data plane of every account is lost, or comes back. */
  readonly dataPlane?: DataPlaneState
}

export interface EvictionScenario {
  /** How many. */
  readonly nodes: SomeNodes
  /** Simulated seconds from the eviction until they are out of the pool, or are made anew; absent: never. */
  readonly leaveAfterSeconds?: number
  readonly backAfterSeconds?: number
}

/** Something that happens once, so many simulated seconds after something else. */
export interface WorldEvent {
  readonly afterSeconds?: number
  /** `start` (of the simulator, the default), or of a pool: that it is made, or that a resize of it begins. */
  readonly since?: 'start' | 'pool-created' | 'resize'
  /** Pattern of the name of that pool; absent: any. */
  readonly pool?: string
  /** Which resize of that pool, from 1; absent: the first. */
  readonly resize?: number
  readonly do: WorldChange
}

/** A bucket of tokens, one for a request. */
export interface RateLimit {
  /** How many it holds. */
  readonly size: number
  /** How many come back in a simulated second. */
  readonly perSecond: number
}

/** A job of the data plane that exists at the start. */
export interface JobScenario {
  readonly id: string
  /** Name of its pool. */
  readonly pool: string
  /** Name of its Batch account; absent: the first. */
  readonly account?: string
  /** Absent: `active`. */
  readonly state?: 'active' | 'disabled' | 'terminating' | 'completed' | 'deleting'
  /** Simulated seconds until its tasks are back in the queue once it is disabled; absent: 20. */
  readonly disableSeconds?: number
  /** How many of its tasks are in each state; absent: none. They stay as they are. */
  readonly tasks?: {
    readonly active?: number
    readonly running?: number
    readonly succeeded?: number
    readonly failed?: number
  }
}

/** Everything that can be set about the simulated world's behaviour; times in simulated seconds. */
/** What autoscale formulas see. */
export interface AutoScaleScenario {
  /** The time at which they are evaluated; absent: that of the simulator's clock. */
  readonly now?: string
  /** By metric: seconds before now, and the value. Absent: an idle account. A metric that is not named has none. */
  readonly samples?: Readonly<Record<string, readonly (readonly [number, number])[]>>
  /** The targets that the pool is taken to have before each evaluation; absent: those that it has. */
  readonly before?: {
    readonly TargetDedicatedNodes?: number
    readonly TargetLowPriorityNodes?: number
  }
}

export interface Scenario {
  /** Simulated seconds per real second. */
  readonly speed?: number
  readonly imageSeconds?: number
  readonly replicationSecondsPerRegion?: number
  /** Regions whose replication fails. */
  readonly failingRegions?: readonly string[]
  readonly resizes?: readonly ResizeScenario[]
  /** The same for pools whose name matches a pattern (`*` for anything), and for pools of an image, which go first. */
  readonly resizesByPool?: Readonly<Record<string, readonly ResizeScenario[]>>
  readonly resizesByImage?: Readonly<Record<string, readonly ResizeScenario[]>>
  /** Nodes that the region has of a size, over all pools of the account. */
  readonly capacityByVmSize?: Readonly<Record<string, number>>
  readonly nodes?: NodeScenario
  /** For pools whose name or image matches a pattern (`*` for anything); what they name goes before `nodes`. */
  readonly nodesByPool?: Readonly<Record<string, NodeScenario>>
  readonly nodesByImage?: Readonly<Record<string, NodeScenario>>
  readonly autoScale?: AutoScaleScenario
  /** For pools whose name matches a pattern (`*` for anything); what they name goes before `autoScale`. */
  readonly autoScaleByPool?: Readonly<Record<string, AutoScaleScenario>>
  readonly events?: readonly WorldEvent[]
  readonly poolDeleteSeconds?: number
  readonly jobs?: readonly JobScenario[]
  /** Resource Manager's, for each subscription; a kind that is not named has the real service's. */
  readonly rateLimits?: {
    readonly reads?: RateLimit
    readonly writes?: RateLimit
    readonly deletes?: RateLimit
  }
  /** Items in a page of a list. */
  readonly pageSize?: number
  readonly faults?: readonly Fault[]
  /**
   * ARM resources that exist at the start, in the shape a GET shows; replace the default world's.
   * `{batchEndpoint}` in a Batch account's `accountEndpoint` stands for the host this simulator is called by.
   */
  readonly resources?: readonly JsonObject[]
  readonly subscriptions?: readonly JsonObject[]
  readonly locations?: readonly { readonly name: string; readonly displayName: string }[]
  readonly tenantId?: string
  /** The same, as records of the Azure CLI name it. */
  readonly tenant?: string
  readonly clientId?: string
  readonly clientSecret?: string
  /** Subjects a client assertion may have; absent: any. */
  readonly federatedSubjects?: readonly string[]
  /** Life of an access token in real seconds (the client judges it by its own clock). */
  readonly tokenSeconds?: number
  /** Seconds that a snapshot or disk takes. */
  readonly diskSeconds?: number
  /** Seconds for one region, by its name; beats `replicationSecondsPerRegion`. */
  readonly replicationSecondsByRegion?: Readonly<Record<string, number>>
  /** What the subscriptions use of their core quotas, by name: `cores`, `lowPriorityCores` or a family. */
  readonly coreUsages?: Readonly<
    Record<string, { readonly used?: number; readonly limit?: number }>
  >
  /** Actions the caller lacks, e.g. `Microsoft.Compute/snapshots/read` or `Microsoft.Batch/*`. */
  readonly denied?: readonly string[]
  /** The same for a part of the world. */
  readonly rights?: readonly RightsScenario[]
  /** Capabilities of sizes whose name matches a pattern (`*` for anything); null takes one away. */
  readonly capabilitiesByVmSize?: Readonly<Record<string, Readonly<Record<string, string | null>>>>
  /** The data plane of every account: absent, as the accounts have it. */
  readonly dataPlane?: DataPlaneState
  /** How old, in simulated seconds, what `nodecounts` and Resource Graph say is; absent: not at all. */
  readonly nodeCountsLagSeconds?: number
  readonly resourceGraphLagSeconds?: number
  /** Simulated seconds of a copy of a snapshot to another region, and of the first copy of an Ultra or Premium SSD v2 disk. */
  readonly snapshotCopySeconds?: number
}

/** Whether the data plane answers: `forbidden` refuses the caller, `unreachable` cannot be connected to. */
export type DataPlaneState = 'open' | 'forbidden' | 'unreachable'

/** What the caller may do at a scope and below it: the nearest that names an action decides. */
export interface RightsScenario {
  /** Id of a subscription, group or resource. */
  readonly scope: string
  /** Actions, `*` for anything. */
  readonly deny?: readonly string[]
  readonly allow?: readonly string[]
}

/** Something that goes wrong on purpose. One-shot unless `times` says otherwise. */
export interface Fault {
  /** The k-th request (1-based, sign-in not counted) … */
  readonly atRequest?: number
  /** … or requests whose `METHOD path` matches this regular expression (case ignored) … */
  readonly on?: string
  /** … or of this method and with a path that this regular expression matches whole (case ignored). */
  readonly method?: string
  readonly path?: string
  /** … and whose decoded query this regular expression matches (case ignored): `skiptoken` for all but the first page. */
  readonly query?: string
  readonly times?: number
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
  /** In place of `body`, sent as it is: the HTML of a proxy, JSON that ends too soon. */
  readonly text?: string
  /** Instead of an answer. */
  readonly break?: Breakage
  /** Simulated seconds until the answer comes; without a status or `break` it is the real one. */
  readonly delaySeconds?: number
  /** The request is carried out first, only its answer is lost; always so for `truncate`. */
  readonly takesEffect?: boolean
  /** The long-running operation is accepted and then ends Failed with this error. */
  readonly operationFails?: {
    readonly code: string
    readonly message: string
    readonly details?: Json[]
  }
}
