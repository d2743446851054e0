/** The snapshots that a config takes of a virtual machine: what is known of machine and disks, and what they are called. */
import type { Config, Mode } from '../inputs/config.js'
import type { Disk, Location, ResourceGroup, VirtualMachine } from '../ports/azure.js'
import type { Scope } from '../shared/arm-id.js'
import { normaliseRegion } from '../shared/region.js'
import type { ReadResult } from './check-facts.js'

/** A disk of the machine and the snapshot that is taken of it. */
export interface SnapshotDisk {
  readonly role: 'os' | 'data'
  /** Of a data disk. */
  readonly lun?: number
  readonly diskId: string
  readonly disk: ReadResult<Disk>
  readonly snapshotId: string
  /** The snapshot of that name. */
  readonly existing: ReadResult<Disk>
  /** The snapshot in the disk's own region that is copied over; only where the snapshots lie in another region. */
  readonly local?: { readonly id: string; readonly existing: ReadResult<Disk> }
}

export interface SnapshotFacts {
  /** In `plan` an unreadable resource is only a warning: whoever may apply may well read it. */
  readonly mode: Mode
  readonly vmId: string
  /** With its instance view. */
  readonly vm: ReadResult<VirtualMachine>
  /** Where the snapshots go. */
  readonly scope: Scope
  readonly namePrefix: string
  /** As given; undefined: the disks' own. */
  readonly givenLocation?: string
  /** Read only when a location was given as a display name. */
  readonly locations?: readonly Location[]
  /** Of the snapshots; undefined when it may not be read, or holds the machine. */
  readonly resourceGroup?: ResourceGroup | 'missing'
  /** Those that are wanted; empty where the machine was not found. The OS disk comes first. */
  readonly disks: readonly SnapshotDisk[]
  /** LUNs that were asked for and that the machine has no managed disk at. */
  readonly missingLuns: readonly number[]
  /** A prefix whose names are all free; looked for only where the wanted names are taken by others. */
  readonly freePrefix?: string
}

/** `<prefix>-os`, `<prefix>-data-<lun>` */
export function snapshotName(prefix: string, lun: number | undefined): string {
  return lun === undefined ? `${prefix}-os` : `${prefix}-data-${String(lun)}`
}

/** Of the snapshot that lies beside the disk while its copy in another region is being made. */
export function localName(name: string): string {
  return `${name}-to-copy`
}

/** What the snapshots are called after: as given, else the image, else the pool; undefined where nothing says it. */
export function namePrefixOf({ snapshots, image, pool }: Config): string | undefined {
  return snapshots?.namePrefix ?? image?.name ?? pool?.name
}

/** LUNs that are wanted of those that there are. */
export function wantedLuns(
  choice: NonNullable<Config['snapshots']>['dataDisks'],
  there: readonly number[],
): readonly number[] {
  if (choice === undefined || choice === 'all') return there
  return choice === 'none' ? [] : choice
}

type GivenRegion = Pick<SnapshotFacts, 'givenLocation' | 'locations'>

/** The region that is given, as az sends it: spelled as it is, but for a display name, which becomes the short one. */
export function sentLocation({ givenLocation, locations = [] }: GivenRegion): string | undefined {
  if (givenLocation === undefined) return undefined
  const known = locations.find(
    ({ displayName }) => displayName.toLowerCase() === givenLocation.toLowerCase(),
  )
  return known?.name ?? givenLocation
}

/** Short name of the region where the snapshots are to lie, where that is another one than the disk's. */
export function otherRegion(given: GivenRegion, diskLocation: string): string | undefined {
  const sent = sentLocation(given)
  if (sent === undefined) return undefined
  const wanted = normaliseRegion(sent)
  return wanted === normaliseRegion(diskLocation) ? undefined : wanted
}
