import { numberAt, objectAt, textAt, toJson } from '../json.js'
import { armError, type RouteContext, type StoredResource } from '../kernel.js'
import { normaliseRegion } from '../regions.js'
import { isDenied } from '../rights.js'
import { sameText } from '../store.js'
import { invalidParameter, missingParameter, propertiesOf } from './compute.js'
import { copiedPercent } from './disk-content.js'
import { linkedRefusal } from './image-rules.js'

/** Disks of which only incremental snapshots can be taken. */
const incrementalOnly = ['UltraSSD_LRS', 'PremiumV2_LRS']
const path = 'creationData.sourceResourceId'

/** The disk or snapshot that a disk or snapshot is made from; undefined for an empty or imported one. Throws the refusal. */
export function checkDiskSource(
  context: RouteContext,
  { isSnapshot, location }: { readonly isSnapshot: boolean; readonly location: string },
): StoredResource | undefined {
  const properties = propertiesOf(context.body)
  const creationData = objectAt(properties, 'creationData')
  const option = textAt(creationData, 'createOption')
  if (option === undefined) throw missingParameter('creationData.createOption')
  if (option === 'Empty' && numberAt(properties, 'diskSizeGB') === undefined) {
    throw missingParameter('diskSizeGB')
  }
  if (option !== 'Copy' && option !== 'CopyStart') return undefined
  const id = textAt(creationData, 'sourceResourceId')
  if (id === undefined) throw missingParameter(path)
  const source = requireSource(context, id)
  if (option === 'CopyStart') checkCopyStart(context, source, isSnapshot)
  else checkCopy(source, location)
  if (isSnapshot && option === 'Copy') checkSnapshotOf(context, source)
  return source
}

function requireSource({ store, clock, scenario }: RouteContext, id: string): StoredResource {
  const source = store.get(id)
  if (source === undefined) {
    throw armError(404, 'NotFound', `The source resource '${id}' could not be found.`)
  }
  const action = `${source.type}/read`
  if (isDenied(action, scenario, id)) throw linkedRefusal(action, id)
  const percent = copiedPercent(source, clock.now())
  if (percent < 100) {
    throw armError(
      409,
      'Conflict',
      `The source '${id}' is not ready: ${String(percent)} percent of it are copied.`,
    )
  }
  return source
}

/** Within a region only: https://learn.microsoft.com/azure/virtual-machines/disks-copy-incremental-snapshot-across-regions */
function checkCopy(source: StoredResource, location: string): void {
  if (normaliseRegion(source.location ?? '') === location) return
  throw invalidParameter(
    `The source '${source.id}' is in '${source.location ?? ''}', not in '${location}': 'Copy' works within a region.`,
    path,
  )
}

/** From an incremental snapshot to another one: the same page, and https://github.com/Azure/azure-cli/issues/22370 for a disk. */
function checkCopyStart({ body }: RouteContext, source: StoredResource, isSnapshot: boolean): void {
  if (!isSnapshot || !sameText(source.type, 'Microsoft.Compute/snapshots')) {
    throw invalidParameter(
      `Entity not of expected type: 'CopyStart' copies a snapshot to a snapshot.`,
      path,
    )
  }
  const isIncremental = source.properties['incremental'] === true
  if (isIncremental && propertiesOf(body)['incremental'] === true) return
  throw invalidParameter(
    isIncremental
      ? "'CopyStart' makes incremental snapshots only: 'incremental' must be true."
      : `'CopyStart' copies incremental snapshots only: '${source.id}' is a full one.`,
    isIncremental ? 'incremental' : path,
  )
}

function checkSnapshotOf({ body, params }: RouteContext, source: StoredResource): void {
  const isIncremental = propertiesOf(body)['incremental'] === true
  const sku = textAt(toJson(source), 'sku', 'name') ?? ''
  if (!isIncremental && incrementalOnly.includes(sku)) {
    throw invalidParameter(
      `Only incremental snapshots can be taken of disks of type '${sku}'.`,
      'incremental',
    )
  }
  const own = `/subscriptions/${params['subscription'] ?? ''}/`.toLowerCase()
  if (isIncremental && !source.id.toLowerCase().startsWith(own)) {
    throw invalidParameter(
      `An incremental snapshot must be in the subscription of its source '${source.id}'.`,
      path,
    )
  }
}
