import { valueOf } from '../../model/check-facts.js'
import { parseMarketplaceId } from '../../model/node-agent.js'
import { osSourceOf, osSourcePath } from '../image-sources.js'
import type { AzureRule } from '../rule.js'

export const originIsSupported: AzureRule = {
  id: 'image/origin-is-supported',
  title: 'the marketplace image that the image comes from is one that Batch supports',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
  needs: 'facts',
  reads: ['origin'],
  check: (config, facts) => {
    const disk = osSourceOf(facts)?.disk
    const id = disk?.imageReferenceId ?? valueOf(facts.checks?.origin)?.disk.imageReferenceId
    const base = parseMarketplaceId(id ?? '') ?? facts.pool?.baseImage
    const supported = facts.pool?.supportedImages
    // The list is read only where a node agent is to be chosen from it.
    if (facts.image === undefined || base === undefined || supported === undefined) return []
    const { publisher, offer, sku } = base
    const isBase = (image: { publisher: string; offer: string; sku: string }): boolean =>
      [image.publisher, image.offer, image.sku].join(':').toLowerCase() ===
      [publisher, offer, sku].join(':').toLowerCase()
    if (supported.some(isBase)) return []
    return [
      {
        at: osSourcePath(config),
        message: `the image comes from ${publisher}:${offer}:${sku}, which is not among the images that Batch supports`,
        help: 'build on an image that az batch pool supported-images list shows, or test the node agent with a small pool first',
      },
    ]
  },
}
