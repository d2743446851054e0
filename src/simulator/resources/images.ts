import { checkPreconditions, publicView } from '../arm.js'
import { computeVersions } from '../api-versions.js'
import { objectAt, textAt } from '../json.js'
import { armError } from '../kernel.js'
import type {
  JsonObject,
  Operation,
  Route,
  RouteContext,
  SimulatedResponse,
  StoredResource,
} from '../kernel.js'
import { requireRegion } from '../regions.js'
import { sameText } from '../store.js'
import { changedPath } from './changes.js'
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
  return {
    ...whole,
    properties: { ...objectAt(whole, 'properties'), ...(isCreating ? early : {}) },
  }
}

function putImage(context: RouteContext): SimulatedResponse {
  const { body, scenario } = context
  const location = requireRegion(scenario, textAt(body, 'location'), typeName(images))
  checkEntityName(context, images)
  const existing = findStored(context, images)
  checkPreconditions(context, existing)
  if (existing === undefined) return createImage(context, location)
  // https://learn.microsoft.com/rest/api/compute/images/update: only tags of an image can change.
  const changed = changedPath(existing.properties, propertiesOf(body))
  if (changed !== undefined) throw changeNotAllowed(changed)
  const operation = startImage(context, location)
  const motion = motionOf(operation, 'Updating')
  return answerPut(context, { ...existing, tags: tagsOf(body), hidden: {}, motion }, operation)
}

function createImage(context: RouteContext, location: string): SimulatedResponse {
  const { body } = context
  const sources = checkImage(context, location)
  const operation = startImage(context, location)
  const { whileCreating, properties } = describeImage(propertiesOf(body), sources)
  const { extendedLocation } = body
  const image: StoredResource = {
    id: resourceId(context, images.path),
    name: nameOf(context, images),
    type: typeName(images),
    location,
    tags: tagsOf(body),
    ...(extendedLocation === undefined ? {} : { extendedLocation }),
    properties,
    hidden: { whileCreating },
    motion: motionOf(operation, 'Creating'),
  }
  return answerPut(context, image, operation)
}

function startImage(context: RouteContext, location: string): Operation {
  const seconds = context.scenario.imageSeconds ?? defaultSeconds
  return startChange(context, images, { location, seconds })
}

function answerPut(
  context: RouteContext,
  image: StoredResource,
  operation: Operation,
): SimulatedResponse {
  context.store.put(image)
  return {
    status: image.motion?.state === 'Creating' ? 201 : 200,
    headers: {
      ...changeHeaders(context, images, operation),
      'x-ms-ratelimit-remaining-resource': 'Microsoft.Compute/CreateImagesSubscriptionMaximum;59',
    },
    body: showImage(image, context),
  }
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
