import { isJsonObject } from '../../shared/json.js'
import { isGiven, vmPath, vmValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const ids = ['id', 'sharedGalleryImageId', 'communityGalleryImageId'] as const
const marketplace = ['publisher', 'offer', 'sku', 'version'] as const

export const oneImageReference: OfflineRule = {
  id: 'pool/one-image-reference',
  title: 'imageReference names one image, and names it whole',
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
}
