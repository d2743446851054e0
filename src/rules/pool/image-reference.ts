import { endOfImage } from '../../model/account-list.js'
import { marketplaceImageOf } from '../../model/pool-body.js'
import { retirementOf } from '../../model/retirements.js'
import { armTypes, hasType, parseArmId } from '../../shared/arm-id.js'
import { isJsonObject } from '../../shared/json.js'
import { showValue } from '../../shared/show-value.js'
import { retirementProblem } from '../kit/retirement.js'
import { isGiven, vmPath, vmValue } from '../kit/values.js'
import type { Rule } from '../rule.js'

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

export const poolImageReferenceRules: readonly Rule[] = [
  {
    id: 'pool/image-reference-id',
    title: 'the ID in imageReference is not that of an image',
    severity: 'error',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#imagereference',
    needs: 'config',
    check: (config) =>
      forms.flatMap(({ key, isForm, help }) => {
        const text = vmValue(config, 'imageReference', key)
        if (typeof text !== 'string' || text === '' || isForm(text)) return []
        const type = parseArmId(text)?.type
        const message = `${key} ${showValue(text)} ${type === undefined ? 'is not the ID of an image' : `is of type ${type}`}`
        return [{ at: vmPath('imageReference', key), message, help }]
      }),
  },
  {
    id: 'pool/one-image-reference',
    title: 'imageReference names several images, or not all of one',
    severity: 'error',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#imagereference',
    needs: 'config',
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
      return [{ at, message, help: `give ${missing.join(', ')}; version may be left out` }]
    },
  },
  {
    id: 'pool/os-image-is-in-service',
    title:
      'Batch no longer supports the operating system of the marketplace image, or will not for another year',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/batch/batch-pool-vm-sizes',
    needs: 'date',
    check: ({ pool }, today) => {
      const retirement = retirementOf('os-image', marketplaceImageOf(pool?.properties))
      if (retirement === undefined) return []
      const subject = `for Batch, ${retirement.name}`
      const help = 'choose a newer release, and the node agent that fits it'
      return [retirementProblem({ at: vmPath('imageReference'), subject, help, retirement }, today)]
    },
    isOverruled: ({ pool }, facts) =>
      endOfImage(marketplaceImageOf(pool?.properties), facts) !== undefined,
  },
]

function isOfType(text: string, type: string): boolean {
  const id = parseArmId(text)
  return id !== undefined && hasType(id, type)
}
