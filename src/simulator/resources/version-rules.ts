import { numberAt, objectAt, objectsAt, textAt } from '../json.js'
import { provisioningState } from '../arm.js'
import { isDenied } from '../rights.js'
import { armError, type JsonObject, type RouteContext, type StoredResource } from '../kernel.js'
import { normaliseRegion, requireRegion } from '../regions.js'
import { sameText } from '../store.js'
import { changedPath } from './changes.js'
import {
  changeNotAllowed,
  generationOf,
  invalidParameter,
  missingParameter,
  propertiesOf,
} from './compute.js'
import { linkedRefusal } from './image-rules.js'
import { versionsInMotion } from './version-sources.js'

const maxReplicas = 100
const int32 = 2 ** 31 - 1
const type = 'Microsoft.Compute/galleries/images/versions'
const prefix = 'galleryImageVersion.properties'

/** `1.2.3`, each part within a 32-bit integer. */
export function checkVersionName(name: string): void {
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(name)
  if (parts?.slice(1).every((part) => Number(part) <= int32) === true) return
  throw invalidParameter(
    `Gallery image version name '${name}' is invalid: it should follow Major(int).Minor(int).Patch(int), for ` +
      'example 0.0.1 or 15.35.0.',
    'galleryImageVersionName',
  )
}

/** Target regions: known, no duplicates, the home region among them, replica counts in range. */
export function checkTargets(
  { scenario }: RouteContext,
  targets: readonly JsonObject[],
  location: string,
): void {
  const names = targets.map((target) => requireRegion(scenario, textAt(target, 'name'), type))
  if (new Set(names).size < names.length) {
    throw invalidParameter(
      'Duplicate regions are not allowed in target publishing regions.',
      `${prefix}.publishingProfile.targetRegions`,
    )
  }
  if (!names.includes(location)) {
    throw invalidParameter(
      `The publishing regions '${names.join(', ')}' must contain the location of image version '${location}'.`,
      `${prefix}.publishingProfile.targetRegions`,
    )
  }
  for (const target of targets) checkTarget(target)
}

function checkTarget(target: JsonObject): void {
  const replicas = numberAt(target, 'regionalReplicaCount')
  if (replicas !== undefined && (replicas < 1 || replicas > maxReplicas)) {
    throw invalidParameter(
      `The value '${String(replicas)}' of parameter 'regionalReplicaCount' is out of range: it must be between 1 ` +
        `and ${String(maxReplicas)}.`,
      'regionalReplicaCount',
    )
  }
}

/** The sources exist, agree with the definition and the region, and are given once. Throws the refusal. */
export function checkSources(
  context: RouteContext,
  definition: StoredResource,
  location: string,
): void {
  const storage = objectAt(propertiesOf(context.body), 'storageProfile')
  const sourceId = textAt(storage, 'source', 'id') ?? textAt(storage, 'source', 'virtualMachineId')
  const osId = textAt(storage, 'osDiskImage', 'source', 'id')
  const osUri = textAt(storage, 'osDiskImage', 'source', 'uri')
  if ((sourceId === undefined) === (osId === undefined && osUri === undefined)) {
    throw invalidParameter(
      "Exactly one of 'source' and 'osDiskImage' must be given.",
      `${prefix}.storageProfile`,
    )
  }
  if (sourceId !== undefined) {
    checkWholeSource(context, { definition, location, id: sourceId })
    return
  }
  checkDataDisks(objectsAt(storage, 'dataDiskImages'), osId)
  if (osId !== undefined) {
    checkAgainstDefinition(definition, requireDisk(context, osId, location))
  }
  for (const disk of objectsAt(storage, 'dataDiskImages')) {
    const id = textAt(disk, 'source', 'id')
    if (id !== undefined) requireDisk(context, id, location)
  }
}

function checkDataDisks(dataDisks: readonly JsonObject[], osId: string | undefined): void {
  const luns = dataDisks.map((disk) => numberAt(disk, 'lun'))
  if (luns.includes(undefined)) throw missingParameter('dataDiskImages.lun')
  if (new Set(luns).size < luns.length) {
    throw invalidParameter(
      'Duplicate LUNs are not allowed in data disk images.',
      'dataDiskImages.lun',
    )
  }
  const ids = [osId, ...dataDisks.map((disk) => textAt(disk, 'source', 'id'))].flatMap(
    (id) => id?.toLowerCase() ?? [],
  )
  if (new Set(ids).size === ids.length) return
  throw invalidParameter(
    'Duplicate source ids are not allowed in the disk images of a gallery image version.',
    `${prefix}.storageProfile`,
  )
}

/** A managed image, another version or a machine. */
function checkWholeSource(
  context: RouteContext,
  want: { readonly definition: StoredResource; readonly location: string; readonly id: string },
): void {
  const source = requireSource(context, want.id, want.location)
  const { definition } = want
  if (sameText(source.type, 'Microsoft.Compute/images')) {
    refuseBusyImage(context, source)
    const osDisk = objectAt(source.properties, 'storageProfile', 'osDisk')
    checkAgreement(definition, 'osType', textAt(osDisk, 'osType'))
    checkAgreement(definition, 'osState', textAt(osDisk, 'osState'))
    checkGeneration(definition, source)
    return
  }
  if (sameText(source.type, type)) {
    const other = context.store.get(source.id.split('/versions/')[0] ?? '')
    for (const name of ['osType', 'osState', 'hyperVGeneration']) {
      checkAgreement(definition, name, textAt(other?.properties, name))
    }
    return
  }
  const osType = textAt(source.properties, 'storageProfile', 'osDisk', 'osType')
  checkAgreement(definition, 'osType', osType)
}

/** Seen in the docs: a source image is locked until the version is built and replicated. */
function refuseBusyImage(context: RouteContext, image: StoredResource): void {
  const user = versionsInMotion(context).find(({ properties }) =>
    sameText(textAt(properties, 'storageProfile', 'source', 'id') ?? '', image.id),
  )
  if (user === undefined) return
  throw armError(
    409,
    'Conflict',
    `The source image '${image.id}' cannot be used until the gallery image version '${user.id}' is complete.`,
  )
}

function requireSource(context: RouteContext, id: string, location: string): StoredResource {
  const source = context.store.get(id)
  if (source === undefined) {
    throw armError(404, 'NotFound', `The source resource '${id}' was not found.`)
  }
  if (source.location !== undefined && normaliseRegion(source.location) !== location) {
    throw invalidParameter(
      `The source '${id}' is in region '${source.location}': it must be in the region of the gallery image ` +
        `version, '${location}'.`,
      `${prefix}.storageProfile.source.id`,
    )
  }
  if (provisioningState(source, context.clock.now()) !== 'Succeeded') {
    throw armError(
      409,
      'Conflict',
      `The source '${id}' is not ready: its provisioning state must be 'Succeeded'.`,
    )
  }
  return source
}

/** The service needs write on a snapshot or disk here: https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries */
function requireDisk(context: RouteContext, id: string, location: string): StoredResource {
  const source = requireSource(context, id, location)
  const action = `${source.type}/write`
  if (isDenied(action, context.scenario, id)) throw linkedRefusal(action, id)
  return source
}

function checkAgainstDefinition(definition: StoredResource, source: StoredResource): void {
  const features = objectsAt(definition.properties, 'features')
  const security = features.find(({ name }) => name === 'SecurityType')?.['value']
  if (security === 'TrustedLaunchSupported') {
    throw invalidParameter(
      `The source '${source.id}' is not allowed for a gallery image with SecurityType 'TrustedLaunchSupported': ` +
        'use a VHD, a managed image or another gallery image version.',
      `${prefix}.storageProfile.osDiskImage.source.id`,
    )
  }
  checkAgreement(definition, 'osType', textAt(source.properties, 'osType'))
  checkGeneration(definition, source)
}

function checkGeneration(definition: StoredResource, source: StoredResource): void {
  checkAgreement(definition, 'hyperVGeneration', generationOf(source))
}

function checkAgreement(definition: StoredResource, name: string, value: string | undefined): void {
  const wanted =
    textAt(definition.properties, name) ?? (name === 'hyperVGeneration' ? 'V1' : undefined)
  if (value === undefined || wanted === undefined || value === wanted) return
  throw armError(
    409,
    'Conflict',
    `The ${name} '${value}' of the source does not match the ${name} '${wanted}' of gallery image '${definition.name}'.`,
  )
}

/** Source and replication mode of a version never change; a request may leave them out. */
export function refuseChanges(before: JsonObject, sent: JsonObject): void {
  const replicationMode = textAt(sent, 'publishingProfile', 'replicationMode')
  const changed = changedPath(before, {
    storageProfile: objectAt(sent, 'storageProfile'),
    ...(replicationMode === undefined ? {} : { publishingProfile: { replicationMode } }),
  })
  if (changed !== undefined) throw changeNotAllowed(`${prefix}.${changed}`)
}
