/** What disks and snapshots show: what they take over from their source, how far they are copied, who uses them. */
import { publicView } from '../arm.js'
import { numberAt, objectAt, textAt, toJson, valueAt, withoutUndefined } from '../json.js'
import type { Json, JsonObject, RouteContext, StoredResource } from '../kernel.js'
import { guidOf } from '../operations.js'
import { sameText } from '../store.js'
import { computeTime } from '../times.js'
import { generationOf, propertiesOf } from './compute.js'
import { diskStateOf, userOf } from './disk-users.js'

/** A copy that goes on in the background takes so long, simulated. */
const defaultCopySeconds = 120
const slowDisks = ['UltraSSD_LRS', 'PremiumV2_LRS']
/** What a copy has from its source without being asked. */
const inherited = [
  'osType',
  'purchasePlan',
  'supportedCapabilities',
  'supportsHibernation',
  'securityProfile',
  'encryptionSettingsCollection',
] as const
const defaultSizeGB = 30

interface Description {
  readonly id: string
  readonly isSnapshot: boolean
  readonly source: StoredResource | undefined
  readonly existing: StoredResource | undefined
}

/** The properties of a disk or snapshot as it is made or changed. */
export function describeDisk(
  { body, clock }: RouteContext,
  { id, isSnapshot, source, existing }: Description,
): JsonObject {
  const sent = propertiesOf(body)
  const from = source?.properties ?? {}
  const sizeGB = numberAt(sent, 'diskSizeGB') ?? numberAt(from, 'diskSizeGB') ?? defaultSizeGB
  const generation = source === undefined ? undefined : generationOf(source)
  const incremental = sent['incremental'] ?? existing?.properties['incremental'] ?? false
  const now = clock.now()
  return withoutUndefined({
    ...Object.fromEntries(inherited.map((name) => [name, from[name]])),
    hyperVGeneration: generation,
    encryption: from['encryption'] ?? { type: 'EncryptionAtRestWithPlatformKey' },
    networkAccessPolicy: existing?.properties['networkAccessPolicy'] ?? 'AllowAll',
    publicNetworkAccess: existing?.properties['publicNetworkAccess'] ?? 'Enabled',
    ...sent,
    creationData: existing?.properties['creationData'] ?? creationDataOf(sent, source),
    diskSizeGB: sizeGB,
    diskSizeBytes: sizeGB * 1024 ** 3,
    timeCreated: existing?.properties['timeCreated'] ?? computeTime(now),
    uniqueId: existing?.properties['uniqueId'] ?? guidOf(`disk ${id} ${String(now)}`),
    ...(isSnapshot ? { incremental, diskState: 'Unattached' } : {}),
    ...(isSnapshot && incremental === true
      ? { incrementalSnapshotFamilyId: familyOf(source, existing) }
      : {}),
  })
}

function creationDataOf(sent: JsonObject, source: StoredResource | undefined): JsonObject {
  return withoutUndefined({
    ...objectAt(sent, 'creationData'),
    sourceUniqueId: source?.properties['uniqueId'],
  })
}

/** Incremental snapshots of one disk are one family, copies of them in other regions too. */
function familyOf(source: StoredResource | undefined, existing: StoredResource | undefined): Json {
  const known = 'incrementalSnapshotFamilyId'
  return (
    existing?.properties[known] ??
    source?.properties[known] ??
    guidOf(`snapshots of ${textAt(source?.properties, 'uniqueId') ?? ''}`)
  )
}

/** The background copy that a new snapshot begins, if it does: times in simulated ms. */
export function copyOf(
  { body, scenario }: RouteContext,
  source: StoredResource | undefined,
  sinceMs: number,
): JsonObject | undefined {
  const sent = propertiesOf(body)
  const crosses = textAt(sent, 'creationData', 'createOption') === 'CopyStart'
  const sku = source === undefined ? '' : (textAt(toJson(source), 'sku', 'name') ?? '')
  const isSlow = sent['incremental'] === true && slowDisks.includes(sku)
  if (!crosses && !isSlow) return undefined
  const seconds = scenario.snapshotCopySeconds ?? defaultCopySeconds
  return { sinceMs, untilMs: sinceMs + seconds * 1000, sourceId: source?.id ?? '' }
}

/** How much of a snapshot is there; 100 where nothing is copied. */
export function copiedPercent({ properties, hidden }: StoredResource, nowMs: number): number {
  const copy = hidden?.['copy']
  if (copy === undefined) return numberAt(properties, 'completionPercent') ?? 100
  const sinceMs = numberAt(copy, 'sinceMs') ?? 0
  const untilMs = numberAt(copy, 'untilMs') ?? 0
  const atMs = Math.min(nowMs, numberAt(copy, 'brokenMs') ?? Infinity)
  if (atMs >= untilMs) return 100
  return Math.floor(((atMs - sinceMs) / (untilMs - sinceMs)) * 100)
}

/** A disk or snapshot as a GET shows it now. */
export function showDisk(resource: StoredResource, context: RouteContext): JsonObject {
  const now = context.clock.now()
  noteLostSource(resource, context)
  const view = publicView(resource, now)
  const isSnapshot = sameText(resource.type, 'Microsoft.Compute/snapshots')
  return isSnapshot
    ? { ...view, properties: { ...objectAt(view, 'properties'), ...copyStateOf(resource, now) } }
    : withUser(view, resource, context)
}

/** A copy whose source goes while it lasts never ends. */
function noteLostSource({ hidden }: StoredResource, { store, clock }: RouteContext): void {
  const copy = objectAt(hidden, 'copy')
  const untilMs = numberAt(copy, 'untilMs') ?? 0
  if (clock.now() >= untilMs || copy['brokenMs'] !== undefined) return
  if (store.get(textAt(copy, 'sourceId') ?? '') === undefined) copy['brokenMs'] = clock.now()
}

function copyStateOf(snapshot: StoredResource, now: number): JsonObject {
  const { properties, hidden } = snapshot
  if (properties['incremental'] !== true) return {}
  const percent = copiedPercent(snapshot, now)
  const isBroken = valueAt(hidden, 'copy', 'brokenMs') !== undefined
  return {
    completionPercent: percent,
    snapshotAccessState:
      properties['snapshotAccessState'] ?? (percent < 100 ? 'Pending' : 'Available'),
    ...(isBroken
      ? {
          copyCompletionError: {
            errorCode: 'CopySourceNotFound',
            errorMessage: 'The source snapshot was deleted while it was copied.',
          },
        }
      : {}),
  }
}

/** Who a disk is attached to, its state, and when that last changed, unless the world says it of the disk itself. */
function withUser(view: JsonObject, disk: StoredResource, { store }: RouteContext): JsonObject {
  const user = userOf(store, disk)
  const properties = objectAt(view, 'properties')
  const changed = 'LastOwnershipUpdateTime'
  return {
    ...view,
    ...(user === undefined ? {} : { managedBy: view['managedBy'] ?? user.id }),
    properties: {
      ...properties,
      diskState: properties['diskState'] ?? diskStateOf(user),
      ...(user === undefined
        ? {}
        : {
            [changed]:
              properties[changed] ??
              user.properties['timeCreated'] ??
              properties['timeCreated'] ??
              '',
          }),
    },
  }
}
