/** What has to be done to have the snapshots that a config takes of a virtual machine. */
import type { Config, SnapshotsConfig } from '../inputs/config.js'
import type { Facts } from '../model/facts.js'
import { withLineageTags } from '../model/lineage.js'
import { snapshotState } from '../model/snapshot-reuse.js'
import {
  otherRegion,
  sentLocation,
  type SnapshotDisk,
  type SnapshotFacts,
} from '../model/snapshots.js'
import type { CreateSnapshots, NewSnapshot, Reuse } from '../model/step.js'
import type { Disk } from '../ports/azure.js'
import { nameOfId, resourceId, type Scope } from '../shared/arm-id.js'
import { textAt } from '../shared/json-at.js'
import { withoutUndefined, type JsonObject } from '../shared/json.js'

/** Those that are there are named one by one, all others are taken at once. Empty without a snapshots section. */
export function planSnapshots(config: Config, facts: Facts): readonly (Reuse | CreateSnapshots)[] {
  const { snapshots: section } = config
  const { snapshots } = facts
  if (section === undefined || snapshots === undefined) return []
  const reused: Reuse[] = []
  const locals: NewSnapshot[] = []
  const made: NewSnapshot[] = []
  for (const wanted of snapshots.disks) {
    const state = snapshotState(wanted, snapshots)
    if (state.kind === 'usable') {
      reused.push(reuseOf(wanted, state.isSure))
      continue
    }
    if (wanted.disk.kind !== 'found') continue
    const about = { section, facts, snapshots, disk: wanted.disk.value }
    const { local } = wanted
    if (local !== undefined) {
      const isThere = snapshotState({ ...wanted, existing: local.existing }, snapshots)
      if (isThere.kind !== 'usable') {
        locals.push({ ...newSnapshot({ ...wanted, id: local.id }, about), isLocal: true })
      }
    }
    const from = local === undefined ? {} : { copyOf: local.id }
    made.push(newSnapshot({ ...wanted, id: wanted.snapshotId, ...from }, about))
  }
  const vm = nameOfId(snapshots.vmId)
  return [
    ...reused,
    ...createStep(locals, `take ${count(locals)} of virtual machine ${vm}, to be copied`),
    ...createStep(
      made,
      made.some(({ copyOf }) => copyOf !== undefined)
        ? `copy ${count(made)} to ${textAt(made[0]?.body, 'location') ?? 'another region'}`
        : `take ${count(made)} of virtual machine ${vm}`,
    ),
  ]
}

/** Whether any of them is still to be taken: what was made from its predecessors is made of something else. */
export function takesNewSnapshots(config: Config, facts: Facts): boolean {
  return planSnapshots(config, facts).some(({ kind }) => kind === 'create-snapshots')
}

function count({ length }: readonly NewSnapshot[]): string {
  return length === 1 ? 'a snapshot' : `${String(length)} snapshots`
}

function reuseOf({ snapshotId: resource, existing, lun }: SnapshotDisk, isSure: boolean): Reuse {
  const taken = existing.kind === 'found' ? existing.value.timeCreated : undefined
  const age =
    isSure || taken === undefined
      ? ''
      : `, taken ${taken}; whether its disk was used since cannot be told`
  return {
    kind: 'reuse',
    what: 'snapshot',
    title: `reuse snapshot ${nameOfId(resource)}${age}`,
    resource,
    impact: 'none',
    because: [],
    ...(lun !== undefined && { lun }),
  }
}

function createStep(snapshots: readonly NewSnapshot[], title: string): CreateSnapshots[] {
  const [first] = snapshots
  if (first === undefined) return []
  const because = snapshots.map(({ id, diskId }) => ({ property: nameOfId(id), to: diskId }))
  return [
    { kind: 'create-snapshots', title, resource: first.id, impact: 'create', because, snapshots },
  ]
}

interface About {
  readonly section: SnapshotsConfig
  readonly facts: Facts
  readonly snapshots: SnapshotFacts
  readonly disk: Disk
}

function newSnapshot(
  wanted: Pick<SnapshotDisk, 'lun' | 'diskId'> & { readonly id: string; readonly copyOf?: string },
  { section, facts, snapshots, disk }: About,
): NewSnapshot {
  const { id, lun, diskId, copyOf } = wanted
  const tags = withLineageTags(section.tags ?? {}, facts.lineage, [diskId])
  const isBesideDisk = copyOf === undefined && otherRegion(snapshots, disk.location) !== undefined
  return {
    id,
    diskId,
    ...(lun !== undefined && { lun }),
    ...(copyOf !== undefined && { copyOf }),
    body: snapshotBody(section, {
      location: isBesideDisk ? disk.location : (sentLocation(snapshots) ?? disk.location),
      tags,
      hyperVGeneration: disk.hyperVGeneration ?? 'V1',
      from: copyOf ?? diskId,
      isCopy: copyOf !== undefined,
      scope: snapshots.scope,
    }),
  }
}

interface Body {
  readonly location: string
  readonly tags: JsonObject
  readonly hyperVGeneration: string
  readonly from: string
  readonly isCopy: boolean
  readonly scope: Scope
}

/** The PUT of `az snapshot create --source <disk>` for the same arguments; the generation is the disk's. */
function snapshotBody(
  { sku, incremental, networkAccessPolicy, diskAccessId, publicNetworkAccess }: SnapshotsConfig,
  { location, tags, hyperVGeneration, from, isCopy, scope }: Body,
): JsonObject {
  return {
    location,
    tags,
    sku: { name: sku ?? 'Standard_LRS' },
    properties: withoutUndefined({
      hyperVGeneration,
      creationData: { createOption: isCopy ? 'CopyStart' : 'Copy', sourceResourceId: from },
      incremental,
      networkAccessPolicy,
      diskAccessId: diskAccessId === undefined ? undefined : diskAccess(diskAccessId, scope),
      publicNetworkAccess,
    }),
  }
}

/** A name stands for a disk access in the resource group of the snapshots. */
function diskAccess(given: string, scope: Scope): string {
  return given.includes('/') ? given : resourceId(scope, 'Microsoft.Compute/diskAccesses', given)
}
