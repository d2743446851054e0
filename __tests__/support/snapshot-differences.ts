/** Where snapshots of a machine come to something else than `az snapshot create`, and what only az has. */

/** What decides, by what no input says: why nobody needs it who makes a pool of a machine. */
export const azOnly: Readonly<Record<string, string>> = {
  '--source that is no disk of a machine':
    'a snapshot, a VHD or nothing: os-snapshot takes what is a snapshot already, source takes a VHD, and a disk as Azure writes its ID is what a machine has',
  '--source-storage-account-id': 'of a VHD, which source takes without a snapshot',
  '--for-upload': 'an empty snapshot to upload into holds no machine',
  '--copy-start': 'the regions of disk and snapshots say it',
  '--size-gb': 'an image has the size of its disk',
  '-z': 'an image has the size of its disk',
  '--hyper-v-generation':
    'the generation is that of the disk; another one makes an image that does not boot',
  '--disk-encryption-set':
    'the copies that nodes are made of are encrypted, region by region, in the version (targetRegions[].encryption)',
  '--encryption-type': 'see --disk-encryption-set',
  '--accelerated-network': 'a property of a disk to be; the definition of the image says it',
  '--architecture': 'the architecture is that of the disk',
  '--edge-zone': 'Batch has no pools in edge zones',
  '--no-wait': 'the image is made of the snapshots, so they are waited for',
}

export interface Otherwise {
  /** Errors that stop it before a write, in their order. */
  readonly stoppedBy?: readonly string[]
  readonly createOption?: 'Copy'
  /** The record with the write that is made, where az made none. */
  readonly writesLike?: string
  /** How it ends, where az ends otherwise. */
  readonly ends?: boolean
}

const unreadable = { stoppedBy: ['snapshots/disks-are-readable'] }
/** A machine is where its disks are. */
const noMachine = { stoppedBy: ['snapshots/vm-exists'] }
const isTaken = { stoppedBy: ['snapshots/names-are-free'] }
const noGroup = { stoppedBy: ['snapshots/resource-group-exists'] }
/** Full snapshots are not copied to another region, and az sends it all the same. */
const fullElsewhere = { stoppedBy: ['snapshots/other-region-needs-incremental'] }
/** Without a location the snapshot is taken where the disk is, and az compares regions as text. */
const sameRegion = { createOption: 'Copy' } as const

export const otherwise: Readonly<Record<string, Otherwise>> = {
  'name-and-group/missing-group': noGroup,
  'name-and-group/missing-group-with-location': noGroup,
  'name-and-group/missing-group-with-unreadable-source': {
    stoppedBy: [...unreadable.stoppedBy, ...noGroup.stoppedBy],
  },
  'existing/same-name-is-overwritten': isTaken,
  'existing/same-name-other-source-refused': isTaken,
  'source-id/in-a-missing-group-is-still-sent': noMachine,
  'source-id/invisible-subscription-is-still-sent': noMachine,
  'source-id/that-cannot-be-read-is-still-sent': unreadable,
  'service-error/source-id-read-403-is-ignored': unreadable,
  'source-id/ultra-disk-without-incremental-is-not-checked': {
    stoppedBy: ['snapshots/disks-fit-an-image'],
  },
  'location/differs-from-source': fullElsewhere,
  'location/configured-default': fullElsewhere,
  'other-region/disk-incremental-becomes-copy-start': sameRegion,
  'other-region/snapshot-of-the-disks-name-decides': sameRegion,
  'other-region/same-region-in-upper-case-becomes-copy-start': sameRegion,
  'service-error/final-read-403': { stoppedBy: ['snapshots/are-readable'] },
  // The disk says the region, so nothing is asked of the group.
  'service-error/group-read-403-is-hidden': { writesLike: 'sku/Standard_LRS', ends: true },
  // The operation is forgotten, and the snapshot itself says that it is done.
  'service-error/operation-poll-404': { ends: true },
  // The answer is made up: no snapshot is there afterwards, and that is seen.
  'service-answer/put-answered-200-and-done': { ends: false },
}
