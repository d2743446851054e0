import { objectAt, textAt, toJson, without } from './json.js'
import {
  armError,
  type Json,
  type JsonObject,
  type Operation,
  type RouteContext,
  type SimulatedClock,
  type SimulatedResponse,
  type StoredResource,
} from './kernel.js'
import { cutPage } from './paging.js'
import { isHidden } from './rights.js'

/**
 * How long to wait before looking again: `simulatedSeconds` on the simulated clock. `retry-after-ms` is what
 * makes a fast clock worth having; `Retry-After` is never 0, because azure-core for Python then waits its
 * default of 30 s.
 */
export function pollAfter(clock: SimulatedClock, simulatedSeconds: number): Record<string, string> {
  const ms = Math.max(1, Math.ceil((simulatedSeconds * 1000) / clock.speed))
  return { 'retry-after': String(Math.ceil(ms / 1000)), 'retry-after-ms': String(ms) }
}

/** Whether a resource's change is still going on. */
export function isMoving({ motion }: StoredResource, now: number): boolean {
  return motion !== undefined && now < motion.until
}

/** `Creating`, `Updating`, `Deleting`, `Succeeded` or `Failed`, as of `now`. */
export function provisioningState(resource: StoredResource, now: number): string {
  const { motion } = resource
  if (motion === undefined) return textAt(resource.properties, 'provisioningState') ?? 'Succeeded'
  if (now < motion.until) return motion.state
  return motion.failure === undefined ? 'Succeeded' : 'Failed'
}

/** What a GET shows: without what drives it, with the provisioning state as of `now`. */
export function publicView(resource: StoredResource, now: number): JsonObject {
  const state = provisioningState(resource, now)
  const view = without(objectAt(toJson(resource)), 'motion', 'hidden')
  return { ...view, properties: { ...objectAt(view, 'properties'), provisioningState: state } }
}

/** One page of a list, with a `nextLink`; `factor` as in `cutPage`. */
export function page(
  context: RouteContext,
  all: readonly Json[],
  factor?: number,
): SimulatedResponse {
  const seen = all.filter((item) => !isHidden(textAt(item, 'id') ?? '', context.scenario))
  const { items, next } = cutPage(context, seen, factor)
  const body: JsonObject = { value: [...items], ...(next === undefined ? {} : { nextLink: next }) }
  return { status: 200, body }
}

/** The stored resource, or the 404 that Resource Manager answers. */
export function requireResource(
  context: RouteContext,
  id: string,
  label: { readonly type: string; readonly name: string },
): StoredResource {
  const found = context.store.get(id)
  if (found !== undefined) return found
  throw resourceNotFound(`${label.type}/${label.name}`, context.params['group'] ?? '')
}

/** `resource` is `Microsoft.Compute/images/name`. */
export function resourceNotFound(resource: string, group: string): Error {
  return armError(
    404,
    'ResourceNotFound',
    `The Resource '${resource}' under resource group '${group}' was not found. ` +
      'For more details please go to https://aka.ms/ARMResourceNotFoundFix',
    { headers: { 'x-ms-failure-cause': 'gateway' } },
  )
}

/**
 * `If-None-Match: *` refuses what exists, `If-Match` what is absent or has another etag: 412.
 */
export function checkPreconditions(
  context: RouteContext,
  existing: StoredResource | undefined,
): void {
  const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = context.request.headers
  const refused = (why: string): Error =>
    armError(
      412,
      'PreconditionFailed',
      `The condition set by the request header was not met: ${why}`,
    )
  if (ifNoneMatch === '*' && existing !== undefined) {
    throw refused("'If-None-Match' is '*' and the resource already exists.")
  }
  if (ifMatch === undefined) return
  if (existing === undefined) throw refused("'If-Match' was given and the resource does not exist.")
  if (ifMatch !== '*' && ifMatch !== existing.etag) {
    throw refused("'If-Match' differs from the current etag of the resource.")
  }
}

/** Headers of an accepted write: where to look, and when. */
export function operationHeaders(
  clock: SimulatedClock,
  operation: Operation,
  pollSeconds: number,
): Record<string, string> {
  return {
    'azure-asyncoperation': operation.url,
    'azure-asyncnotification': 'Enabled',
    ...pollAfter(clock, pollSeconds),
  }
}
