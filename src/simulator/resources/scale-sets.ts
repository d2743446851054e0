import { publicView } from '../arm.js'
import { computeVersions } from '../api-versions.js'
import { objectAt, without } from '../json.js'
import type { JsonObject, Route, RouteContext, StoredResource } from '../kernel.js'
import { isExpanded, listRoutes, readRoute, type ComputeType } from './compute.js'

const common = { apiVersions: computeVersions, operations: 'operations', pollSeconds: 10 } as const
const scaleSets: ComputeType = { ...common, path: 'virtualMachineScaleSets/{name}' }
const instances: ComputeType = {
  ...common,
  path: 'virtualMachineScaleSets/{name}/virtualMachines/{instance}',
  query: ['$expand'],
}

/** Scale sets and the instances of uniform ones are only read; those of flexible ones are among the virtual machines. */
export const scaleSetRoutes: readonly Route[] = [
  ...listRoutes(scaleSets),
  readRoute(scaleSets),
  ...listRoutes(instances, showListed),
  readRoute(instances, showInstance),
]

function showInstance(resource: StoredResource, context: RouteContext): JsonObject {
  return isExpanded(context, 'instanceView')
    ? publicView(resource, context.clock.now())
    : showListed(resource, context)
}

function showListed(resource: StoredResource, { clock }: RouteContext): JsonObject {
  const view = publicView(resource, clock.now())
  return { ...view, properties: without(objectAt(view, 'properties'), 'instanceView') }
}
