import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { encryptionSets } from '../../model/target-regions.js'
import { resolveGallery } from '../../plan/resolve-gallery.js'
import { nameOfId, sameId } from '../../shared/arm-id.js'
import { textAt } from '../../shared/json-at.js'
import { normaliseRegion } from '../../shared/region.js'
import { dataDiskLuns } from '../kit/image-content.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/virtual-machines/image-version-encryption'

export const galleryEncryptionInAzureRules = rulesOn({ needs: 'facts', docs }, [
  {
    id: 'gallery/encryption-sets-fit',
    title: 'a disk encryption set does not exist, or lies in another region than the one it is for',
    reads: ['encryptionSets'],
    check: ({ gallery }, { checks }) =>
      encryptionSets(gallery ?? {}).flatMap(({ id, region, at }): Found => {
        const read = checks?.encryptionSets?.find((one) => sameId(one.id, id))?.read
        const name = nameOfId(id)
        if (read?.kind === 'missing') {
          const message = `there is no disk encryption set ${id}`
          return { at, message, help: 'check the ID, or create the disk encryption set' }
        }
        if (read?.kind === 'unreadable') {
          const { code, message } = read.failure.error
          return {
            ...{ at, severity: 'warning' },
            message: `whether disk encryption set ${name} lies in ${region} could not be checked: ${code}: ${message}`,
            help: 'grant the identity of this run Microsoft.Compute/diskEncryptionSets/read',
          }
        }
        const there = normaliseRegion(read?.value.location ?? '')
        if (there !== '' && there !== region) {
          return {
            at,
            message: `disk encryption set ${name} is in ${there}, the replica that it is for in ${region}`,
            help: `give a disk encryption set in ${region}`,
          }
        }
        const state = textAt(read?.value.properties, 'provisioningState') ?? 'Succeeded'
        if (/^(succeeded|updating)$/i.test(state)) return []
        const message = `disk encryption set ${name} is in provisioning state ${state}`
        return { at, message, help: 'wait until it is Succeeded, or give another one' }
      }),
  },
  {
    id: 'gallery/encryption-covers-disks',
    title: 'customer-managed keys are not given for just the data disks that the image has',
    severity: 'warning',
    check: (config, facts) =>
      (config.gallery?.targetRegions ?? []).flatMap(({ encryption, name }, index) => {
        if (encryption === undefined) return []
        return disksWithout(config, facts, {
          at: ['gallery', 'targetRegions', index, 'encryption'],
          region: name,
          luns: (encryption.dataDisks ?? []).map(({ lun }) => lun),
        })
      }),
  },
  {
    id: 'gallery/encryption-in-added-regions',
    title:
      'a region that is added to the listed ones has no customer-managed key, and they have one',
    severity: 'warning',
    check: (config, facts) => {
      const { gallery, accountRegion, traits } = resolveGallery(config, facts) ?? {}
      const listed = gallery?.targetRegions ?? []
      if (!listed.some(({ encryption }) => encryption?.osDisk !== undefined)) return []
      const names = listed.map(({ name }) => normaliseRegion(name))
      const wanted = [traits?.location, accountRegion].flatMap((name) =>
        name === undefined || name === '' ? [] : [normaliseRegion(name)],
      )
      return [...new Set(wanted)].flatMap((name) =>
        names.includes(name)
          ? []
          : {
              at: ['gallery', 'targetRegions'],
              message: `the version is published to ${name} as well, where its disks would be under a key of the platform`,
              help: `list ${name} with encryption.osDisk, a disk encryption set in that region`,
            },
      )
    },
  },
])

interface RegionKeys {
  readonly at: readonly (string | number)[]
  readonly region: string
  readonly luns: readonly number[]
}

function disksWithout(config: Config, facts: Facts, { at, region, luns }: RegionKeys): Found {
  const there = dataDiskLuns(config, facts)
  if (there === undefined) return []
  const unknown = luns.flatMap((lun, index): Found =>
    there.includes(lun)
      ? []
      : {
          ...{ at: [...at, 'dataDisks', index, 'lun'], severity: 'error' },
          message: `the image has no data disk with LUN ${String(lun)}`,
          help:
            there.length === 0
              ? 'remove the line: the image has no data disks'
              : `it has LUN ${there.join(', ')}`,
        },
  )
  const bare = there.filter((lun) => !luns.includes(lun))
  if (bare.length === 0) return unknown
  return [
    ...unknown,
    {
      at: [...at, 'dataDisks'],
      message: `in ${region} the data disk with LUN ${bare.join(', ')} would be under a key of the platform`,
      help: 'give its lun and diskEncryptionSetId under encryption.dataDisks',
    },
  ]
}
