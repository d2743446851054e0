import { showValue } from '../../shared/show-value.js'
import { managedPools } from '../managed-pools.js'
import type { AcrossRule } from '../rule.js'

export const onePoolPerImage: AcrossRule = {
  id: 'across/one-pool-per-image',
  title: 'a managed image is the image of one pool',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'configs',
  check: (configs) => {
    const pools = managedPools(configs)
    return pools.flatMap(({ loaded, image }, index) => {
      const first = pools.slice(0, index).find((pool) => pool.image === image)
      if (first === undefined) return []
      const both = `${showValue(first.loaded.file)} and ${showValue(loaded.file)}`
      const message = `the pools of ${both} are made from one managed image, and Batch wants one for each pool`
      const help =
        'give each pool an image of its own, or publish the image through a gallery, which any number of pools may share'
      return [{ loaded, at: ['pool', 'name'], message, help }]
    })
  },
}
