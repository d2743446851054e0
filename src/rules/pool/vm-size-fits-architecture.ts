import { hasOtherImage } from '../../model/given-image.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import type { AzureRule } from '../rule.js'
import { atSize, sizeOfPool } from '../offered-size.js'

export const vmSizeFitsArchitecture: AzureRule = {
  id: 'pool/vm-size-fits-architecture',
  title: 'VM size and image have the same processor architecture',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/shared-image-galleries',
  needs: 'facts',
  reads: ['vmSizes'],
  check: (config, facts) => {
    const size = sizeOfPool(config, facts)
    const traits = resolvePool(config, facts)?.image?.traits
    const theirs = size?.capabilities['CpuArchitectureType']
    if (size === undefined || theirs === undefined || traits === undefined) return []
    if (hasOtherImage(config)) return []
    // A definition that states no architecture is for x64.
    const ours = traits.architecture ?? 'x64'
    if (theirs.toLowerCase() === ours.toLowerCase()) return []
    return [
      atSize(
        `${size.name} has ${theirs} processors, the image is for ${ours}: no node would start`,
        `choose a VM size with ${ours} processors, or an image for ${theirs}`,
      ),
    ]
  },
}
