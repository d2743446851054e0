import { diskVersions } from '../api-versions.js'
import { textAt, withoutUndefined } from '../json.js'
import {
  armError,
  NoBehaviour,
  type JsonObject,
  type Route,
  type RouteContext,
  type StoredResource,
} from '../kernel.js'
import { armResource, type Draft, type DraftPlace } from './arm-resource.js'
import { changeNotAllowed, checkEntityName, resourceId, type ComputeType } from './compute.js'
import { diskShape, snapshotShape } from './compute-shapes.js'
import { copyOf, describeDisk, showDisk } from './disk-content.js'
import { checkDiskSource } from './disk-sources.js'
import { userOf } from './disk-users.js'

const common = { apiVersions: diskVersions, operations: 'DiskOperations', pollSeconds: 2 } as const
const snapshots: ComputeType = { ...common, path: 'snapshots/{name}', body: snapshotShape }
const disks: ComputeType = { ...common, path: 'disks/{name}', body: diskShape }
const defaultSeconds = 3

/** Snapshots and managed disks, which are the same but for their names and a few properties. */
export const diskRoutes: readonly Route[] = [snapshots, disks].flatMap((type) =>
  armResource({
    type,
    checkName: (context) => {
      checkEntityName(context, type)
    },
    draft: (context, place) => draftDisk(context, type, place),
    patch: patchDisk,
    show: showDisk,
    deleteSeconds: 2,
    mayDelete: refuseWhileUsed,
    answer: 'accepted',
  }),
)

function draftDisk(
  context: RouteContext,
  type: ComputeType,
  { location, existing }: DraftPlace,
): Draft {
  const { body, clock, scenario } = context
  const isSnapshot = type === snapshots
  // What exists does not need its source any more: az snapshot update sends it again, whether it is still there or not.
  const source = existing ?? checkDiskSource(context, { isSnapshot, location })
  if (existing !== undefined) refuseOtherSource(existing, body)
  const id = existing?.id ?? resourceId(context, type.path)
  const copy = existing === undefined ? copyOf(context, source, clock.now()) : undefined
  return {
    seconds: scenario.diskSeconds ?? defaultSeconds,
    properties: describeDisk(context, { id, isSnapshot, source, existing }),
    hidden: existing?.hidden ?? (copy === undefined ? {} : { copy }),
    top: withoutUndefined({
      zones: body['zones'],
      extendedLocation: body['extendedLocation'],
      sku: skuOf(body, isSnapshot),
    }),
  }
}

function refuseOtherSource(existing: StoredResource, body: JsonObject): void {
  const path = ['properties', 'creationData', 'sourceResourceId'] as const
  const before = textAt(existing.properties, 'creationData', 'sourceResourceId')
  if (textAt(body, ...path)?.toLowerCase() === before?.toLowerCase()) return
  throw changeNotAllowed('creationData.sourceResourceId')
}

function skuOf(body: JsonObject, isSnapshot: boolean): JsonObject {
  const name = textAt(body, 'sku', 'name') ?? (isSnapshot ? 'Standard_LRS' : 'Premium_LRS')
  return { name, tier: name.startsWith('Premium') ? 'Premium' : 'Standard' }
}

/** Tags only. */
function patchDisk(
  { body }: RouteContext,
  { properties }: StoredResource,
): Pick<Draft, 'properties'> {
  const other = Object.keys(body).find((name) => name !== 'tags')
  if (other !== undefined) throw new NoBehaviour(`a change of ${other}`)
  return { properties }
}

function refuseWhileUsed({ store }: RouteContext, disk: StoredResource): void {
  const user = userOf(store, disk)
  if (user === undefined) return
  throw armError(409, 'OperationNotAllowed', `Disk ${disk.name} is attached to VM ${user.id}.`)
}
