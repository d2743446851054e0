import { checkPreconditions, publicView } from '../arm.js'
import { galleryVersions } from '../api-versions.js'
import { numberAt, objectAt, objectsAt, textAt, without, withoutUndefined } from '../json.js'
import {
  armError,
  type JsonObject,
  type Route,
  type RouteContext,
  type SimulatedResponse,
  type StoredResource,
} from '../kernel.js'
import { computeTime } from '../times.js'
import { regionDisplayName, requireRegion } from '../regions.js'
import {
  changeHeaders,
  computeRoute,
  deleteRoute,
  findStored,
  isExpanded,
  listRoutes,
  motionOf,
  nameOf,
  propertiesOf,
  readRoute,
  requireParent,
  requireStored,
  resourceId,
  startChange,
  tagsOf,
  typeName,
  type ComputeType,
} from './compute.js'
import { imageVersionShape } from './gallery-shapes.js'
import { failureOf, hiddenCopies, lastUntil, planCopies, replicationStatus } from './replication.js'
import { checkSources, checkTargets, checkVersionName, refuseChanges } from './version-rules.js'

const imageVersions: ComputeType = {
  path: 'galleries/{gallery}/images/{definition}/versions/{version}',
  apiVersions: galleryVersions,
  operations: 'capsOperations',
  pollSeconds: 60,
  query: ['$expand'],
  body: imageVersionShape,
}

export const imageVersionRoutes: readonly Route[] = [
  ...listRoutes(imageVersions, showVersion),
  readRoute(imageVersions, showVersion),
  computeRoute(imageVersions, 'PUT', putVersion),
  computeRoute(imageVersions, 'PATCH', patchVersion),
  deleteRoute(imageVersions, 30, refuseBeforeEndOfLife),
]

function showVersion(resource: StoredResource, context: RouteContext): JsonObject {
  const { scenario, clock } = context
  const view = publicView(resource, clock.now())
  const properties = without(objectAt(view, 'properties'), 'replicationStatus')
  if (!isExpanded(context, 'ReplicationStatus')) return { ...view, properties }
  const status = replicationStatus(scenario, resource, clock.now())
  return { ...view, properties: { ...properties, replicationStatus: status } }
}

function putVersion(context: RouteContext): SimulatedResponse {
  const { body, scenario } = context
  const definition = requireParent(context, imageVersions)
  const location = requireRegion(scenario, textAt(body, 'location'), typeName(imageVersions))
  checkVersionName(nameOf(context, imageVersions))
  const existing = findStored(context, imageVersions)
  checkPreconditions(context, existing)
  const sent = propertiesOf(body)
  if (existing !== undefined) refuseChanges(existing.properties, sent)
  const storageProfile = existing?.properties['storageProfile'] ?? sent['storageProfile']
  const properties = withDefaults(context, withoutUndefined({ ...sent, storageProfile }), location)
  checkTargets(context, targetsOf(properties), location)
  if (existing === undefined) checkSources(context, definition, location)
  return startVersion(context, { location, properties, tags: tagsOf(body) }, existing)
}

interface Draft {
  readonly location: string
  readonly properties: JsonObject
  readonly tags: { [key: string]: string }
}

/** Begins the copies that are still missing, and answers as the service does. */
function startVersion(
  context: RouteContext,
  { location, properties, tags }: Draft,
  existing: StoredResource | undefined,
): SimulatedResponse {
  const { scenario, store, clock } = context
  const now = clock.now()
  const targets = targetsOf(properties).map((target) => textAt(target, 'name') ?? '')
  const copies = planCopies(scenario, now, targets, existing)
  const seconds = (lastUntil(copies, now) - now) / 1000
  const failure = failureOf(scenario, copies)
  const operation = startChange(context, imageVersions, {
    location,
    seconds,
    ...(failure === undefined ? {} : { failure }),
  })
  const version: StoredResource = {
    id: existing?.id ?? resourceId(context, imageVersions.path),
    name: existing?.name ?? nameOf(context, imageVersions),
    type: typeName(imageVersions),
    location,
    tags,
    properties,
    hidden: hiddenCopies(copies),
    motion: motionOf(operation, existing === undefined ? 'Creating' : 'Updating'),
  }
  store.put(version)
  return {
    status: existing === undefined ? 201 : 200,
    headers: changeHeaders(context, imageVersions, operation),
    body: showVersion(version, context),
  }
}

function targetsOf(properties: JsonObject): JsonObject[] {
  return objectsAt(properties, 'publishingProfile', 'targetRegions')
}

/** What the service fills in (seen in recordings): replica counts, storage type, display names of regions. */
function withDefaults(
  { scenario, clock }: RouteContext,
  sent: JsonObject,
  location: string,
): JsonObject {
  const profile = objectAt(sent, 'publishingProfile')
  const replicaCount = numberAt(profile, 'replicaCount') ?? 1
  const storageAccountType = textAt(profile, 'storageAccountType') ?? 'Standard_LRS'
  const given = objectsAt(profile, 'targetRegions')
  const targets: readonly JsonObject[] = given.length === 0 ? [{ name: location }] : given
  const targetRegions = targets.map((target) => ({
    regionalReplicaCount: replicaCount,
    storageAccountType,
    excludeFromLatest: false,
    ...target,
    name: regionDisplayName(scenario, textAt(target, 'name') ?? ''),
  }))
  const endOfLife = textAt(profile, 'endOfLifeDate')
  return withoutUndefined({
    ...sent,
    publishingProfile: withoutUndefined({
      excludeFromLatest: false,
      replicationMode: 'Full',
      ...profile,
      replicaCount,
      storageAccountType,
      targetRegions,
      publishedDate: profile['publishedDate'] ?? computeTime(clock.now()),
      endOfLifeDate: endOfLife === undefined ? undefined : showDate(endOfLife),
    }),
    safetyProfile: {
      reportedForPolicyViolation: false,
      allowDeletionOfReplicatedLocations: false,
      ...objectAt(sent, 'safetyProfile'),
    },
  })
}

/** `2030-12-31T12:59:59+00:00`: how the service answers a date. */
function showDate(text: string): string {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? text : `${date.toISOString().slice(0, 19)}+00:00`
}

function patchVersion(context: RouteContext): SimulatedResponse {
  const version = requireStored(context, imageVersions)
  const { body, scenario } = context
  const location = requireRegion(scenario, version.location, typeName(imageVersions))
  const sent = propertiesOf(body)
  refuseChanges(version.properties, sent)
  const merged = {
    ...version.properties,
    ...mergeMember(version.properties, sent, 'publishingProfile'),
    ...mergeMember(version.properties, sent, 'safetyProfile'),
  }
  const properties = withDefaults(context, merged, location)
  const tags = body['tags'] === undefined ? (version.tags ?? {}) : tagsOf(body)
  checkTargets(context, targetsOf(properties), location)
  return startVersion(context, { location, properties, tags }, version)
}

function mergeMember(before: JsonObject, sent: JsonObject, name: string): JsonObject {
  return { [name]: { ...objectAt(before, name), ...objectAt(sent, name) } }
}

function refuseBeforeEndOfLife({ clock }: RouteContext, version: StoredResource): void {
  const { properties } = version
  const isBlocked = objectAt(properties, 'safetyProfile')['blockDeletionBeforeEndOfLife'] === true
  const endOfLife = Date.parse(textAt(properties, 'publishingProfile', 'endOfLifeDate') ?? '')
  if (!isBlocked || Number.isNaN(endOfLife) || clock.now() >= endOfLife) return
  throw armError(
    409,
    'DeleteGalleryImageVersionBlockedBeforeEndOfLife',
    `The gallery image version '${version.name}' cannot be deleted before its end of life.`,
  )
}
