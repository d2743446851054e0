/** What assigning a LUN needs to know of a data disk. */
export interface Unplaced {
  /** Given by the user; undefined: any free number. */
  readonly lun?: number
  readonly kind: 'snapshot' | 'disk' | 'vm' | 'vhd' | undefined
  /** Placed as `az image create` places data disk sources. */
  readonly regroup: boolean
}

/** az sends VHDs first, then snapshots, then disks, whatever order they were given in. */
const groups: readonly Unplaced['kind'][] = ['vhd', 'snapshot', 'disk', 'vm', undefined]

/**
 * Gives every data disk its LUN: the one that was asked for, else the lowest number that is free, in the order
 * in which they are sent. Asking for one LUN twice is kept as it is; a rule refuses it.
 */
export function assignLuns<Disk extends Unplaced>(
  disks: readonly Disk[],
): readonly (Disk & { readonly lun: number })[] {
  const taken = new Set(disks.map(({ lun }) => lun))
  const ordered = [
    ...disks.filter(({ regroup }) => !regroup),
    ...groups.flatMap((group) => disks.filter(({ regroup, kind }) => regroup && kind === group)),
  ]
  let next = 0
  return ordered.map((disk) => {
    if (disk.lun !== undefined) return { ...disk, lun: disk.lun }
    while (taken.has(next)) next += 1
    taken.add(next)
    return { ...disk, lun: next }
  })
}
