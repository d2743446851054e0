/** Whether a snapshot that has the wanted name is the wanted one. */
import type { Disk } from '../ports/azure.js'
import { nameOfId, sameId } from '../shared/arm-id.js'
import { isOurs, sourcesIn } from './lineage.js'
import { otherRegion, type SnapshotDisk, type SnapshotFacts } from './snapshots.js'

export type SnapshotState =
  | { readonly kind: 'absent' }
  /** We made it from this disk. `isSure`: and the disk was not used since; else nothing shows whether it was. */
  | { readonly kind: 'usable'; readonly isSure: boolean }
  /** We made it from this disk, and Azure is still at it. */
  | { readonly kind: 'in-progress' }
  /** We began it and Azure gave it up. */
  | { readonly kind: 'failed'; readonly why: string }
  /** Something else; `why` continues "snapshot x …". */
  | { readonly kind: 'other'; readonly why: string }
  | { readonly kind: 'unreadable' }

type Machine = Pick<SnapshotFacts, 'vm'>

export function snapshotState(
  wanted: Pick<SnapshotDisk, 'diskId' | 'disk' | 'existing'>,
  machine: Machine,
): SnapshotState {
  const { existing } = wanted
  if (existing.kind === 'missing') return { kind: 'absent' }
  if (existing.kind === 'unreadable') return { kind: 'unreadable' }
  const snapshot = existing.value
  if (!isOurs(snapshot.tags)) return { kind: 'other', why: 'was not made by this action' }
  const [source] = sourcesIn(snapshot.tags)
  if (!sameId(source ?? snapshot.sourceResourceId, wanted.diskId)) {
    return { kind: 'other', why: `was taken of another disk, ${nameOfId(source ?? '')}` }
  }
  const failure = failureOf(snapshot)
  if (failure !== undefined) return { kind: 'failed', why: failure }
  const used = usedSince(snapshot, wanted, machine)
  if (typeof used === 'string') return { kind: 'other', why: used }
  if (isInProgress(snapshot)) return { kind: 'in-progress' }
  return { kind: 'usable', isSure: used }
}

function failureOf({ provisioningState, copyError }: Disk): string | undefined {
  if (copyError !== undefined) return `${copyError.code}: ${copyError.message}`
  const state = provisioningState?.toLowerCase()
  return state === 'failed' || state === 'canceled' ? `Azure left it ${state}` : undefined
}

/** Azure counts percents only of what it copies in the background; of other snapshots it says 100, or nothing. */
export function isInProgress({ provisioningState, completionPercent, accessState }: Disk): boolean {
  const state = provisioningState?.toLowerCase()
  if (state === 'creating' || state === 'updating') return true
  if (accessState?.toLowerCase() === 'pending') return true
  return completionPercent !== undefined && completionPercent < 100
}

/**
 * How it shows that the disk was used after the snapshot; whether it is sure that it was not. The ownership time moves
 * when a disk is attached or detached and when its machine starts or is deallocated, not when a guest restarts.
 */
function usedSince(
  snapshot: Disk,
  { disk, diskId }: Pick<SnapshotDisk, 'disk' | 'diskId'>,
  { vm }: Machine,
): string | boolean {
  const power = vm.kind === 'found' ? vm.value.powerState : undefined
  if (power === 'running' || power === 'starting') {
    return 'is older than what is on the disk now: the virtual machine is running'
  }
  if (disk.kind !== 'found') return false
  const { uniqueId, lastOwnershipUpdateTime } = disk.value
  // Of a copy it is that of the snapshot that was copied.
  const isOfDisk = sameId(snapshot.sourceResourceId, diskId)
  const sourceUniqueId = isOfDisk ? snapshot.sourceUniqueId : undefined
  if (uniqueId !== undefined && sourceUniqueId !== undefined && uniqueId !== sourceUniqueId) {
    return 'was taken of an earlier disk of the same name'
  }
  const usedAt = Date.parse(lastOwnershipUpdateTime ?? '')
  const takenAt = Date.parse(snapshot.timeCreated ?? '')
  if (Number.isNaN(usedAt) || Number.isNaN(takenAt)) return false
  if (usedAt > takenAt) {
    return `was taken ${new Date(takenAt).toISOString()}, and the disk was attached, or its machine started or stopped, ${new Date(usedAt).toISOString()}`
  }
  return power !== undefined
}

/** The snapshot as it will be: what it takes on from its disk. */
export function plannedSnapshot(
  { disk, snapshotId }: Pick<SnapshotDisk, 'disk' | 'snapshotId'>,
  facts: Pick<SnapshotFacts, 'givenLocation' | 'locations' | 'vm'>,
): Disk {
  if (disk.kind !== 'found') throw new Error('a snapshot is planned of a disk that was read')
  const { location, osType, hyperVGeneration, sizeGB, architecture, securityType } = disk.value
  const { purchasePlan, encrypted, id } = disk.value
  return {
    id: snapshotId,
    kind: 'snapshot',
    location: otherRegion(facts, location) ?? location,
    tags: {},
    sourceResourceId: id,
    ...(osType !== undefined && { osType }),
    ...(hyperVGeneration !== undefined && { hyperVGeneration }),
    ...(sizeGB !== undefined && { sizeGB }),
    ...(architecture !== undefined && { architecture }),
    ...(securityType !== undefined && { securityType }),
    ...(purchasePlan !== undefined && { purchasePlan }),
    ...(encrypted !== undefined && { encrypted }),
  }
}
