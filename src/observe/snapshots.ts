import type { LoadedConfig, RunOptions, SnapshotsConfig } from '../inputs/config.js'
import type { SourceFacts } from '../model/facts.js'
import {
  localName,
  namePrefixOf,
  otherRegion,
  snapshotName,
  wantedLuns,
  type SnapshotDisk,
  type SnapshotFacts,
} from '../model/snapshots.js'
import { plannedSnapshot, snapshotState } from '../model/snapshot-reuse.js'
import type { Azure, Call, VirtualMachine } from '../ports/azure.js'
import {
  armTypes,
  hasType,
  nameOfId,
  parseArmId,
  resourceGroupId,
  sameId,
  snapshotId,
  virtualMachineId,
  type ArmId,
  type Scope,
} from '../shared/arm-id.js'
import { UserError } from '../shared/errors.js'
import { readOrRefusal } from './read-result.js'
import { readRegions } from './regions.js'

/**
 * Reads the machine, its disks and the snapshots that have their names. Undefined without a snapshots section. Throws
 * `UserError` when it is not said which machine or where, `AzureFailure` when nobody answers.
 */
export async function observeSnapshots(
  loaded: LoadedConfig,
  runOptions: RunOptions,
  azure: Azure,
  call: Call,
): Promise<SnapshotFacts | undefined> {
  const { snapshots } = loaded.config
  if (snapshots === undefined) return undefined
  const vmId = vmIdOf(snapshots, loaded, runOptions)
  const scope = scopeOf(snapshots, vmId, runOptions)
  const namePrefix = namePrefixOf(loaded.config)
  if (namePrefix === undefined) throw incomplete(loaded, 'namePrefix', ...noPrefix)
  const givenLocation = snapshots.location
  const isElsewhere = !sameId(resourceGroupId(scope), resourceGroupId(vmId))
  const [vm, resourceGroup, locations] = await Promise.all([
    readOrRefusal(azure.virtualMachine(vmId.text, { ...call, instanceView: true })),
    isElsewhere ? readOrRefusal(azure.resourceGroup(resourceGroupId(scope), call)) : undefined,
    givenLocation !== undefined && /\s/.test(givenLocation)
      ? readRegions(scope.subscriptionId, azure, call)
      : undefined,
  ])
  const group = resourceGroup?.kind === 'found' ? resourceGroup.value : undefined
  const known = {
    mode: runOptions.mode,
    vmId: vmId.text,
    vm,
    scope,
    namePrefix,
    ...(givenLocation !== undefined && { givenLocation }),
    ...(locations !== undefined && { locations }),
    ...(group !== undefined && { resourceGroup: group }),
    ...(resourceGroup?.kind === 'missing' && { resourceGroup: 'missing' as const }),
  }
  if (vm.kind !== 'found') return { ...known, disks: [], missingLuns: [] }
  const wanted = wantedDisks(vm.value, snapshots)
  const disks = await Promise.all(
    wanted.disks.map(async (disk) => await observeDisk(disk, known, azure, call)),
  )
  const found = { ...known, disks, missingLuns: wanted.missingLuns }
  const isTaken = disks.some((disk) => snapshotState(disk, found).kind === 'other')
  const freePrefix = isTaken ? await findFreePrefix(found, azure, call) : undefined
  return { ...found, ...(freePrefix !== undefined && { freePrefix }) }
}

/** The prefix with the lowest number behind it that no snapshot's name begins with. Undefined where they cannot be listed. */
async function findFreePrefix(
  { scope, namePrefix }: SnapshotFacts,
  azure: Azure,
  call: Call,
): Promise<string | undefined> {
  const listed = await readOrRefusal(azure.snapshots(scope.subscriptionId, call))
  if (listed.kind !== 'found') return undefined
  const group = `${resourceGroupId(scope)}/`.toLowerCase()
  const names = listed.value
    .filter(({ id }) => id.toLowerCase().startsWith(group))
    .map(({ id }) => nameOfId(id).toLowerCase())
  let number = 2
  const isTaken = () =>
    names.some((name) => name.startsWith(`${namePrefix}-${String(number)}-`.toLowerCase()))
  while (isTaken()) number += 1
  return `${namePrefix}-${String(number)}`
}

interface WantedDisk {
  readonly role: 'os' | 'data'
  readonly lun?: number
  readonly diskId: string
}

function wantedDisks(
  { osDiskId, dataDisks = [] }: VirtualMachine,
  { dataDisks: choice }: SnapshotsConfig,
): { readonly disks: readonly WantedDisk[]; readonly missingLuns: readonly number[] } {
  const managed = dataDisks.flatMap(({ lun, id }) => (id === undefined ? [] : [{ lun, id }]))
  const luns = wantedLuns(
    choice,
    dataDisks.map(({ lun }) => lun),
  )
  const found = luns.flatMap((lun) => managed.filter((disk) => disk.lun === lun))
  return {
    disks: [
      ...(osDiskId === undefined ? [] : [{ role: 'os', diskId: osDiskId } as const]),
      ...found.map(({ lun, id }) => ({ role: 'data', lun, diskId: id }) as const),
    ],
    missingLuns: luns.filter((lun) => !managed.some((disk) => disk.lun === lun)),
  }
}

async function observeDisk(
  wanted: WantedDisk,
  { scope, namePrefix, givenLocation, locations }: Omit<SnapshotFacts, 'disks' | 'missingLuns'>,
  azure: Azure,
  call: Call,
): Promise<SnapshotDisk> {
  const name = snapshotName(namePrefix, wanted.lun)
  const id = snapshotId(scope, name)
  const [disk, existing] = await Promise.all([
    readOrRefusal(azure.disk(wanted.diskId, call)),
    readOrRefusal(azure.disk(id, call)),
  ])
  const where = {
    ...(givenLocation !== undefined && { givenLocation }),
    ...(locations !== undefined && { locations }),
  }
  const isCopied = disk.kind === 'found' && otherRegion(where, disk.value.location) !== undefined
  if (!isCopied) return { ...wanted, disk, snapshotId: id, existing }
  const localId = snapshotId(scope, localName(name))
  const local = { id: localId, existing: await readOrRefusal(azure.disk(localId, call)) }
  return { ...wanted, disk, snapshotId: id, existing, local }
}

/**
 * The snapshots as sources of the image, also those that are still to be taken. Undefined where the machine was not
 * found, or has no disk that a snapshot can be taken of: rules say so.
 */
export function snapshotSources(
  facts: SnapshotFacts,
): { readonly osSource: SourceFacts; readonly dataSources: readonly SourceFacts[] } | undefined {
  const [os, ...data] = facts.disks.map((disk) => sourceOf(disk, facts))
  return os === undefined || facts.disks[0]?.role !== 'os'
    ? undefined
    : { osSource: os, dataSources: data }
}

function sourceOf(disk: SnapshotDisk, facts: SnapshotFacts): SourceFacts {
  const { lun, snapshotId: id } = disk
  return {
    path: ['snapshots', 'sourceVm'],
    given: id,
    ...(lun !== undefined && { lun }),
    found: foundSnapshot(id, disk, facts),
  }
}

function foundSnapshot(
  id: string,
  wanted: SnapshotDisk,
  facts: SnapshotFacts,
): SourceFacts['found'] {
  const { existing, disk } = wanted
  // One that Azure is still at, or that is taken again, counts as it will be.
  if (existing.kind === 'found' && snapshotState(wanted, facts).kind === 'usable') {
    return { kind: 'disk', id, disk: existing.value }
  }
  if (disk.kind === 'found') return { kind: 'disk', id, disk: plannedSnapshot(wanted, facts) }
  if (disk.kind === 'missing') return { kind: 'missing', tried: [wanted.diskId] }
  return { ...disk, assumed: { kind: 'snapshot', id } }
}

const noPrefix = [
  'the snapshots need a name',
  'give snapshot-name-prefix, or namePrefix under snapshots',
] as const

function vmIdOf(
  { sourceVm }: SnapshotsConfig,
  loaded: LoadedConfig,
  { subscriptionId, resourceGroup }: RunOptions,
): ArmId {
  if (sourceVm === undefined) {
    const help = 'give snapshot-source-vm, or sourceVm under snapshots'
    throw incomplete(loaded, 'sourceVm', 'the snapshots need a virtual machine', help)
  }
  const id = parseArmId(sourceVm)
  if (id !== undefined && hasType(id, armTypes.virtualMachine)) return id
  if (subscriptionId === undefined || resourceGroup === undefined) {
    const message = `virtual machine ${sourceVm} is a name, and it is not said where to find it`
    const help = 'give subscription-id and resource-group, or the id of the virtual machine'
    throw incomplete(loaded, 'sourceVm', message, help)
  }
  const named = parseArmId(virtualMachineId({ subscriptionId, resourceGroup }, sourceVm))
  if (named !== undefined) return named
  const help = 'write the name of a virtual machine, or its id'
  throw incomplete(loaded, 'sourceVm', `${sourceVm} is not the name of a virtual machine`, help)
}

function scopeOf({ resourceGroup }: SnapshotsConfig, vm: ArmId, runOptions: RunOptions): Scope {
  return {
    subscriptionId: runOptions.subscriptionId ?? vm.subscriptionId,
    resourceGroup: resourceGroup ?? runOptions.resourceGroup ?? vm.resourceGroup,
  }
}

function incomplete(
  loaded: LoadedConfig,
  key: keyof SnapshotsConfig,
  message: string,
  help: string,
): UserError {
  const at = loaded.originOf(['snapshots', key])
  return new UserError([{ rule: 'snapshots/is-complete', severity: 'error', message, help, at }])
}
