import type { ThingKind } from './thing.js'

/** A kind of list that a look asks for. */
export interface ListKind {
  /** Of many: `Batch accounts`. */
  readonly noun: string
  readonly right: string
  /** What its items can name, directly or by what is in them. */
  readonly names: readonly ThingKind[]
  /**
   * In a subscription that the run is about it must be readable: a pool there is what its images are for. Without the right
   * to list machines a run only says that it did not look at them.
   */
  readonly isNeeded?: true
}

/** What uses an image, or is made from one, may also name the snapshot behind it. */
const images = ['image', 'image-version', 'snapshot'] as const

export const lists = {
  accounts: {
    ...{ noun: 'Batch accounts', right: 'Microsoft.Batch/batchAccounts/read' },
    ...{ names: images, isNeeded: true },
  },
  pools: {
    ...{ noun: 'pools', right: 'Microsoft.Batch/batchAccounts/pools/read' },
    ...{ names: images, isNeeded: true },
  },
  images: {
    ...{ noun: 'images', right: 'Microsoft.Compute/images/read' },
    ...{ names: ['snapshot'], isNeeded: true },
  },
  galleries: {
    ...{ noun: 'galleries', right: 'Microsoft.Compute/galleries/read' },
    ...{ names: images, isNeeded: true },
  },
  definitions: {
    ...{ noun: 'image definitions', right: 'Microsoft.Compute/galleries/images/read' },
    ...{ names: images, isNeeded: true },
  },
  versions: {
    ...{ noun: 'image versions', right: 'Microsoft.Compute/galleries/images/versions/read' },
    ...{ names: images, isNeeded: true },
  },
  virtualMachines: {
    ...{ noun: 'virtual machines', right: 'Microsoft.Compute/virtualMachines/read' },
    names: images,
  },
  scaleSets: {
    ...{ noun: 'scale sets', right: 'Microsoft.Compute/virtualMachineScaleSets/read' },
    names: images,
  },
  instances: {
    noun: 'scale set instances',
    right: 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read',
    names: images,
  },
  disks: { ...{ noun: 'disks', right: 'Microsoft.Compute/disks/read' }, names: images },
  // A copy names the one that it is copied from.
  snapshots: {
    ...{ noun: 'snapshots', right: 'Microsoft.Compute/snapshots/read' },
    names: ['snapshot'],
  },
} as const satisfies Record<string, ListKind>

export type ListName = keyof typeof lists
