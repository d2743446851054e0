import { givenImagePath } from '../../model/given-image.js'
import { parseArmId } from '../../shared/arm-id.js'
import type { AzureRule } from '../rule.js'

export const accountSubscription: AzureRule = {
  id: 'gallery/account-subscription',
  title: 'gallery and Batch account share a subscription',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
  needs: 'facts',
  check: (config, { gallery, given, pool }) => {
    if (pool === undefined) return []
    const givenId = given?.kind === 'gallery' ? given.id : undefined
    const galleryId = parseArmId(gallery?.definitionId ?? givenId ?? '')
    const account = parseArmId(pool.accountId)
    if (galleryId === undefined || account === undefined) return []
    const [theirs, ours] = [galleryId.subscriptionId, account.subscriptionId]
    if (theirs.toLowerCase() === ours.toLowerCase()) return []
    return [
      {
        at: gallery === undefined ? givenImagePath(config) : ['gallery', 'imageDefinition'],
        message: `the gallery is in subscription ${theirs}, the Batch account in ${ours}`,
        help: `register Microsoft.Batch in ${theirs}; both must be of one tenant`,
      },
    ]
  },
}
