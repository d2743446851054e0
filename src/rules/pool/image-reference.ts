import type { Config } from '../../inputs/config.js'
import { endOfImage } from '../../model/account-list.js'
import { marketplaceImageOf } from '../../model/pool-body.js'
import { retirementOf } from '../../model/retirements.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { isJsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import { retirementProblem } from '../kit/retirement.js'
import { isGiven, vmPath, vmValue } from '../kit/values.js'
import { namedImage } from '../kit/written-image.js'
import type { Violation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const types = [armTypes.image, armTypes.imageDefinition, armTypes.imageVersion]
const forms = [
  {
    key: 'id',
    isForm: (text: string) => types.some((type) => isOfType(text, type)),
    help: 'write /subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/galleries/…/images/…/versions/x.y.z',
  },
  {
    key: 'sharedGalleryImageId',
    isForm: (text: string) =>
      /^\/sharedGalleries\/[^/]+\/images\/[^/]+(\/versions\/[^/]+)?$/i.test(text),
    help: 'write /sharedGalleries/…/images/…/versions/x.y.z',
  },
  {
    key: 'communityGalleryImageId',
    isForm: (text: string) =>
      /^\/communityGalleries\/[^/]+\/images\/[^/]+(\/versions\/[^/]+)?$/i.test(text),
    help: 'write /communityGalleries/…/images/…/versions/x.y.z',
  },
] as const
const ids = ['id', 'sharedGalleryImageId', 'communityGalleryImageId'] as const
const marketplace = ['publisher', 'offer', 'sku', 'version'] as const

export const poolImageReferenceRules = [
  ...rulesOn('config', [
    {
      id: 'pool/image-reference-id',
      title: 'the ID in imageReference is not that of an image',
      docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#imagereference',
      check: (config) =>
        forms.flatMap(({ key, isForm, help }) => {
          const text = vmValue(config, 'imageReference', key)
          if (typeof text !== 'string' || text === '' || isForm(text)) return []
          const type = parseArmId(text)?.type
          const message = `${key} ${showValue(text)} ${type === undefined ? 'is not the ID of an image' : `is of type ${type}`}`
          return { at: vmPath('imageReference', key), message, help }
        }),
    },
    {
      id: 'pool/one-image-reference',
      title: 'imageReference names several images, or not all of one',
      docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#imagereference',
      check: (config) => {
        const reference = vmValue(config, 'imageReference')
        if (!isJsonObject(reference)) return []
        const at = vmPath('imageReference')
        const given = [...ids, ...marketplace].filter((key) => isGiven(reference[key]))
        const [first, ...others] = given
        if (first === undefined) return []
        if (ids.some((key) => given.includes(key))) {
          return others.slice(0, 1).map((other) => ({
            at: [...at, other],
            message: `${first} and ${other} exclude each other`,
            help: `keep ${first}, or publisher, offer and sku`,
          }))
        }
        const missing = ['publisher', 'offer', 'sku'].filter((key) => !isGiven(reference[key]))
        if (missing.length === 0) return []
        const message = `imageReference has ${given.join(', ')}, but no ${missing.join(' and no ')}`
        return { at, message, help: `give ${missing.join(', ')}; version may be left out` }
      },
    },
  ]),
  ...rulesOn('date', [
    {
      id: 'pool/os-image-is-in-service',
      title:
        'Batch no longer supports the operating system of the marketplace image, or will not for another year',
      docs: 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes',
      check: ({ pool }, today) => {
        const retirement = retirementOf('os-image', marketplaceImageOf(pool?.properties))
        if (retirement === undefined) return []
        const subject = `for Batch, ${retirement.name}`
        const help = 'choose a newer release, and the node agent that fits it'
        return retirementProblem({ at: vmPath('imageReference'), subject, help, retirement }, today)
      },
      isOverruled: ({ pool }, facts) =>
        endOfImage(marketplaceImageOf(pool?.properties), facts) !== undefined,
    },
  ]),
  ...rulesOn('config', [
    {
      id: 'pool/marketplace-image-fits',
      title: 'the marketplace image, by its name, cannot be what the pool makes of it',
      docs: 'https://learn.microsoft.com/azure/virtual-machines/generation-2',
      check: (config) => {
        const { hyperVGeneration, osDiskGB } = namedImage(config)
        const type = vmValue(config, 'securityProfile', 'securityType')
        const size = vmValue(config, 'osDisk', 'diskSizeGB')
        const found: Violation[] = []
        if (hyperVGeneration === 'V1' && typeof type === 'string' && type !== '') {
          found.push(firstGeneration(config, type))
        }
        if (osDiskGB !== undefined && typeof size === 'number' && size < osDiskGB) {
          found.push({
            at: vmPath('osDisk', 'diskSizeGB'),
            // What images of its kind have: of this one nothing was read.
            severity: 'warning',
            message: `an OS disk of ${String(size)} GiB does not hold ${marketplaceImageOf(config.pool?.properties)}: such images have ${String(osDiskGB)} GiB`,
            help: `write ${String(osDiskGB)} or more, leave diskSizeGB out, or choose a smalldisk sku`,
          })
        }
        return found
      },
    },
  ]),
]

/** Of an image without secure boot and vTPM: https://learn.microsoft.com/azure/virtual-machines/trusted-launch */
export function firstGeneration(config: Config, type: string): Violation {
  return {
    at: vmPath('securityProfile', 'securityType'),
    message: `securityType is ${type}, and the image ${marketplaceImageOf(config.pool?.properties)} is of generation V1, which boots without secure boot and vTPM only`,
    help: 'choose the sku of generation V2 (such as server, 22_04-lts-gen2 or 2022-datacenter-g2), or leave securityProfile out',
  }
}

function isOfType(text: string, type: string): boolean {
  const id = parseArmId(text)
  return id !== undefined && hasType(id, type)
}
