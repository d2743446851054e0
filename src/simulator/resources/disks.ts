import { checkPreconditions } from '../arm.js'
import { diskVersions } from '../api-versions.js'
import { textAt, withoutUndefined } from '../json.js'
import {
  armError,
  NoBehaviour,
  type JsonObject,
  type Route,
  type RouteContext,
  type SimulatedResponse,
  type StoredResource,
} from '../kernel.js'
import { requireRegion } from '../regions.js'
import {
  changeHeaders,
  changeNotAllowed,
  checkEntityName,
  computeRoute,
  deleteRoute,
  findStored,
  listRoutes,
  motionOf,
  nameOf,
  readRoute,
  requireStored,
  resourceId,
  startChange,
  tagsOf,
  typeName,
  type ComputeType,
} from './compute.js'
import { diskShape, snapshotShape } from './compute-shapes.js'
import { userOf } from './disk-users.js'
import { copyOf, describeDisk, showDisk } from './disk-content.js'
import { checkDiskSource } from './disk-sources.js'

const common = { apiVersions: diskVersions, operations: 'DiskOperations', pollSeconds: 2 } as const
const snapshots: ComputeType = { ...common, path: 'snapshots/{name}', body: snapshotShape }
const disks: ComputeType = { ...common, path: 'disks/{name}', body: diskShape }
const defaultSeconds = 3

/** Snapshots and managed disks, which are the same but for their names and a few properties. */
export const diskRoutes: readonly Route[] = [snapshots, disks].flatMap((type) => [
  ...listRoutes(type, showDisk),
  readRoute(type, showDisk),
  computeRoute(type, 'PUT', (context) => putDisk(context, type)),
  computeRoute(type, 'PATCH', (context) => patchDisk(context, type)),
  deleteRoute(type, 2, refuseWhileUsed),
])

/** 202, never 201: seen in recordings of the real service. */
function putDisk(context: RouteContext, type: ComputeType): SimulatedResponse {
  const { body, scenario, store } = context
  const location = requireRegion(scenario, textAt(body, 'location'), typeName(type))
  checkEntityName(context, type)
  const existing = findStored(context, type)
  checkPreconditions(context, existing)
  // What exists does not need its source any more: az snapshot update sends it again, whether it is still there or not.
  const source =
    existing === undefined
      ? checkDiskSource(context, { isSnapshot: type === snapshots, location })
      : existing
  if (existing !== undefined) refuseOtherSource(existing, body)
  const id = existing?.id ?? resourceId(context, type.path)
  const seconds = scenario.diskSeconds ?? defaultSeconds
  const operation = startChange(context, type, { location, seconds, outputId: id })
  const copy = existing === undefined ? copyOf(context, source, operation.since) : undefined
  const resource: StoredResource = {
    id,
    name: existing?.name ?? nameOf(context, type),
    type: typeName(type),
    location,
    tags: tagsOf(body),
    ...withoutUndefined({ zones: body['zones'], extendedLocation: body['extendedLocation'] }),
    sku: skuOf(body, type),
    properties: describeDisk(context, { id, isSnapshot: type === snapshots, source, existing }),
    hidden: existing?.hidden ?? (copy === undefined ? {} : { copy }),
    motion: motionOf(operation, 'Updating'),
  }
  store.put(resource)
  return {
    status: 202,
    headers: {
      ...changeHeaders(context, type, operation),
      location: `${operation.url}&monitor=true`,
    },
    body: showDisk(resource, context),
  }
}

function refuseOtherSource(existing: StoredResource, body: JsonObject): void {
  const path = ['properties', 'creationData', 'sourceResourceId'] as const
  const before = textAt(existing.properties, 'creationData', 'sourceResourceId')
  if (textAt(body, ...path)?.toLowerCase() === before?.toLowerCase()) return
  throw changeNotAllowed('creationData.sourceResourceId')
}

function skuOf(body: JsonObject, type: ComputeType): JsonObject {
  const name = textAt(body, 'sku', 'name') ?? (type === disks ? 'Premium_LRS' : 'Standard_LRS')
  return { name, tier: name.startsWith('Premium') ? 'Premium' : 'Standard' }
}

/** Tags only. */
function patchDisk(context: RouteContext, type: ComputeType): SimulatedResponse {
  const resource = requireStored(context, type)
  const { tags, ...others } = context.body
  const [other] = Object.keys(others)
  if (other !== undefined) throw new NoBehaviour(`a change of ${other}`)
  const patched = tags === undefined ? resource : { ...resource, tags: tagsOf(context.body) }
  context.store.put(patched)
  return { status: 200, body: showDisk(patched, context) }
}

function refuseWhileUsed({ store }: RouteContext, disk: StoredResource): void {
  const user = userOf(store, disk)
  if (user === undefined) return
  throw armError(409, 'OperationNotAllowed', `Disk ${disk.name} is attached to VM ${user.id}.`)
}
