import { page, publicView, requireResource } from '../arm.js'
import { networkVersions } from '../api-versions.js'
import { objectAt, objectsAt, textAt } from '../json.js'
import { armError, type Route, type RouteContext, type SimulatedResponse } from '../kernel.js'
import { sameText } from '../store.js'

const collection =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks'

/** Virtual networks are only read: the world brings them, their subnets inside. */
export const networkRoutes: readonly Route[] = [
  { method: 'GET', path: collection, apiVersions: networkVersions, handle: listNetworks },
  {
    method: 'GET',
    path: '/subscriptions/{subscription}/providers/Microsoft.Network/virtualNetworks',
    apiVersions: networkVersions,
    handle: listAll,
  },
  { method: 'GET', path: `${collection}/{network}`, apiVersions: networkVersions, handle: show },
  {
    method: 'GET',
    path: `${collection}/{network}/subnets/{subnet}`,
    apiVersions: networkVersions,
    handle: showSubnet,
  },
]

function listAll(context: RouteContext): SimulatedResponse {
  const { store, params, clock } = context
  const all = store.ofType('Microsoft.Network/virtualNetworks', params['subscription'])
  return page(
    context,
    all.map((network) => publicView(network, clock.now())),
  )
}

function listNetworks(context: RouteContext): SimulatedResponse {
  const { subscription = '', group = '' } = context.params
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks`
  const now = context.clock.now()
  return page(
    context,
    context.store.list(id).map((network) => objectAt(publicView(network, now))),
  )
}

function requireNetwork(context: RouteContext) {
  const { subscription = '', group = '', network = '' } = context.params
  const type = 'Microsoft.Network/virtualNetworks'
  const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/${type}/${network}`
  return requireResource(context, id, { type, name: network })
}

function show(context: RouteContext): SimulatedResponse {
  const network = requireNetwork(context)
  return { status: 200, body: objectAt(publicView(network, context.clock.now())) }
}

function showSubnet(context: RouteContext): SimulatedResponse {
  const { properties, id } = requireNetwork(context)
  const { subnet = '' } = context.params
  const found = objectsAt(properties, 'subnets').find((one) =>
    sameText(textAt(one, 'name') ?? '', subnet),
  )
  if (found !== undefined) return { status: 200, body: found }
  throw armError(404, 'NotFound', `Resource ${id}/subnets/${subnet} not found.`)
}
