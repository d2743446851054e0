import { checkPreconditions, publicView } from '../arm.js'
import { galleryVersions } from '../api-versions.js'
import { textAt } from '../json.js'
import {
  armError,
  type Route,
  type RouteContext,
  type SimulatedResponse,
  type StoredResource,
} from '../kernel.js'
import { requireRegion } from '../regions.js'
import {
  changeHeaders,
  computeRoute,
  deleteRoute,
  findStored,
  invalidParameter,
  listRoutes,
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
import { galleryShape } from './gallery-shapes.js'

const galleries: ComputeType = {
  path: 'galleries/{gallery}',
  apiVersions: galleryVersions,
  operations: 'capsOperations',
  pollSeconds: 5,
  body: galleryShape,
}
const createSeconds = 3
const namePattern = /^[a-z0-9](?:[a-z0-9_.]{0,78}[a-z0-9])?$/i

export const galleryRoutes: readonly Route[] = [
  ...listRoutes(galleries),
  readRoute(galleries),
  computeRoute(galleries, 'PUT', putGallery),
  computeRoute(galleries, 'PATCH', patchGallery),
  deleteRoute(galleries, 5, refuseWithChildren),
]

function putGallery(context: RouteContext): SimulatedResponse {
  const { body, scenario, store, clock, params } = context
  const location = requireRegion(scenario, textAt(body, 'location'), typeName(galleries))
  const name = nameOf(context, galleries)
  if (!namePattern.test(name)) {
    throw invalidParameter(
      `Gallery name '${name}' is invalid: letters, digits, dots and underscores, 1 to 80, with a letter or digit ` +
        'at both ends.',
      'galleryName',
    )
  }
  const existing = findStored(context, galleries)
  checkPreconditions(context, existing)
  const operation = startChange(context, galleries, { location, seconds: createSeconds })
  const uniqueName = `${params['subscription'] ?? ''}-${name.toUpperCase()}`
  const gallery: StoredResource = {
    id: existing?.id ?? resourceId(context, galleries.path),
    name: existing?.name ?? name,
    type: typeName(galleries),
    location,
    tags: tagsOf(body),
    ...(body['identity'] === undefined ? {} : { identity: body['identity'] }),
    properties: { ...propertiesOf(body), identifier: { uniqueName } },
    motion: motionOf(operation, existing === undefined ? 'Creating' : 'Updating'),
  }
  store.put(gallery)
  return {
    status: existing === undefined ? 201 : 200,
    headers: changeHeaders(context, galleries, operation),
    body: publicView(gallery, clock.now()),
  }
}

function patchGallery(context: RouteContext): SimulatedResponse {
  const gallery = requireStored(context, galleries)
  const { body, store, clock } = context
  const patched = {
    ...gallery,
    ...(body['tags'] === undefined ? {} : { tags: tagsOf(body) }),
    properties: { ...gallery.properties, ...propertiesOf(body) },
  }
  store.put(patched)
  return { status: 200, body: publicView(patched, clock.now()) }
}

/** A gallery or definition goes only when it is empty. */
export function refuseWithChildren({ store }: RouteContext, { id, type }: StoredResource): void {
  const child = [...store.list(`${id}/images`), ...store.list(`${id}/versions`)][0]
  if (child === undefined) return
  throw armError(
    409,
    'CannotDeleteResource',
    `Can not delete resource before nested resources are deleted. Resource of type '${type}': '${id}', nested: ` +
      `'${child.id}'.`,
  )
}
