import { checkPreconditions, publicView } from '../arm.js'
import { computeVersions } from '../api-versions.js'
import { objectAt, textAt } from '../json.js'
import { armError } from '../kernel.js'
import type {
  JsonObject,
  Route,
  RouteContext,
  SimulatedResponse,
  StoredResource,
} from '../kernel.js'
import { requireRegion } from '../regions.js'
import { sameText } from '../store.js'
import {
  changeHeaders,
  changeNotAllowed,
  computeRoute,
  deleteRoute,
  findStored,
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
import { imageShape } from './compute-shapes.js'
import { describeImage } from './image-content.js'
import { checkImage } from './image-rules.js'
import { versionsInMotion } from './version-sources.js'

const images: ComputeType = {
  path: 'images/{name}',
  apiVersions: computeVersions,
  operations: 'operations',
  pollSeconds: 10,
  body: imageShape,
}
/** What it took in every recording of the real service. */
const defaultSeconds = 5

/** Managed images. */
export const imageRoutes: readonly Route[] = [
  ...listRoutes(images, showImage),
  readRoute(images, showImage),
  computeRoute(images, 'PUT', putImage),
  computeRoute(images, 'PATCH', patchImage),
  deleteRoute(images, 5, refuseWhileUsed),
]

function showImage(resource: StoredResource, context: RouteContext): JsonObject {
  const now = context.clock.now()
  const whole = publicView(resource, now)
  const isCreating = resource.motion !== undefined && now < resource.motion.until
  const early = objectAt(resource.hidden, 'whileCreating')
  const { hyperVGeneration, ...rest } = {
    ...objectAt(whole, 'properties'),
    ...(isCreating ? early : {}),
  }
  const saysGeneration = context.apiVersion >= '2019-03-01' && hyperVGeneration !== undefined
  return { ...whole, properties: saysGeneration ? { ...rest, hyperVGeneration } : rest }
}

function putImage(context: RouteContext): SimulatedResponse {
  const { body, scenario, store } = context
  const location = requireRegion(scenario, textAt(body, 'location'), typeName(images))
  const existing = findStored(context, images)
  checkPreconditions(context, existing)
  if (existing !== undefined) refuseChanges(existing, body)
  const sources = checkImage(context, location)
  const seconds = scenario.imageSeconds ?? defaultSeconds
  const operation = startChange(context, images, { location, seconds })
  const { whileCreating, properties } = describeImage(propertiesOf(body), sources)
  const image: StoredResource = {
    id: existing?.id ?? resourceId(context, images.path),
    name: existing?.name ?? nameOf(context, images),
    type: typeName(images),
    location,
    tags: tagsOf(body),
    ...(body['extendedLocation'] === undefined
      ? {}
      : { extendedLocation: body['extendedLocation'] }),
    properties,
    hidden: { whileCreating },
    motion: motionOf(operation, existing === undefined ? 'Creating' : 'Updating'),
  }
  store.put(image)
  return {
    status: existing === undefined ? 201 : 200,
    headers: {
      ...changeHeaders(context, images, operation),
      'x-ms-ratelimit-remaining-resource': 'Microsoft.Compute/CreateImagesSubscriptionMaximum;59',
    },
    body: showImage(image, context),
  }
}

/** Only tags of an image can change: https://learn.microsoft.com/rest/api/compute/images/update */
function refuseChanges(existing: StoredResource, body: JsonObject): void {
  const wanted = propertiesOf(body)
  const kept = existing.properties
  const paths = [
    ['sourceVirtualMachine', 'id'],
    ['storageProfile', 'osDisk', 'snapshot', 'id'],
    ['storageProfile', 'osDisk', 'managedDisk', 'id'],
    ['storageProfile', 'osDisk', 'blobUri'],
    ['storageProfile', 'osDisk', 'osType'],
    ['hyperVGeneration'],
  ]
  const isCapture = textAt(wanted, 'sourceVirtualMachine', 'id') !== undefined
  const changed = paths.find((path) => {
    if (isCapture && path[0] === 'storageProfile') return false
    const before = textAt(kept, ...path)
    const after = textAt(wanted, ...path)
    if (path[0] === 'hyperVGeneration' && after === undefined) return false
    return !sameText(before ?? '', after ?? '')
  })
  if (changed !== undefined) throw changeNotAllowed(changed.join('.'))
  if (isCapture) return
  if (dataSources(kept) !== dataSources(wanted)) throw changeNotAllowed('storageProfile.dataDisks')
}

function dataSources(properties: JsonObject): string {
  const dataDisks = objectAt(properties, 'storageProfile')['dataDisks']
  if (!Array.isArray(dataDisks)) return ''
  const keys = dataDisks.map((disk) => {
    const id =
      textAt(disk, 'snapshot', 'id') ?? textAt(disk, 'managedDisk', 'id') ?? textAt(disk, 'blobUri')
    return `${JSON.stringify(objectAt(disk)['lun'] ?? null)}=${id ?? ''}`
  })
  return keys.sort().join('\n').toLowerCase()
}

function patchImage(context: RouteContext): SimulatedResponse {
  const image = requireStored(context, images)
  const properties = Object.keys(propertiesOf(context.body))
  if (properties.length > 0) throw changeNotAllowed(properties[0] ?? '')
  const patched =
    context.body['tags'] === undefined ? image : { ...image, tags: tagsOf(context.body) }
  context.store.put(patched)
  return { status: 200, body: showImage(patched, context) }
}

function refuseWhileUsed(context: RouteContext, image: StoredResource): void {
  const user = versionsInMotion(context).find(({ properties }) =>
    sameText(textAt(properties, 'storageProfile', 'source', 'id') ?? '', image.id),
  )
  if (user === undefined) return
  throw armError(
    409,
    'Conflict',
    `The image '${image.id}' is in use: the gallery image version '${user.id}' is still being created from it.`,
  )
}
