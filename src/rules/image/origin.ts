import { valueOf } from '../../model/check-facts.js'
import { parseMarketplaceId } from '../../model/node-agent.js'
import { osSourceOf, osSourcePath } from '../kit/image-sources.js'
import type { Rule } from '../rule.js'

export const imageOriginRules: readonly Rule[] = [
  {
    id: 'image/origin-has-no-extensions',
    title: 'the virtual machine that the image comes from has no extensions',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/batch-sig-images',
    needs: 'facts',
    reads: ['origin'],
    check: (config, { image, checks: live }) => {
      const found = image?.osSource.found
      const vm = found?.kind === 'vm' ? found.vm : valueOf(live?.origin)?.machine
      const extensions = vm?.extensions ?? []
      if (vm === undefined || extensions.length === 0) return []
      return [
        {
          at: osSourcePath(config),
          message: `VM ${vm.id}, which the image comes from, has extensions (${extensions.join(', ')}): what they left in the image can keep nodes from starting`,
          help: 'remove the extensions (az vm extension delete), generalize the VM and take the snapshot again',
        },
      ]
    },
  },
  {
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
  },
]
