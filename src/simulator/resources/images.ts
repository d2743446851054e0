import { publicView } from '../arm.js'
import { computeVersions } from '../api-versions.js'
import { isObject, objectAt, textAt } from '../json.js'
import {
  armError,
  type JsonObject,
  type Route,
  type RouteContext,
  type StoredResource,
} from '../kernel.js'
import { sameText } from '../store.js'
import { armResource, type Draft, type DraftPlace } from './arm-resource.js'
import { changedPath } from './changes.js'
import { changeNotAllowed, checkEntityName, propertiesOf, type ComputeType } from './compute.js'
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
export const imageRoutes: readonly Route[] = armResource({
  type: images,
  checkName: (context) => {
    checkEntityName(context, images)
  },
  draft: draftImage,
  patch: patchImage,
  show: showImage,
  deleteSeconds: 5,
  mayDelete: refuseWhileUsed,
  headers: {
    'x-ms-ratelimit-remaining-resource': 'Microsoft.Compute/CreateImagesSubscriptionMaximum;59',
  },
})

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

function draftImage(context: RouteContext, { location, existing }: DraftPlace): Draft {
  const { body, scenario } = context
  const seconds = scenario.imageSeconds ?? defaultSeconds
  if (existing !== undefined) {
    // https://learn.microsoft.com/rest/api/compute/images/update: only tags of an image can change.
    const { properties } = existing
    const changed = changedPath(properties, propertiesOf(body))
    if (changed !== undefined) throw changeNotAllowed(changed)
    return { seconds, properties, top: placeOf(existing['extendedLocation']), hidden: {} }
  }
  const sources = checkImage(context, location)
  const { whileCreating, properties } = describeImage(propertiesOf(body), sources)
  return { seconds, properties, top: placeOf(body['extendedLocation']), hidden: { whileCreating } }
}

function placeOf(extendedLocation: unknown): JsonObject {
  return isObject(extendedLocation) ? { extendedLocation } : {}
}

function patchImage(
  { body }: RouteContext,
  { properties }: StoredResource,
): Pick<Draft, 'properties'> {
  const [changed] = Object.keys(propertiesOf(body))
  if (changed !== undefined) throw changeNotAllowed(changed)
  return { properties }
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
