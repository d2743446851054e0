import { namePrefixOf, snapshotName } from '../../model/snapshots.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { mendId } from '../../shared/mend-id.js'
import { showValue } from '../../shared/show-value.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/virtual-machines/snapshot-copy-managed-disk'
/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcompute */
const longestName = 80
const resourceName = /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i

const otherWays = [
  ['osSnapshot', 'os-snapshot'],
  ['dataSnapshots', 'data-snapshots'],
  ['source', 'source'],
  ['dataDiskSources', 'data-disk-sources'],
  ['id', 'image-id'],
] as const

export const snapshotsSectionRules = rulesOn('config', [
  {
    id: 'snapshots/are-the-only-source',
    title: 'an image that is made from new snapshots names another source',
    docs,
    check: ({ snapshots, image }) => {
      if (snapshots === undefined || image === undefined) return []
      return otherWays.flatMap(([key, input]) =>
        image[key] === undefined
          ? []
          : {
              at: ['image', key],
              message: `image.${key} (${input}) and the section snapshots exclude each other: the image is made from the snapshots that the run takes`,
              help: `remove ${input} (image.${key}) to take new snapshots, or remove the section snapshots to use what is there`,
            },
      )
    },
  },
  {
    id: 'snapshots/names-are-valid',
    title: 'a snapshot has a name that Azure does not take',
    docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcompute',
    check: (config) => {
      if (config.snapshots === undefined) return []
      const prefix = namePrefixOf(config)
      const at = ['snapshots', 'namePrefix']
      if (prefix === undefined) {
        const message = 'the snapshots have no name'
        const help = 'give snapshot-name-prefix (snapshots.namePrefix), or name an image or a pool'
        return { at: ['snapshots'], message, help }
      }
      // The longest that may come: a LUN has at most two digits.
      const name = snapshotName(prefix, 63)
      const help = `give a prefix of letters, digits, _, . and -, that begins with a letter, digit or _, at most ${String(longestName - '-data-63'.length)} characters`
      if (!resourceName.test(name)) {
        const message = `${showValue(prefix)} makes names that no snapshot may have`
        return { at, message, help }
      }
      if (name.length <= longestName) return []
      const message = `a snapshot's name has at most ${String(longestName)} characters, and ${showValue(name)} has ${String(name.length)}`
      return { at, message, help }
    },
  },
  {
    id: 'snapshots/source-is-given',
    title: 'no virtual machine is given to take the snapshots of, or something else is',
    docs,
    check: ({ snapshots }) => {
      if (snapshots === undefined) return []
      const { sourceVm: given } = snapshots
      const help =
        'give snapshot-source-vm (snapshots.sourceVm): the ID of a virtual machine, or its name in resource-group'
      if (given === undefined) {
        const message = 'it is not said which virtual machine to take snapshots of'
        return { at: ['snapshots'], message, help }
      }
      const id = parseArmId(given)
      const isName = !/[/:\s]/.test(given)
      if (isName || (id !== undefined && hasType(id, armTypes.virtualMachine))) return []
      const meant = mendId(given, [armTypes.virtualMachine])
      return {
        at: ['snapshots', 'sourceVm'],
        message: `${showValue(given)} ${id === undefined ? 'is neither the ID of a virtual machine nor its name' : `is of type ${id.type}, not a virtual machine`}`,
        help: meant === undefined ? help : `write ${meant}`,
      }
    },
  },
  {
    id: 'snapshots/disk-access-goes-with-private',
    title: 'a disk access is given, but the network access policy does not use it',
    // az sends either without the other; which of them Azure refuses is not written down.
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/virtual-machines/disks-enable-private-links-for-import-export-portal',
    check: ({ snapshots }) => {
      const { networkAccessPolicy: policy, diskAccessId } = snapshots ?? {}
      if (policy === 'AllowPrivate' && diskAccessId === undefined) {
        const message =
          'networkAccessPolicy AllowPrivate goes with a disk access, and none is given'
        const help = 'give snapshot-disk-access (snapshots.diskAccessId), or another policy'
        return { at: ['snapshots', 'networkAccessPolicy'], message, help }
      }
      if (diskAccessId === undefined || policy === 'AllowPrivate') return []
      const message = 'a disk access has no effect without networkAccessPolicy AllowPrivate'
      const help = 'set snapshot-network-access-policy: AllowPrivate, or remove the disk access'
      return { at: ['snapshots', 'diskAccessId'], message, help }
    },
  },
])
