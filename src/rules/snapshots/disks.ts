import { isSameText } from '../../shared/same-text.js'
import { otherRegion } from '../../model/snapshots.js'
import { nameOfId, parseArmId } from '../../shared/arm-id.js'
import { normaliseRegion } from '../../shared/region.js'
import { rightsDocs } from '../kit/missing-rights.js'
import { rulesOn } from '../kit/rules-on.js'

const copyDocs =
  'https://learn.microsoft.com/azure/virtual-machines/disks-copy-incremental-snapshot-across-regions'
const incrementalDocs =
  'https://learn.microsoft.com/azure/virtual-machines/disks-incremental-snapshots'
/** Disks of which Azure takes incremental snapshots only, which no image can be made from. */
const incrementalOnly = /^(UltraSSD|PremiumV2)_/i

export const snapshotsDisksRules = rulesOn('facts', [
  {
    id: 'snapshots/disks-are-readable',
    title: 'a disk of the virtual machine does not exist or may not be read',
    docs: rightsDocs,
    check: (_config, { snapshots }) =>
      (snapshots?.disks ?? []).flatMap(({ disk, diskId }) => {
        if (disk.kind === 'found') return []
        const why =
          disk.kind === 'missing'
            ? 'was not found'
            : `could not be read: ${disk.failure.error.code}: ${disk.failure.error.message}`
        return {
          at: ['snapshots', 'sourceVm'],
          message: `disk ${nameOfId(diskId)} of the virtual machine ${why}`,
          help: 'ask for the role Disk Snapshot Contributor at the resource group of the disks',
        }
      }),
  },
  {
    id: 'snapshots/luns-exist',
    title: 'the virtual machine has no managed data disk at a LUN that is listed',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/managed-disks-overview',
    check: (_config, { snapshots }) => {
      if (snapshots?.vm.kind !== 'found') return []
      const { dataDisks = [] } = snapshots.vm.value
      return snapshots.missingLuns.map((lun) => {
        const isBlob = dataDisks.some((disk) => disk.lun === lun)
        const there = dataDisks.flatMap((disk) => (disk.id === undefined ? [] : String(disk.lun)))
        return {
          at: ['snapshots', 'dataDisks'],
          message: isBlob
            ? `the data disk at LUN ${String(lun)} is a blob in a storage account, of which no snapshot resource can be taken`
            : `the virtual machine has no data disk at LUN ${String(lun)}`,
          help:
            there.length === 0
              ? 'write none: the machine has no managed data disk'
              : `write LUNs of these: ${there.join(', ')}`,
        }
      })
    },
  },
  {
    id: 'snapshots/other-region-needs-incremental',
    title: 'snapshots that are not incremental are to be copied to another region',
    docs: copyDocs,
    check: (config, { snapshots }) => {
      if (snapshots === undefined || config.snapshots?.incremental === true) return []
      const regions = snapshots.disks.flatMap(({ disk }) => {
        const there = disk.kind === 'found' ? disk.value.location : undefined
        const other = there === undefined ? undefined : otherRegion(snapshots, there)
        return other === undefined || there === undefined ? [] : [[there, other] as const]
      })
      const [first] = regions
      if (first === undefined) return []
      return {
        at: ['snapshots', 'location'],
        message: `the disks are in ${normaliseRegion(first[0])} and the snapshots are to be in ${first[1]}: Azure copies only incremental snapshots to another region`,
        help: 'set snapshot-incremental: true, or leave snapshot-location out and let the gallery replicate the image',
      }
    },
  },
  {
    id: 'snapshots/location-is-known',
    title: 'the region of the snapshots is not one of the subscription',
    docs: copyDocs,
    check: (_config, { snapshots }) => {
      const { givenLocation, locations } = snapshots ?? {}
      if (givenLocation === undefined || locations === undefined) return []
      const short = normaliseRegion(givenLocation)
      const isKnown = locations.some(
        ({ name, displayName }) =>
          normaliseRegion(name) === short || normaliseRegion(displayName) === short,
      )
      if (isKnown) return []
      const message = `the subscription has no region ${givenLocation}`
      return { at: ['snapshots', 'location'], message, help: 'write a short name: koreacentral' }
    },
  },
  {
    id: 'snapshots/incremental-stay-in-the-subscription',
    title: 'incremental snapshots in another subscription than their disk',
    docs: incrementalDocs,
    check: (config, { snapshots }) => {
      if (snapshots === undefined || config.snapshots?.incremental !== true) return []
      const own = parseArmId(snapshots.vmId)?.subscriptionId ?? ''
      const theirs = snapshots.scope.subscriptionId
      if (isSameText(own, theirs)) return []
      return {
        at: ['snapshots', 'incremental'],
        message: `the virtual machine is in subscription ${own}, and an incremental snapshot cannot be taken into another one (${theirs})`,
        help: 'leave snapshot-incremental out, or take the snapshots in the subscription of the machine',
      }
    },
  },
  {
    id: 'snapshots/disks-fit-an-image',
    title: 'no image can be made from the disks',
    docs: incrementalDocs,
    check: (config, { snapshots }) =>
      (snapshots?.disks ?? []).flatMap(({ disk, role, lun }) => {
        if (disk.kind !== 'found') return []
        const { sku = '', logicalSectorSize } = disk.value
        const what = role === 'os' ? 'the OS disk' : `the data disk at LUN ${String(lun)}`
        const at = ['snapshots', 'sourceVm']
        const leaveOut =
          role === 'os'
            ? 'prepare a machine with an OS disk on Premium SSD or Standard SSD'
            : 'leave the disk out (snapshot-data-disks)'
        if (config.image === undefined) {
          if (!incrementalOnly.test(sku) || config.snapshots?.incremental === true) return []
          const message = `${what} is ${sku}, of which Azure takes only incremental snapshots`
          return { at, message, help: 'set snapshot-incremental: true' }
        }
        if (incrementalOnly.test(sku)) {
          return { at, message: `${what} is ${sku}, which no image can hold`, help: leaveOut }
        }
        if (logicalSectorSize === undefined || logicalSectorSize === 512) return []
        const message = `${what} has sectors of ${String(logicalSectorSize)} bytes, which no image can hold`
        return { at, message, help: leaveOut }
      }),
  },
])
