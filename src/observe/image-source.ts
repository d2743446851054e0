import type { SourceFacts } from '../model/facts.js'
import { readSource, type SourceReference, type SourceRole } from '../model/image-source.js'
import type { Azure, Call, Disk, VirtualMachine } from '../ports/azure.js'
import { diskId, snapshotId, virtualMachineId, type Scope } from '../shared/arm-id.js'
import type { ReadResult } from '../model/check-facts.js'
import { readOrRefusal } from './read-result.js'

export interface SourceRequest {
  readonly role: SourceRole
  readonly given: string
  readonly lun?: number
  readonly path: SourceFacts['path']
}

export interface Reads {
  readonly azure: Azure
  /** Where names are looked up. */
  readonly scope: Scope
  readonly call: Call
}

type Found = SourceFacts['found']
type ById = Extract<SourceReference, { kind: 'snapshot' | 'disk' }>

/** Finds out what a source is; refusals of Azure to show it are part of the answer. */
export async function observeSource(request: SourceRequest, reads: Reads): Promise<SourceFacts> {
  const { role, ...source } = request
  return { ...source, found: await find(readSource(request.given, role), role, reads) }
}

async function find(reference: SourceReference, role: SourceRole, reads: Reads): Promise<Found> {
  switch (reference.kind) {
    case 'snapshot':
    case 'disk':
      return await findDisk(reference, reads)
    case 'vm':
      return await findVm(reference.id, reads)
    case 'name':
      return await findByName(reference.name, role, reads)
    case 'vhd':
      return await findVhd(reference, reads)
    case 'malformed':
      return reference
  }
}

async function findVhd(
  vhd: Extract<SourceReference, { kind: 'vhd' }>,
  { azure, call }: Pick<Reads, 'azure' | 'call'>,
): Promise<Found> {
  const ends = await azure.vhd?.(vhd.uri, call)
  return ends === undefined ? vhd : { ...vhd, ends }
}

/** The id is sent as it was typed, whichever way Azure spells it. */
async function findDisk(
  { kind, id, readId }: ById,
  { azure, call }: Pick<Reads, 'azure' | 'call'>,
): Promise<Found> {
  const disk = await readOrRefusal(azure.disk(readId, call))
  if (disk.kind === 'found') return { kind: 'disk', id, disk: disk.value }
  if (disk.kind === 'missing') return { kind: 'missing', tried: [readId] }
  return { ...disk, assumed: { kind, id } }
}

async function findVm(id: string, reads: Reads): Promise<Found> {
  const { azure, call } = reads
  const vm = await readOrRefusal(azure.virtualMachine(id, call))
  if (vm.kind === 'found') return await foundVm(id, vm.value, reads)
  if (vm.kind === 'missing') return { kind: 'missing', tried: [id] }
  return { ...vm, assumed: { kind: 'vm', id } }
}

/** Of more, what the machine itself says has to do: a plan is held to a number of requests. */
const mostDataDisksRead = 3

/**
 * The OS disk states the generation, and each disk whether an image can be made of it: a deallocated machine does not say it
 * of its disks. One that may not be read is as if it stated nothing.
 */
async function foundVm(id: string, vm: VirtualMachine, { azure, call }: Reads): Promise<Found> {
  const readDisk = async (ofId: string | undefined): Promise<Disk | undefined> => {
    if (ofId === undefined) return undefined
    const disk = await readOrRefusal(azure.disk(ofId, call))
    return disk.kind === 'found' ? disk.value : undefined
  }
  const attached = (vm.dataDisks ?? []).filter((disk) => disk.id !== undefined)
  const [osDisk, ...data] = await Promise.all([
    readDisk(vm.osDiskId),
    ...attached
      .slice(0, mostDataDisksRead)
      .map(async ({ lun, id: ofId }) => ({ lun, disk: await readDisk(ofId) })),
  ])
  const dataDisks = data.flatMap(({ lun, disk }) => (disk === undefined ? [] : [{ lun, disk }]))
  return {
    ...{ kind: 'vm', id, vm },
    ...(osDisk !== undefined && { osDisk }),
    ...(dataDisks.length > 0 && { dataDisks }),
  }
}

/**
 * As az: a VM (for the OS only) comes before a snapshot, a snapshot before a disk, and a refusal on the way
 * ends the search. All are asked for at once.
 */
async function findByName(name: string, role: SourceRole, reads: Reads): Promise<Found> {
  const { azure, call, scope } = reads
  const ids = {
    vm: virtualMachineId(scope, name),
    snapshot: snapshotId(scope, name),
    disk: diskId(scope, name),
  }
  const takesDisks = role === 'os' || role === 'data'
  const nothing: Promise<undefined> = Promise.resolve(undefined)
  const [vm, snapshot, disk] = await Promise.all([
    readOrRefusal<VirtualMachine>(role === 'os' ? azure.virtualMachine(ids.vm, call) : nothing),
    readOrRefusal<Disk>(azure.disk(ids.snapshot, call)),
    readOrRefusal<Disk>(takesDisks ? azure.disk(ids.disk, call) : nothing),
  ])
  if (vm.kind === 'found') return await foundVm(ids.vm, vm.value, reads)
  if (vm.kind === 'unreadable') return vm
  return (
    diskOrRefusal(snapshot) ??
    diskOrRefusal(disk) ?? {
      kind: 'missing',
      tried: [...(role === 'os' ? [ids.vm] : []), ids.snapshot, ...(takesDisks ? [ids.disk] : [])],
    }
  )
}

/** The id that Azure answered with is sent. */
function diskOrRefusal(disk: ReadResult<Disk>): Found | undefined {
  if (disk.kind === 'missing') return undefined
  return disk.kind === 'found' ? { kind: 'disk', id: disk.value.id, disk: disk.value } : disk
}
