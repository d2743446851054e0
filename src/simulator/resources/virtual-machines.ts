import { page, publicView } from '../arm.js'
import { computeVersions } from '../api-versions.js'
import { objectAt, objectsAt, textAt, toJson, without } from '../json.js'
import {
  NoBehaviour,
  type JsonObject,
  type Route,
  type RouteContext,
  type StoredResource,
} from '../kernel.js'
import { sameText } from '../store.js'
import {
  computeRoute,
  listRoutes,
  readRoute,
  requireStored,
  resourceId,
  type ComputeType,
} from './compute.js'

const common = {
  apiVersions: computeVersions,
  operations: 'operations',
  pollSeconds: 10,
} as const
const virtualMachines: ComputeType = {
  ...common,
  path: 'virtualMachines/{name}',
  query: ['$expand'],
}
const instanceViews: ComputeType = { ...common, path: 'virtualMachines/{name}/instanceView' }
const extensionsPath = 'virtualMachines/{name}/extensions'
const extensions: ComputeType = { ...common, path: `${extensionsPath}/{extension}` }

/** Virtual machines and their extensions are only read: the world brings them. */
export const virtualMachineRoutes: readonly Route[] = [
  ...listRoutes(virtualMachines, showListed, ['statusOnly', '$filter']),
  readRoute(virtualMachines, showMachine),
  computeRoute(instanceViews, 'GET', (context) => ({
    status: 200,
    body: viewOf(requireStored(context, virtualMachines)),
  })),
  computeRoute({ ...common, path: extensionsPath }, 'GET', (context) =>
    page(context, extensionsOf(requireStored(context, virtualMachines), context)),
  ),
  computeRoute(extensions, 'GET', (context) => {
    const all = extensionsOf(requireStored(context, virtualMachines), context)
    const wanted = resourceId(context, extensions.path)
    const found = all.find((one) => sameText(textAt(one, 'id') ?? '', wanted))
    if (found === undefined) requireStored(context, extensions) // which is not there, and says so
    return { status: 200, body: found ?? {} }
  }),
]

/** Instance view (and with it `OSState/generalized`) and user data are shown on request only. */
function showMachine(resource: StoredResource, context: RouteContext): JsonObject {
  const wanted = (context.query.get('$expand') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const odd = wanted.find((name) => !/^(?:instanceView|userData)$/i.test(name))
  if (odd !== undefined) throw new NoBehaviour(`$expand=${odd}`)
  return show(
    resource,
    context,
    wanted.map((name) => name.toLowerCase()),
  )
}

/** `statusOnly=true` is for the subscription's list: with instance views. */
function showListed(resource: StoredResource, context: RouteContext): JsonObject {
  const { query } = context
  if (query.has('$filter')) throw new NoBehaviour(`$filter=${query.get('$filter') ?? ''}`)
  const wantsStatus = query.get('statusOnly')?.toLowerCase() === 'true'
  return show(resource, context, wantsStatus ? ['instanceview'] : [])
}

function show(
  resource: StoredResource,
  context: RouteContext,
  expanded: readonly string[],
): JsonObject {
  const view = publicView(resource, context.clock.now())
  const hidden = [
    ...(expanded.includes('userdata') ? [] : ['userData']),
    ...(expanded.includes('instanceview') ? [] : ['instanceView']),
  ]
  const resources = extensionsOf(resource, context)
  return {
    ...view,
    properties: without(objectAt(view, 'properties'), ...hidden),
    ...(resources.length === 0 ? {} : { resources }),
  }
}

/** The instance view without what a machine keeps to itself; an empty one where the world says nothing of it. */
function viewOf({ properties }: StoredResource): JsonObject {
  return objectAt(properties, 'instanceView')
}

/** Those that the machine shows as its `resources`, and those that the world holds by themselves. */
function extensionsOf(machine: StoredResource, { store, clock }: RouteContext): JsonObject[] {
  const own = objectsAt(toJson(machine), 'resources')
  const apart = store
    .list(`${machine.id}/extensions`)
    .map((one) => publicView(one, clock.now()))
    .filter(
      (one) => !own.some((known) => sameText(textAt(known, 'id') ?? '', textAt(one, 'id') ?? '')),
    )
  return [...own, ...apart]
}
