import { checkPreconditions, publicView } from '../arm.js'
import { diskVersions } from '../api-versions.js'
import { numberAt, objectAt, textAt, withoutUndefined } from '../json.js'
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
  generationOf,
  invalidParameter,
  listRoutes,
  missingParameter,
  motionOf,
  nameOf,
  propertiesOf,
  readRoute,
  requireStored,
  resourceId,
  startChange,
  tagsOf,
  typeName,
  type ComputeType,
} from './compute.js'
import { diskShape, snapshotShape } from './compute-shapes.js'

const common = { apiVersions: diskVersions, operations: 'DiskOperations', pollSeconds: 2 } as const
const snapshots: ComputeType = { ...common, path: 'snapshots/{name}', body: snapshotShape }
const disks: ComputeType = { ...common, path: 'disks/{name}', body: diskShape }
const defaultSeconds = 3

/** Snapshots and managed disks, which are the same but for their names and a few properties. */
export const diskRoutes: readonly Route[] = [snapshots, disks].flatMap((type) => [
  ...listRoutes(type),
  readRoute(type),
  computeRoute(type, 'PUT', (context) => putDisk(context, type)),
  computeRoute(type, 'PATCH', (context) => patchDisk(context, type)),
  deleteRoute(type, 2),
])

/** 202, never 201: seen in recordings of the real service. */
function putDisk(context: RouteContext, type: ComputeType): SimulatedResponse {
  const { body, scenario, store } = context
  const location = requireRegion(scenario, textAt(body, 'location'), typeName(type))
  checkEntityName(context, type)
  const existing = findStored(context, type)
  checkPreconditions(context, existing)
  // What exists does not need its source any more: az snapshot update sends it again, whether it is still there or not.
  const source = existing === undefined ? requireSource(context, location) : existing
  if (existing !== undefined) refuseOtherSource(existing, body)
  const id = existing?.id ?? resourceId(context, type.path)
  const seconds = scenario.diskSeconds ?? defaultSeconds
  const operation = startChange(context, type, { location, seconds, outputId: id })
  const resource: StoredResource = {
    id,
    name: existing?.name ?? nameOf(context, type),
    type: typeName(type),
    location,
    tags: tagsOf(body),
    ...withoutUndefined({ zones: body['zones'], extendedLocation: body['extendedLocation'] }),
    sku: skuOf(body, type),
    properties: describe(context, type, source),
    motion: motionOf(operation, 'Updating'),
  }
  store.put(resource)
  return {
    status: 202,
    headers: {
      ...changeHeaders(context, type, operation),
      location: `${operation.url}&monitor=true`,
    },
    body: publicView(resource, context.clock.now()),
  }
}

/** The disk or snapshot it is made from; undefined for an empty or imported one. */
function requireSource(context: RouteContext, location: string): StoredResource | undefined {
  const creationData = objectAt(propertiesOf(context.body), 'creationData')
  const option = textAt(creationData, 'createOption')
  if (option === undefined) throw missingParameter('creationData.createOption')
  if (option === 'Empty' && numberAt(propertiesOf(context.body), 'diskSizeGB') === undefined) {
    throw missingParameter('diskSizeGB')
  }
  if (option !== 'Copy' && option !== 'CopyStart') return undefined
  const id = textAt(creationData, 'sourceResourceId')
  if (id === undefined) throw missingParameter('creationData.sourceResourceId')
  const source = context.store.get(id)
  if (source === undefined) {
    throw armError(404, 'NotFound', `The source resource '${id}' could not be found.`)
  }
  if (option === 'Copy' && source.location !== location) {
    throw invalidParameter(
      `The source '${id}' is in '${source.location ?? ''}', not in '${location}': 'Copy' works within a region.`,
      'creationData.sourceResourceId',
    )
  }
  return source
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

/** What it takes over from its source: size, OS, generation, unless the request says so itself. */
function describe(
  { body, clock }: RouteContext,
  type: ComputeType,
  source: StoredResource | undefined,
): JsonObject {
  const properties = propertiesOf(body)
  const generation = source === undefined ? undefined : generationOf(source)
  const diskSizeGB =
    numberAt(properties, 'diskSizeGB') ?? numberAt(source?.properties, 'diskSizeGB') ?? 30
  return withoutUndefined({
    ...properties,
    osType: properties['osType'] ?? source?.properties['osType'],
    hyperVGeneration: properties['hyperVGeneration'] ?? generation,
    diskSizeGB,
    diskSizeBytes: diskSizeGB * 1024 ** 3,
    timeCreated: new Date(clock.now()).toISOString(),
    diskState: 'Unattached',
    ...(type === snapshots ? { incremental: properties['incremental'] ?? false } : {}),
  })
}

/** Tags only. */
function patchDisk(context: RouteContext, type: ComputeType): SimulatedResponse {
  const resource = requireStored(context, type)
  const { tags, ...others } = context.body
  const [other] = Object.keys(others)
  if (other !== undefined) throw new NoBehaviour(`a change of ${other}`)
  const patched = tags === undefined ? resource : { ...resource, tags: tagsOf(context.body) }
  context.store.put(patched)
  return { status: 200, body: publicView(patched, context.clock.now()) }
}
