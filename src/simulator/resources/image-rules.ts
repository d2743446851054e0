import { numberAt, objectAt, objectsAt, textAt } from '../json.js'
import { armError, type JsonObject, type RouteContext, type StoredResource } from '../kernel.js'
import { provisioningState } from '../arm.js'
import { isDenied } from '../rights.js'
import { normaliseRegion } from '../regions.js'
import { sameText } from '../store.js'
import { copiedPercent } from './disk-content.js'
import { generationOf, invalidParameter, missingParameter, propertiesOf } from './compute.js'

/** What an image is made from, as it is stored; `undefined` for a VHD, which nobody here can look into. */
export interface ImageSources {
  readonly machine?: StoredResource
  readonly osDisk?: StoredResource
  readonly dataDisks: readonly (StoredResource | undefined)[]
  /** What machine or OS disk state. */
  readonly generation?: 'V1' | 'V2' | undefined
}

const kinds = [
  { kind: 'snapshot', type: 'Microsoft.Compute/snapshots' },
  { kind: 'managedDisk', type: 'Microsoft.Compute/disks' },
] as const
const maxLun = 63

/** Everything Azure requires of a new image; throws the refusal. */
export function checkImage(context: RouteContext, location: string): ImageSources {
  const properties = propertiesOf(context.body)
  const machineId = textAt(properties, 'sourceVirtualMachine', 'id')
  if (machineId !== undefined) {
    const machine = checkMachine(context, location, machineId)
    const generation = machineGeneration(context, machine)
    checkGeneration(properties, generation, machineId)
    return { machine, dataDisks: [], generation }
  }
  const osDisk = objectAt(properties, 'storageProfile', 'osDisk')
  checkOsDisk(osDisk)
  const dataDisks = objectsAt(properties, 'storageProfile', 'dataDisks')
  checkLuns(dataDisks)
  const osSource = requireDiskSource(context, osDisk, { location, name: 'osDisk' })
  const dataSources = dataDisks.map((disk, index) =>
    requireDiskSource(context, disk, { location, name: `dataDisks[${String(index)}]` }),
  )
  if (osSource === undefined) {
    requireGeneration(properties)
    return { dataDisks: dataSources }
  }
  const generation = generationOf(osSource)
  checkGeneration(properties, generation, osSource.id)
  checkOsType(osDisk, osSource)
  return { osDisk: osSource, dataDisks: dataSources, generation }
}

/** The instance view tells it, or the disk that the machine starts from. */
function machineGeneration({ store }: RouteContext, machine: StoredResource) {
  const told = textAt(machine.properties, 'instanceView', 'hyperVGeneration')
  if (told === 'V1' || told === 'V2') return told
  const id = textAt(machine.properties, 'storageProfile', 'osDisk', 'managedDisk', 'id')
  const disk = id === undefined ? undefined : store.get(id)
  return disk === undefined ? undefined : generationOf(disk)
}

function checkOsDisk(osDisk: JsonObject): void {
  if (Object.keys(osDisk).length === 0) throw missingParameter('imageOSDisk')
  const osType = textAt(osDisk, 'osType')
  if (osType === undefined) throw missingParameter('imageOSDisk.osType')
  const osState = textAt(osDisk, 'osState')
  if (osState === undefined) throw missingParameter('imageOSDisk.osState')
  if (osState === 'Generalized') return
  throw invalidParameter(
    `The value '${osState}' of parameter osState is invalid: a managed image must be Generalized.`,
    'osState',
  )
}

function checkLuns(dataDisks: readonly JsonObject[]): void {
  const seen = new Set<number>()
  for (const disk of dataDisks) {
    const lun = numberAt(disk, 'lun')
    if (lun === undefined) throw missingParameter('dataDisk.lun')
    if (lun < 0 || lun > maxLun) {
      throw invalidParameter(
        `The value '${String(lun)}' of parameter 'dataDisk.lun' is out of range: it must be between 0 and ` +
          `${String(maxLun)}.`,
        'dataDisk.lun',
      )
    }
    if (seen.has(lun)) {
      throw invalidParameter(
        `The LUN '${String(lun)}' is used by more than one data disk.`,
        'dataDisk.lun',
      )
    }
    seen.add(lun)
  }
}

/** Exactly one of snapshot, managed disk and blob; it exists, can be read and is in the image's region. */
function requireDiskSource(
  context: RouteContext,
  disk: JsonObject,
  { location, name }: { readonly location: string; readonly name: string },
): StoredResource | undefined {
  const given = kinds.flatMap(({ kind, type }) => {
    const id = textAt(disk, kind, 'id')
    return id === undefined ? [] : [{ id, type }]
  })
  const count = given.length + (textAt(disk, 'blobUri') === undefined ? 0 : 1)
  if (count !== 1) {
    throw invalidParameter(
      `Parameter '${name}' must have exactly one of 'snapshot', 'managedDisk' and 'blobUri', not ${String(count)}.`,
      name,
    )
  }
  const [first] = given
  if (first === undefined) return undefined
  const source = requireInRegion(context, location, first.id)
  if (sameText(source.type, first.type)) return source
  throw invalidParameter(`The id '${first.id}' of '${name}' is not one of a ${first.type}.`, name)
}

/** The resource with this id, or Azure's refusals: unreadable, absent, in another region, not ready. */
function requireInRegion(context: RouteContext, location: string, id: string): StoredResource {
  const source = context.store.get(id)
  if (source === undefined) {
    throw armError(404, 'NotFound', `Resource '${id}' was not found.`)
  }
  const action = `${source.type}/read`
  if (isDenied(action, context.scenario, id)) throw linkedRefusal(action, id)
  if (source.location !== undefined && normaliseRegion(source.location) !== location) {
    throw armError(
      404,
      'NotFound',
      `Source '${id}' specified in the request does not exist in this Azure location: it is in ` +
        `'${source.location}', the request is for '${location}'.`,
    )
  }
  requireReady(context, source)
  return source
}

/** A source that is still being made, or copied in the background, cannot be used yet. */
function requireReady({ clock }: RouteContext, source: StoredResource): void {
  const state = provisioningState(source, clock.now())
  const percent = copiedPercent(source, clock.now())
  if (state === 'Succeeded' && percent >= 100) return
  throw armError(
    409,
    'Conflict',
    `The source '${source.id}' is not ready: its provisioning state is '${state}' and ${String(percent)} percent of ` +
      'it are copied.',
  )
}

/** Lack of rights on a resource that a request only names. */
export function linkedRefusal(action: string, id: string): Error {
  return armError(
    403,
    'LinkedAuthorizationFailed',
    `The client has permission to perform the action on the resource itself; however, it does not have permission ` +
      `to perform action '${action}' on the linked scope '${id}' or the linked scope is invalid.`,
  )
}

function checkMachine(context: RouteContext, location: string, id: string): StoredResource {
  const machine = context.store.get(id)
  const name = id.split('/').at(-1) ?? id
  if (machine?.location === undefined || normaliseRegion(machine.location) !== location) {
    throw armError(
      404,
      'NotFound',
      `Source Virtual Machine '${name}' specified in the request does not exist in this Azure location.`,
    )
  }
  if (textAt(machine.properties, 'securityProfile', 'securityType') === 'TrustedLaunch') {
    throw armError(
      409,
      'OperationNotAllowed',
      'Creation of managed images are not supported for virtual machine with TrustedLaunch security type.',
    )
  }
  const view = machine.properties['instanceView']
  const statuses = objectsAt(view, 'statuses').map((status) => textAt(status, 'code'))
  if (view !== undefined && !statuses.includes('OSState/generalized')) {
    throw armError(
      409,
      'OperationNotAllowed',
      `The operation 'Create Image' requires the Virtual Machine '${name}' to be Generalized.`,
    )
  }
  return machine
}

function checkGeneration(properties: JsonObject, has: 'V1' | 'V2' | undefined, id: string): void {
  const wanted = textAt(properties, 'hyperVGeneration')
  if (wanted === undefined || has === undefined || wanted === has) return
  const words = { V1: 'Gen1', V2: 'Gen2' } as const
  throw invalidParameter(
    `The Input HyperVGeneration property: '${wanted}' does not match with the HyperVGeneration property: ` +
      `'${words[has]}' belonging to source: '${id}'.`,
    'hyperVGeneration',
  )
}

function requireGeneration(properties: JsonObject): void {
  if (textAt(properties, 'hyperVGeneration') === undefined)
    throw missingParameter('hyperVGeneration')
}

function checkOsType(osDisk: JsonObject, source: StoredResource): void {
  const has = textAt(source.properties, 'osType')
  const wanted = textAt(osDisk, 'osType')
  if (has === undefined || has === wanted) return
  throw invalidParameter(
    `The OS type '${wanted ?? ''}' does not match the OS type '${has}' of the source '${source.id}'.`,
    'osType',
  )
}
