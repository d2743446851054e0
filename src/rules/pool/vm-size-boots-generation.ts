import { hasOtherImage } from '../../model/given-image.js'
import { wordsOf } from '../../model/offered-sizes.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import type { AzureRule } from '../rule.js'
import { atSize, sizeOfPool } from '../offered-size.js'

export const vmSizeBootsGeneration: AzureRule = {
  id: 'pool/vm-size-boots-generation',
  title: 'the VM size boots the Hyper-V generation of the image',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/generation-2',
  needs: 'facts',
  reads: ['vmSizes'],
  check: (config, facts) => {
    const size = sizeOfPool(config, facts)
    const image = resolvePool(config, facts)?.image
    const generation = image?.traits?.hyperVGeneration
    if (size === undefined || generation === undefined) return []
    if (hasOtherImage(config)) return []
    const boots = wordsOf(size, 'HyperVGenerations')
    if (boots === undefined || boots.includes(generation)) return []
    return [
      atSize(
        `${size.name} boots images of generation ${boots.join(' and ')} only, the image is ${generation}: no node would start`,
        `choose a VM size that boots ${generation}, or an image of generation ${boots.join(' or ')}`,
      ),
    ]
  },
}
