import {
  checkPreconditions,
  isMoving,
  operationHeaders,
  page,
  pollAfter,
  provisioningState,
  publicView,
  resourceNotFound,
} from '../arm.js'
import { objectAt, tagsIn, textAt } from '../json.js'
import {
  armError,
  NoBehaviour,
  type JsonObject,
  type Motion,
  type Operation,
  type OperationFailure,
  type Route,
  type RouteContext,
  type SimulatedResponse,
  type StoredResource,
} from '../kernel.js'
import { normaliseRegion } from '../regions.js'
import type { Shape } from '../shape.js'
import { sameText } from '../store.js'
import { readBody } from './arm-body.js'

/**
 * A type of Microsoft.Compute: `path` is its type below the provider with the names' places, e.g.
 * `galleries/{gallery}/images/{image}`.
 */
export interface ComputeType {
  readonly path: string
  readonly apiVersions: readonly string[]
  /** Where its operations are: the service calls this `operations`, `DiskOperations` or `capsOperations`. */
  readonly operations: 'operations' | 'DiskOperations' | 'capsOperations'
  /** How often to look, in simulated seconds. */
  readonly pollSeconds: number
  /** Query parameters of a GET. */
  readonly query?: readonly string[]
  /** What a PUT or PATCH may say; absent where the world brings the resources. */
  readonly body?: Shape
}

const provider = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute'
const subscriptionProvider = '/subscriptions/{subscription}/providers/Microsoft.Compute'

/** `Microsoft.Compute/galleries/images` */
export function typeName({ path }: ComputeType): string {
  return ['Microsoft.Compute', ...path.split('/').filter((part) => !part.startsWith('{'))].join('/')
}

export function computeRoute(
  type: ComputeType,
  method: Route['method'],
  handle: Route['handle'],
): Route {
  const { path, apiVersions } = type
  const isWrite = method === 'PUT' || method === 'PATCH'
  return {
    method,
    path: `${provider}/${path}`,
    apiVersions,
    handle: isWrite ? (context) => handle(readWrite(context, type)) : handle,
  }
}

/** The request with its body as the service understands it. Refuses one that nothing can come of. */
function readWrite(context: RouteContext, type: ComputeType): RouteContext {
  const body = type.body === undefined ? context.body : readBody(context, type.body)
  const existing = findStored(context, type)
  if (existing !== undefined) {
    refuseWhileDeleting(existing, context)
    refuseMove(existing, textAt(body, 'location'), context)
  }
  return { ...context, body }
}

function refuseWhileDeleting(existing: StoredResource, { clock }: RouteContext): void {
  if (provisioningState(existing, clock.now()) !== 'Deleting') return
  throw armError(409, 'Conflict', `The resource '${existing.id}' is being deleted.`)
}

function refuseMove(
  { name, location = '' }: StoredResource,
  wanted: string | undefined,
  { params }: RouteContext,
): void {
  if (wanted === undefined || normaliseRegion(wanted) === normaliseRegion(location)) return
  throw armError(
    409,
    'InvalidResourceLocation',
    `The resource '${name}' already exists in location '${location}' in resource group '${params['group'] ?? ''}'. A ` +
      `resource with the same name cannot be created in location '${wanted}'. Please select a new resource name.`,
  )
}

/** Lists of one group (or parent) and, for a top-level type, of the whole subscription. */
export function listRoutes(
  type: ComputeType,
  view: (resource: StoredResource, context: RouteContext) => JsonObject = plainView,
  inSubscriptionQuery: readonly string[] = [],
): readonly Route[] {
  const { apiVersions } = type
  const collection = type.path.split('/').slice(0, -1).join('/')
  const inGroup: Route = {
    method: 'GET',
    path: `${provider}/${collection}`,
    apiVersions,
    handle: (context) => {
      const id = parentId(context, type)
      if (id !== undefined && context.store.get(id) === undefined)
        throw parentMissing(context, type)
      const resources = context.store.list(resourceId(context, collection))
      return page(
        context,
        resources.map((resource) => view(resource, context)),
      )
    },
  }
  if (collection.includes('/')) return [inGroup]
  const inSubscription: Route = {
    method: 'GET',
    path: `${subscriptionProvider}/${collection}`,
    apiVersions,
    query: inSubscriptionQuery,
    handle: (context) => {
      const resources = context.store.ofType(typeName(type), context.params['subscription'])
      return page(
        context,
        resources.map((resource) => view(resource, context)),
      )
    },
  }
  return [inGroup, inSubscription]
}

function plainView(resource: StoredResource, { clock }: RouteContext): JsonObject {
  return publicView(resource, clock.now())
}

/** GET of one resource, which says when to look again while the resource is in motion. */
export function readRoute(
  type: ComputeType,
  view: (resource: StoredResource, context: RouteContext) => JsonObject = plainView,
): Route {
  const route = computeRoute(type, 'GET', (context) => {
    const resource = requireStored(context, type)
    const pace = isMoving(resource, context.clock.now())
      ? pollAfter(context.clock, type.pollSeconds)
      : {}
    return { status: 200, headers: pace, body: view(resource, context) }
  })
  return { ...route, query: type.query ?? [] }
}

/** Whether `$expand` asks for the one thing that a type can show more of. */
export function isExpanded({ query }: RouteContext, name: string): boolean {
  const wanted = query.get('$expand')
  if (wanted === null || sameText(wanted, name)) return wanted !== null
  throw new NoBehaviour(`$expand=${wanted}`)
}

/** The id a path of this type has in this request, with the group spelled as it was made. */
export function resourceId({ params, store }: RouteContext, path: string): string {
  const asked = `/subscriptions/${params['subscription'] ?? ''}/resourceGroups/${params['group'] ?? ''}`
  const group = store.get(asked)?.id ?? asked
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')
  return `${group}/providers/Microsoft.Compute/${filled}`
}

/** The last name in the request's path. */
export function nameOf({ params }: RouteContext, { path }: ComputeType): string {
  return params[path.split('/').at(-1)?.slice(1, -1) ?? ''] ?? ''
}

export function findStored(context: RouteContext, type: ComputeType): StoredResource | undefined {
  return context.store.get(resourceId(context, type.path))
}

export function requireStored(context: RouteContext, type: ComputeType): StoredResource {
  const found = findStored(context, type)
  if (found !== undefined) return found
  const filled = resourceId(context, type.path).split('/providers/')[1] ?? ''
  throw resourceNotFound(filled, context.params['group'] ?? '')
}

function parentId(context: RouteContext, { path }: ComputeType): string | undefined {
  const parts = path.split('/')
  return parts.length <= 2 ? undefined : resourceId(context, parts.slice(0, -2).join('/'))
}

/** Refuses a write below a gallery or definition that does not exist. */
export function requireParent(context: RouteContext, type: ComputeType): StoredResource {
  const parent = context.store.get(parentId(context, type) ?? '')
  if (parent === undefined) throw parentMissing(context, type)
  return parent
}

function parentMissing(context: RouteContext, type: ComputeType): Error {
  const short = typeName(type).replace('Microsoft.Compute/', '')
  const verb = context.request.method === 'GET' ? 'read' : 'write'
  return armError(
    404,
    'ParentResourceNotFound',
    `Failed to perform '${verb}' on resource(s) of type '${short}', because the parent resource ` +
      `'${parentId(context, type) ?? ''}' could not be found.`,
  )
}

/** Starts the operation of a write that takes `seconds` of simulated time. */
export function startChange(
  context: RouteContext,
  type: ComputeType,
  change: {
    readonly location: string
    readonly seconds: number
    readonly outputId?: string
    readonly failure?: OperationFailure
  },
): Operation {
  const place = `/subscriptions/${context.params['subscription'] ?? ''}/providers/Microsoft.Compute`
  return context.startOperation({
    collection: `${place}/locations/${normaliseRegion(change.location)}/${type.operations}`,
    until: context.clock.now() + change.seconds * 1000,
    ...(change.outputId === undefined ? {} : { outputId: change.outputId }),
    ...(change.failure === undefined ? {} : { failure: change.failure }),
  })
}

/** What a resource goes through while its operation runs, and how that ends. */
export function motionOf(operation: Operation, state: Motion['state']): Motion {
  const { since, until, failure } = operation
  return { state, since, until, ...(failure === undefined ? {} : { failure }) }
}

export function changeHeaders(
  { clock }: RouteContext,
  type: ComputeType,
  operation: Operation,
): Record<string, string> {
  return operationHeaders(clock, operation, type.pollSeconds)
}

/** DELETE: 202 with both kinds of operation URL, 204 where there is nothing. `check` may refuse. */
export function deleteRoute(
  type: ComputeType,
  seconds: number,
  check: (context: RouteContext, resource: StoredResource) => void = () => undefined,
): Route {
  return computeRoute(type, 'DELETE', (context): SimulatedResponse => {
    const resource = findStored(context, type)
    checkPreconditions(context, resource)
    if (resource === undefined) return { status: 204 }
    check(context, resource)
    const operation = startChange(context, type, { location: resource.location ?? '', seconds })
    if (operation.failure === undefined) {
      context.store.put({ ...resource, motion: motionOf(operation, 'Deleting') })
    }
    const location = `${operation.url}&monitor=true`
    return { status: 202, headers: { ...changeHeaders(context, type, operation), location } }
  })
}

/** The tags of a request's body. */
export function tagsOf(body: JsonObject): { [key: string]: string } {
  return tagsIn(body['tags'])
}

/** 400 as the compute provider words it. */
export function invalidParameter(message: string, target?: string): Error {
  return armError(400, 'InvalidParameter', message, target === undefined ? {} : { target })
}

const entityName = /^[^_\W][\w-._]{0,79}(?<![-.])$/

/** Names of images, disks and snapshots: the rule is told in the refusal, https://github.com/hashicorp/packer/issues/5568 */
export function checkEntityName(context: RouteContext, type: ComputeType): void {
  if (entityName.test(nameOf(context, type))) return
  throw invalidParameter(
    `The entity name 'name' is invalid according to its validation rule: ${entityName.source}.`,
    'name',
  )
}

export function missingParameter(name: string): Error {
  return invalidParameter(`Required parameter '${name}' is missing (null).`, name)
}

export function changeNotAllowed(property: string): Error {
  return armError(
    409,
    'PropertyChangeNotAllowed',
    `Changing property '${property}' is not allowed.`,
    { target: property },
  )
}

/** `Gen2` for `V2`: the service names generations so in its messages. */
export function generationOf(resource: StoredResource): 'V1' | 'V2' | undefined {
  const text = textAt(resource.properties, 'hyperVGeneration')
  return text === 'V1' || text === 'V2' ? text : undefined
}

export function propertiesOf(body: JsonObject): JsonObject {
  return objectAt(body, 'properties')
}
