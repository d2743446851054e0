/** The routes that every type of Microsoft.Compute has which clients can make: lists, GET, PUT, PATCH, DELETE. */
import { checkPreconditions, publicView } from '../arm.js'
import { textAt } from '../json.js'
import type {
  JsonObject,
  OperationFailure,
  Route,
  RouteContext,
  SimulatedResponse,
  StoredResource,
} from '../kernel.js'
import { requireRegion } from '../regions.js'
import {
  changeHeaders,
  computeRoute,
  deleteRoute,
  findStored,
  listRoutes,
  motionOf,
  nameOf,
  readRoute,
  requireParent,
  requireStored,
  resourceId,
  startChange,
  tagsOf,
  typeName,
  type ComputeType,
} from './compute.js'

/** What a write makes of a resource. */
export interface Draft {
  readonly properties: JsonObject
  /** Members beside the properties. */
  readonly top?: JsonObject
  readonly hidden?: JsonObject
  /** How long the operation takes, and how it ends if not well. */
  readonly seconds: number
  readonly failure?: OperationFailure
}

export interface DraftPlace {
  readonly location: string
  readonly existing: StoredResource | undefined
}

export interface ArmResource {
  readonly type: ComputeType
  /** Throws for a name that the service refuses. */
  readonly checkName: (context: RouteContext) => void
  /** Throws the refusal of a PUT that nothing can come of. */
  readonly draft: (context: RouteContext, place: DraftPlace) => Draft
  /** A PATCH: new properties at once, or a draft that takes its time. Tags are seen to here. */
  readonly patch: (
    context: RouteContext,
    stored: StoredResource,
  ) => Draft | Pick<Draft, 'properties'>
  readonly show?: (resource: StoredResource, context: RouteContext) => JsonObject
  readonly deleteSeconds: number
  /** Throws the refusal of a DELETE. */
  readonly mayDelete?: (context: RouteContext, stored: StoredResource) => void
  /** A PUT is `accepted` (202, with the resource as the operation's output), or answers 201 and 200. */
  readonly answer?: 'accepted' | 'created'
  readonly headers?: Readonly<Record<string, string>>
}

export function armResource(resource: ArmResource): readonly Route[] {
  const { type, deleteSeconds, mayDelete } = resource
  const show = showOf(resource)
  return [
    ...listRoutes(type, show),
    readRoute(type, show),
    computeRoute(type, 'PUT', (context) => put(context, resource)),
    computeRoute(type, 'PATCH', (context) => patch(context, resource)),
    deleteRoute(type, deleteSeconds, mayDelete),
  ]
}

function showOf({ show }: ArmResource): NonNullable<ArmResource['show']> {
  return show ?? ((stored, { clock }) => publicView(stored, clock.now()))
}

function put(context: RouteContext, resource: ArmResource): SimulatedResponse {
  const { type, checkName, draft } = resource
  const { body, scenario } = context
  if (type.path.split('/').length > 2) requireParent(context, type)
  const location = requireRegion(scenario, textAt(body, 'location'), typeName(type))
  checkName(context)
  const existing = findStored(context, type)
  checkPreconditions(context, existing)
  const tags = tagsOf(body)
  return start(context, resource, {
    ...{ location, existing, tags },
    draft: draft(context, { location, existing }),
  })
}

interface Start extends DraftPlace {
  readonly tags: { [key: string]: string }
  readonly draft: Draft
}

/** Begins the operation and answers as the service does. */
function start(
  context: RouteContext,
  resource: ArmResource,
  { location, existing, tags, draft }: Start,
): SimulatedResponse {
  const { type, answer = 'created', headers } = resource
  const { seconds, failure, properties, top, hidden } = draft
  const id = existing?.id ?? resourceId(context, type.path)
  const isAccepted = answer === 'accepted'
  const operation = startChange(context, type, {
    ...{ location, seconds },
    ...(isAccepted ? { outputId: id } : {}),
    ...(failure === undefined ? {} : { failure }),
  })
  const isNew = existing === undefined && !isAccepted
  const stored: StoredResource = {
    id,
    name: existing?.name ?? nameOf(context, type),
    type: typeName(type),
    ...{ location, tags },
    ...top,
    properties,
    ...(hidden === undefined ? {} : { hidden }),
    motion: motionOf(operation, isNew ? 'Creating' : 'Updating'),
  }
  context.store.put(stored)
  return {
    status: statusOf(answer, isNew),
    headers: {
      ...changeHeaders(context, type, operation),
      ...(isAccepted ? { location: `${operation.url}&monitor=true` } : {}),
      ...headers,
    },
    body: showOf(resource)(stored, context),
  }
}

function statusOf(answer: 'accepted' | 'created', isNew: boolean): number {
  if (answer === 'accepted') return 202 // never 201: seen in recordings of the real service
  return isNew ? 201 : 200
}

function patch(context: RouteContext, resource: ArmResource): SimulatedResponse {
  const { body, scenario, store } = context
  const stored = requireStored(context, resource.type)
  const tags = body['tags'] === undefined ? (stored.tags ?? {}) : tagsOf(body)
  const change = resource.patch(context, stored)
  if ('seconds' in change) {
    const location = requireRegion(scenario, stored.location, typeName(resource.type))
    return start(context, resource, { location, existing: stored, tags, draft: change })
  }
  const patched = { ...stored, tags, properties: change.properties }
  store.put(patched)
  return { status: 200, body: showOf(resource)(patched, context) }
}
