/**
 * The pieces every part of the simulator is made of. Nothing here (or anywhere in this folder) imports
 * the rest of `src`: the simulator stands in for Azure and must not share code with what it checks.
 */

import type { Breakage, Json, JsonObject, Scenario } from './scenario.js'

export type * from './scenario.js'

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
  /** Sent as it is, in place of `body`. */
  readonly text?: string
  /** Simulated seconds until it comes. */
  readonly delaySeconds?: number
  /** Instead of this answer, or of its second half (`truncate`). */
  readonly break?: Breakage
}

/** Simulated time: runs `speed` times as fast as the wall clock, so every state is a function of `now()`. */
export interface SimulatedClock {
  /** Ms since the epoch, simulated. */
  readonly now: () => number
  /** Simulated seconds per real second. */
  readonly speed: number
}

/** The error a long-running operation or a resource ends with. */
export interface OperationFailure {
  readonly code: string
  readonly message: string
  readonly details?: Json[]
}

/** A change that takes simulated time; ends by itself when the clock passes `until`. */
export interface Motion {
  readonly state: 'Creating' | 'Updating' | 'Deleting'
  /** Ms since the epoch, simulated. */
  readonly since: number
  readonly until: number
  /** How it ends: absent, well. */
  readonly failure?: OperationFailure
}

/** A long-running operation that was accepted. */
export interface Operation {
  readonly id: string
  /** Absolute URL, signed: goes into `azure-asyncoperation` or `location` as it is. */
  readonly url: string
  readonly since: number
  readonly until: number
  readonly failure?: OperationFailure
  /** Id of the resource that `properties.output` shows when done; absent: no output. */
  readonly outputId?: string
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
  /** What it is going through; `publicView` in `arm.ts` turns it into `provisioningState`. Never shown. */
  motion?: Motion
  /** Anything else a handler needs to remember. Never shown. */
  hidden?: JsonObject
  [key: string]: unknown
}

/** Resources by id, letter case ignored. One whose `motion` is a finished `Deleting` is gone. */
export interface Store {
  get(id: string): StoredResource | undefined
  put(resource: StoredResource): void
  delete(id: string): boolean
  /** Direct children of a collection id, e.g. `/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images`. */
  list(collectionId: string): StoredResource[]
  /** Everything in a resource group, at any depth. */
  ofGroup(groupId: string): StoredResource[]
  /** Every resource of a type, e.g. `Microsoft.Compute/images`, in a subscription. */
  ofType(type: string, subscriptionId?: string): StoredResource[]
  /** What there was at a moment (ms since the epoch, simulated), each as it is now or was last. */
  asOf(ms: number): StoredResource[]
  /** From here on resources come at their moment; those before have always been there. */
  start(): void
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
  /**
   * Registers a long-running operation that is done at `until` (simulated ms). A fault with `operationFails`
   * that is due is consumed here and becomes its `failure`.
   */
  readonly startOperation: (start: OperationStart) => Operation
  readonly operation: (id: string) => Operation | undefined
}

export interface OperationStart {
  /** Path of the operation without its last part, e.g. `/subscriptions/s/providers/Microsoft.Compute/locations/l/operations`. */
  readonly collection: string
  /** Last part of the path; absent: a new GUID. */
  readonly id?: string
  readonly until: number
  readonly failure?: OperationFailure
  readonly outputId?: string
}

export interface Route {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE' | 'HEAD'
  /** Literal parts match in any letter case; `{name}` matches one part, `{*name}` one or more. */
  readonly path: string
  /** API versions Azure has had for this; others are refused as Azure refuses them. Empty: none is asked for. */
  readonly apiVersions: readonly string[]
  /**
   * Whose manners: `arm` (the default) asks for a Resource Manager token and an existing subscription and group,
   * `batch` is the Batch data plane (its audience, its OData error bodies), `open` asks for nothing.
   */
  readonly plane?: 'arm' | 'batch' | 'open'
  /** Query parameters that it heeds, beside the version and the place in a list. Others have no behaviour here. */
  readonly query?: readonly string[]
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

/** Ends a request that asks a known route for something that the simulator has no behaviour for. */
export class NoBehaviour extends Error {
  override readonly name = 'NoBehaviour'
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

/** The Batch data plane's error body (OData): `values` instead of `details`. */
export function batchError(
  status: number,
  code: string,
  message: string,
  more: { values?: { key: string; value: string }[]; headers?: Record<string, string> } = {},
): Refusal {
  const { headers = {}, ...rest } = more
  return new Refusal({
    status,
    headers: { 'content-type': 'application/json; odata=minimalmetadata', ...headers },
    body: { code, message: { lang: 'en-US', value: message }, ...rest },
  })
}
