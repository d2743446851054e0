import { publicView } from '../arm.js'
import { computeVersions } from '../api-versions.js'
import { objectAt, without } from '../json.js'
import type { JsonObject, Route, RouteContext, StoredResource } from '../kernel.js'
import { isExpanded, listRoutes, readRoute, type ComputeType } from './compute.js'

const virtualMachines: ComputeType = {
  path: 'virtualMachines/{name}',
  apiVersions: computeVersions,
  operations: 'operations',
  pollSeconds: 10,
  query: ['$expand'],
}

/** Virtual machines are only read: the world brings them. */
export const virtualMachineRoutes: readonly Route[] = [
  ...listRoutes(virtualMachines, showMachine),
  readRoute(virtualMachines, showMachine),
]

/** The instance view (and with it `OSState/generalized`) is shown on request only. */
function showMachine(resource: StoredResource, context: RouteContext): JsonObject {
  const view = publicView(resource, context.clock.now())
  if (isExpanded(context, 'instanceView')) return view
  return { ...view, properties: without(objectAt(view, 'properties'), 'instanceView') }
}
