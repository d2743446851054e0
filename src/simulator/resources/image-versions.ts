import { publicView } from '../arm.js'
import { galleryVersions } from '../api-versions.js'
import { numberAt, objectAt, objectsAt, textAt, without, withoutUndefined } from '../json.js'
import {
  armError,
  type JsonObject,
  type Route,
  type RouteContext,
  type StoredResource,
} from '../kernel.js'
import { regionDisplayName, requireRegion } from '../regions.js'
import { computeTime } from '../times.js'
import { armResource, type Draft, type DraftPlace } from './arm-resource.js'
import {
  isExpanded,
  nameOf,
  propertiesOf,
  requireParent,
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

export const imageVersionRoutes: readonly Route[] = armResource({
  type: imageVersions,
  checkName: (context) => {
    checkVersionName(nameOf(context, imageVersions))
  },
  draft: draftVersion,
  patch: patchVersion,
  show: showVersion,
  deleteSeconds: 30,
  mayDelete: refuseBeforeEndOfLife,
})

function showVersion(resource: StoredResource, context: RouteContext): JsonObject {
  const { scenario, clock } = context
  const view = publicView(resource, clock.now())
  const properties = without(objectAt(view, 'properties'), 'replicationStatus')
  if (!isExpanded(context, 'ReplicationStatus')) return { ...view, properties }
  const status = replicationStatus(scenario, resource, clock.now())
  return { ...view, properties: { ...properties, replicationStatus: status } }
}

function draftVersion(context: RouteContext, { location, existing }: DraftPlace): Draft {
  const sent = propertiesOf(context.body)
  if (existing !== undefined) refuseChanges(existing.properties, sent)
  const storageProfile = existing?.properties['storageProfile'] ?? sent['storageProfile']
  const properties = withDefaults(context, withoutUndefined({ ...sent, storageProfile }), location)
  checkTargets(context, targetsOf(properties), location)
  if (existing === undefined) {
    checkSources(context, requireParent(context, imageVersions), location)
  }
  return replicate(context, properties, existing)
}

/** Begins the copies that are still missing. */
function replicate(
  { scenario, clock }: RouteContext,
  properties: JsonObject,
  existing: StoredResource | undefined,
): Draft {
  const now = clock.now()
  const targets = targetsOf(properties).map((target) => textAt(target, 'name') ?? '')
  const copies = planCopies(scenario, now, targets, existing)
  const failure = failureOf(scenario, copies)
  return {
    seconds: (lastUntil(copies, now) - now) / 1000,
    properties,
    hidden: hiddenCopies(copies),
    ...(failure === undefined ? {} : { failure }),
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

function patchVersion(context: RouteContext, version: StoredResource): Draft {
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
  checkTargets(context, targetsOf(properties), location)
  return replicate(context, properties, version)
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
