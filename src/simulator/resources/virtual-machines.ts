import { publicView } from '../arm.js'
import { computeVersions } from '../api-versions.js'
import { objectAt, without } from '../json.js'
import type { JsonObject, Route, RouteContext, StoredResource } from '../kernel.js'
import { listRoutes, readRoute, type ComputeType } from './compute.js'

const virtualMachines: ComputeType = {
  path: 'virtualMachines/{name}',
  apiVersions: computeVersions,
  operations: 'operations',
  pollSeconds: 10,
}

/** Virtual machines are only read: the world brings them. */
export const virtualMachineRoutes: readonly Route[] = [
  ...listRoutes(virtualMachines, showMachine),
  readRoute(virtualMachines, showMachine),
]

/** The instance view (and with it `OSState/generalized`) is shown on request only. */
function showMachine(resource: StoredResource, { query, clock }: RouteContext): JsonObject {
  const view = publicView(resource, clock.now())
  if (query.get('$expand')?.toLowerCase() === 'instanceview') return view
  return { ...view, properties: without(objectAt(view, 'properties'), 'instanceView') }
}
