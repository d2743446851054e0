import { otherPoolsOnImage } from '../pools-on-image.js'
import type { AzureRule } from '../rule.js'

export const managedImageHasOnePool: AzureRule = {
  id: 'pool/managed-image-has-one-pool',
  title: 'a managed image serves one pool only',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'facts',
  reads: ['pools'],
  check: (config, facts) => {
    const names = otherPoolsOnImage(config, facts)
      .filter(({ shares }) => shares === 'image')
      .map(({ name }) => name)
    if (names.length === 0) return []
    return [
      {
        at: ['image'],
        message: `the managed image serves pool ${names.join(', ')} already: their nodes get in each other's way`,
        help: 'publish the image through a gallery, or make another image for this pool',
      },
    ]
  },
}
