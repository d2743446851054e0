import { encryptionSets } from '../../model/target-regions.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/virtual-machines/image-version-encryption'

export const galleryEncryptionRules = rulesOn({ needs: 'config', docs }, [
  {
    id: 'gallery/encryption-set-id',
    title: 'the key of a target region is not the ID of a disk encryption set',
    check: ({ gallery }) =>
      encryptionSets(gallery ?? {}).flatMap(({ id: given, at }) => {
        const id = parseArmId(given)
        if (id !== undefined && hasType(id, armTypes.diskEncryptionSet)) return []
        return {
          at,
          message: `${showValue(given)} is not the ID of a disk encryption set`,
          help: 'give /subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/diskEncryptionSets/<name>',
        }
      }),
  },
  {
    id: 'gallery/encryption-luns',
    title: 'a data disk has two disk encryption sets in one region',
    check: ({ gallery }) =>
      (gallery?.targetRegions ?? []).flatMap(({ encryption }, region) => {
        const luns = (encryption?.dataDisks ?? []).map(({ lun }) => lun)
        return luns.flatMap((lun, index): Found =>
          luns.indexOf(lun) === index
            ? []
            : {
                at: ['gallery', 'targetRegions', region, 'encryption', 'dataDisks', index, 'lun'],
                message: `LUN ${String(lun)} has two disk encryption sets in one region`,
                help: 'keep one of them',
              },
        )
      }),
  },
  {
    id: 'gallery/encryption-in-every-region',
    title: 'some target regions have customer-managed keys and others do not',
    severity: 'warning',
    check: ({ gallery }) => {
      const regions = gallery?.targetRegions ?? []
      if (!regions.some(({ encryption }) => encryption?.osDisk !== undefined)) return []
      return regions.flatMap(({ name, encryption }, index) =>
        encryption?.osDisk !== undefined
          ? []
          : {
              at: ['gallery', 'targetRegions', index],
              message: `the OS disk in ${showValue(name)} would be under a key of the platform, in other regions it is under one of yours`,
              help: 'give encryption.osDisk, a disk encryption set in that region, or none in any region',
            },
      )
    },
  },
])
