/**
 * The pieces every part of the simulator is made of. Nothing here (or anywhere in this folder) imports
 * the rest of `src`: the simulator stands in for Azure and must not share code with what it checks.
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

export interface SimulatedRequest {
  readonly method: string
  readonly url: URL
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export interface SimulatedResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; absent: an empty body. */
  readonly body?: Json
}

/** Simulated time: runs `speed` times as fast as the wall clock, so every state is a function of `now()`. */
export interface SimulatedClock {
  /** Ms since the epoch, simulated. */
  now(): number
  /** Simulated seconds per real second. */
  readonly speed: number
}

/** An ARM resource as stored: what a GET shows, plus what drives it over time. */
export interface StoredResource {
  id: string
  name: string
  type: string
  location?: string
  tags?: { [key: string]: string }
  etag?: string
  properties: JsonObject
  [key: string]: unknown
}

/** Resources by id, letter case ignored. */
export interface Store {
  get(id: string): StoredResource | undefined
  put(resource: StoredResource): void
  delete(id: string): boolean
  /** Direct children of a collection id, e.g. `/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images`. */
  list(collectionId: string): StoredResource[]
  /** Every resource of a type, e.g. `Microsoft.Compute/images`, in a subscription. */
  ofType(type: string, subscriptionId?: string): StoredResource[]
}

export interface RouteContext {
  readonly request: SimulatedRequest
  /** Values of the `{name}` parts of the route's path, decoded, as the caller spelled them. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly apiVersion: string
  /** The parsed JSON body; an empty object where there is none. */
  readonly body: JsonObject
  readonly store: Store
  readonly clock: SimulatedClock
  readonly scenario: Scenario
  /** `https://host:port` the caller used, for links in answers. */
  readonly origin: string
}

export interface Route {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE' | 'HEAD'
  /** Literal parts match in any letter case. */
  readonly path: string
  /** API versions Azure has had for this; others are refused as Azure refuses them. Empty: none is asked for. */
  readonly apiVersions: readonly string[]
  readonly handle: (context: RouteContext) => SimulatedResponse
}

/** An answer that ends a request from anywhere below a handler. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly response: SimulatedResponse
  constructor(response: SimulatedResponse) {
    super(`refused with ${String(response.status)}`)
    this.response = response
  }
}

/** ARM's error body. */
export function armError(
  status: number,
  code: string,
  message: string,
  more: { target?: string; details?: Json[]; headers?: Record<string, string> } = {},
): Refusal {
  const { headers = {}, ...rest } = more
  return new Refusal({ status, headers, body: { error: { code, message, ...rest } } })
}

/** How nodes come up for the next resizes of a pool, in order; the last one stays. All times simulated. */
export interface ResizeScenario {
  /** Nodes that can be had at all in this resize (over both kinds); absent: as many as asked for. */
  readonly capacity?: number
  /** Nodes allocated per minute. */
  readonly nodesPerMinute?: number
  /** Ends the resize with this error after `afterSeconds`, with whatever nodes are there by then. */
  readonly error?: { readonly code: string; readonly message?: string; readonly details?: Json[]; readonly values?: Json[] }
  readonly afterSeconds?: number
}

/** Everything that can be set about the simulated world's behaviour; times in simulated seconds. */
export interface Scenario {
  /** Simulated seconds per real second. */
  readonly speed?: number
  readonly imageSeconds?: number
  readonly replicationSecondsPerRegion?: number
  /** Regions whose replication fails. */
  readonly failingRegions?: readonly string[]
  readonly resizes?: readonly ResizeScenario[]
  readonly poolDeleteSeconds?: number
  /** Items in a page of a list. */
  readonly pageSize?: number
  readonly faults?: readonly Fault[]
  /** ARM resources that exist at the start, in the shape a GET shows. */
  readonly resources?: readonly JsonObject[]
  readonly subscriptions?: readonly JsonObject[]
  readonly locations?: readonly { readonly name: string; readonly displayName: string }[]
  readonly tenantId?: string
}

/** Something that goes wrong on purpose. One-shot unless `times` says otherwise. */
export interface Fault {
  /** The k-th request (1-based, sign-in not counted) … */
  readonly atRequest?: number
  /** … or requests whose `METHOD path` matches this regular expression (case ignored). */
  readonly on?: string
  readonly times?: number
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
  /** Instead of an answer. */
  readonly break?: 'reset' | 'timeout' | 'truncate'
  /** The long-running operation is accepted and then ends Failed with this error. */
  readonly operationFails?: { readonly code: string; readonly message: string; readonly details?: Json[] }
}
