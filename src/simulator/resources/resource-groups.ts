import { isMoving, page, pollAfter, publicView } from '../arm.js'
import { resourceGroupVersions } from '../api-versions.js'
import { tagsIn, textAt } from '../json.js'
import { signatureNames } from '../operations.js'
import { requireRegion } from '../regions.js'
import { object, readOnly, text, map, type Shape } from '../shape.js'
import { readBody } from './arm-body.js'
import {
  armError,
  type Route,
  type RouteContext,
  type SimulatedResponse,
  type StoredResource,
} from '../kernel.js'

const collection = '/subscriptions/{subscription}/resourceGroups'
const item = `${collection}/{group}`
const type = 'Microsoft.Resources/resourceGroups'
const deleteSeconds = 20
const pollSeconds = 15
const groupShape: Shape = object({
  id: readOnly(text),
  name: readOnly(text),
  type: readOnly(text),
  location: text,
  managedBy: text,
  tags: map(text),
  properties: object({ provisioningState: readOnly(text) }),
})

export const resourceGroupRoutes: readonly Route[] = [
  route('GET', collection, (context) => {
    const groups = context.store.ofType(type, context.params['subscription'])
    return page(
      context,
      groups.map((group) => publicView(group, context.clock.now())),
    )
  }),
  route('GET', item, (context) => show(context, requireGroup(context), 200)),
  route('HEAD', item, (context) => ({
    status: context.store.get(idOf(context)) === undefined ? 404 : 204,
  })),
  route('PUT', item, putGroup),
  route('DELETE', item, deleteGroup),
  {
    method: 'GET',
    path: '/subscriptions/{subscription}/operationresults/{operation}',
    apiVersions: resourceGroupVersions,
    query: signatureNames,
    handle: pollDelete,
  },
]

function route(method: Route['method'], path: string, handle: Route['handle']): Route {
  return { method, path, apiVersions: resourceGroupVersions, handle }
}

function idOf({ params }: RouteContext): string {
  return `/subscriptions/${params['subscription'] ?? ''}/resourceGroups/${params['group'] ?? ''}`
}

function requireGroup(context: RouteContext): StoredResource {
  const found = context.store.get(idOf(context))
  if (found !== undefined) return found
  const name = context.params['group'] ?? ''
  throw armError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`, {
    headers: { 'x-ms-failure-cause': 'gateway' },
  })
}

function show({ clock }: RouteContext, group: StoredResource, status: number): SimulatedResponse {
  const headers = isMoving(group, clock.now()) ? pollAfter(clock, pollSeconds) : {}
  return { status, headers, body: publicView(group, clock.now()) }
}

function putGroup(context: RouteContext): SimulatedResponse {
  const { store, params } = context
  const body = readBody(context, groupShape)
  const location = requireRegion(context.scenario, textAt(body, 'location'), type)
  const existing = store.get(idOf(context))
  const group: StoredResource = {
    id: existing?.id ?? idOf(context),
    name: existing?.name ?? params['group'] ?? '',
    type,
    location,
    tags: tagsIn(body['tags']),
    properties: { provisioningState: 'Succeeded' },
  }
  if (existing !== undefined && existing.location !== location) {
    throw armError(
      409,
      'InvalidResourceGroupLocation',
      `Invalid resource group location '${location}'. The Resource group already exists in location ` +
        `'${existing.location ?? ''}'.`,
    )
  }
  store.put(group)
  return show(context, group, existing === undefined ? 201 : 200)
}

/** Takes everything in the group with it. */
function deleteGroup(context: RouteContext): SimulatedResponse {
  const { clock, store, params } = context
  const group = requireGroup(context)
  const since = clock.now()
  const until = since + deleteSeconds * 1000
  const place = `/subscriptions/${params['subscription'] ?? ''}/operationresults`
  const operation = context.startOperation({ collection: place, until })
  if (operation.failure === undefined) {
    for (const resource of [group, ...store.ofGroup(group.id)]) {
      store.put({ ...resource, motion: { state: 'Deleting', since, until } })
    }
  }
  return { status: 202, headers: { location: operation.url, ...pollAfter(clock, pollSeconds) } }
}

function pollDelete({ operation, params, clock, request }: RouteContext): SimulatedResponse {
  const found = operation(params['operation'] ?? '')
  if (found === undefined) throw armError(404, 'NotFound', 'The operation was not found.')
  if (clock.now() < found.until) {
    return {
      status: 202,
      headers: { location: request.url.href, ...pollAfter(clock, pollSeconds) },
    }
  }
  if (found.failure === undefined) return { status: 200 }
  const { code, message, details } = found.failure
  throw armError(409, code, message, details === undefined ? {} : { details })
}
