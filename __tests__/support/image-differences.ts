/**
 * Where this action deliberately does otherwise than az. The numbers are the seven differences that the README
 * lists; the others say in words why there can be no number.
 */
export interface Difference {
  readonly why:
    1 | 2 | 3 | 4 | 5 | 6 | 7 | 'no input of ours' | 'empty means not given' | 'ends otherwise'
  /** What az does, and what is done instead. */
  readonly instead: string
  /** What must come of a replay. Absent: the action has no such input, so there is nothing to replay. */
  readonly expect?:
    /** An error of this rule, before any write. */
    | { readonly stoppedBy: string }
    /** The recorded write (or, where az wrote nothing, that of `like`) with these values in its place. */
    | { readonly writes: { readonly location?: string; readonly hyperVGeneration?: string } }
    | { readonly writesLike: string }
    /** Nothing is written and all is well. */
    | { readonly reuses: true }
    /** The recorded write, but another end. */
    | { readonly sameWriteEnds: 'well' | 'badly' }
}

export const differences: Readonly<Record<string, Difference>> = {
  'hyper-v-generation/unset-on-a-gen2-snapshot-by-name-still-V1': {
    why: 1,
    instead: 'az sends V1, which Azure refuses; the snapshot says V2',
    expect: { writes: { hyperVGeneration: 'V2' } },
  },
  'hyper-v-generation/lower-case': {
    why: 1,
    instead: 'V2 is given for a snapshot that says V1',
    expect: { stoppedBy: 'image/generation-agrees' },
  },
  'usage-error/unambiguous-prefix-flag': {
    why: 1,
    instead: 'V2 is given for a snapshot that says V1 (inputs cannot be cut short besides)',
    expect: { stoppedBy: 'image/generation-agrees' },
  },
  'usage-error/no-os-type-snapshot-id': {
    why: 2,
    instead: 'az wants the OS type; the snapshot says it',
    expect: { writesLike: 'os-source-id/snapshot-linux' },
  },
  'usage-error/no-os-type-snapshot-name': {
    why: 2,
    instead: 'az wants the OS type; the snapshot says it',
    expect: { writesLike: 'os-source-id/snapshot-linux' },
  },
  'vm-source/with-contradicting-os-type': {
    why: 2,
    instead: 'az ignores the OS type; it contradicts the VM',
    expect: { stoppedBy: 'image/os-type-agrees' },
  },
  'name-and-group/group-with-punctuation': {
    why: 3,
    instead: "az takes the group's region, from which Azure cannot read the snapshot",
    expect: { writes: { location: 'westeurope' } },
  },
  'service-error/group-read-403': {
    why: 3,
    instead: 'az needs the group for its region; the snapshot says the region',
    expect: { writesLike: 'os-source-id/snapshot-linux' },
  },
  'data-disks/restore-point-is-dropped-and-luns-close-up': {
    why: 4,
    instead: 'az drops the restore point without a word',
    expect: { stoppedBy: 'image/source-is-well-formed' },
  },
  'os-source-id/disk-other-subscription': {
    why: 5,
    instead: 'the disk does not exist',
    expect: { stoppedBy: 'image/sources-exist' },
  },
  'os-source-id/snapshot-invisible-subscription': {
    why: 5,
    instead: 'the subscription cannot be seen',
    expect: { stoppedBy: 'config/place-exists' },
  },
  'os-source-id/snapshot-that-does-not-exist-is-not-checked': {
    why: 5,
    instead: 'the snapshot does not exist',
    expect: { stoppedBy: 'image/sources-exist' },
  },
  'edge-zone/snapshot': {
    why: 5,
    instead: 'the snapshot is in another region than the location that is given',
    expect: { stoppedBy: 'image/same-region' },
  },
  'location/configured-default': {
    why: 5,
    instead: 'the snapshot is in another region than the location that is given',
    expect: { stoppedBy: 'image/same-region' },
  },
  'existing-image/same-name-is-overwritten': {
    why: 6,
    instead: 'the image is there and the same: it is reused',
    expect: { reuses: true },
  },
  'existing-image/same-name-different-source': {
    why: 6,
    instead: 'the image is there and another: it is never overwritten',
    expect: { stoppedBy: 'image/existing-image-is-the-same' },
  },
  'location/upper-case-is-sent-as-is': {
    why: 7,
    instead: 'region names are normalised',
    expect: { writes: { location: 'westeurope' } },
  },
  'name-and-group/name-with-space': {
    why: 7,
    instead: 'no image can be named so',
    expect: { stoppedBy: 'image/name-is-valid' },
  },
  'data-disks/flag-without-value': {
    why: 'empty means not given',
    instead: 'az wants a value after a flag; an empty input is one that is not given',
    expect: { writesLike: 'os-source-id/snapshot-linux' },
  },
  'usage-error/no-wait-is-unknown': { why: 'no input of ours', instead: '--no-wait' },
  'usage-error/unknown-flag': { why: 'no input of ours', instead: '--os-state' },
  'os-source-id/snapshot-without-leading-slash': {
    why: 'ends otherwise',
    instead: 'the same write; the recording stub takes it, the simulator refuses it as Azure does',
    expect: { sameWriteEnds: 'badly' },
  },
  'service-error/operation-poll-404': {
    why: 'ends otherwise',
    instead:
      'the same write; the operation is forgotten, and the image itself says that it is done',
    expect: { sameWriteEnds: 'well' },
  },
}
