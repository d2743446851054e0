import type { LoadedConfig } from '../../inputs/config.js'
import { showValue } from '../../shared/show-value.js'
import { managedPools, type ManagedPool } from '../managed-pools.js'
import type { AcrossRule, SharedViolation } from '../rule.js'

export const onePoolPerImage: AcrossRule = {
  id: 'across/one-pool-per-image',
  title: 'a managed image is the image of one pool, and its snapshot that of one image',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'configs',
  check: (configs) => {
    const pools = managedPools(configs)
    return pools.flatMap((pool, index) => {
      const before = pools.slice(0, index)
      const sameImage = before.find(({ image }) => image === pool.image)
      if (sameImage !== undefined) return [oneImage(sameImage, pool)]
      const sameSnapshot = before.find(
        ({ snapshot }) => snapshot !== undefined && snapshot === pool.snapshot,
      )
      return sameSnapshot === undefined ? [] : [oneSnapshot(sameSnapshot, pool)]
    })
  },
}

function oneImage(first: ManagedPool, { loaded }: ManagedPool): SharedViolation {
  const message = `the pools of ${both(first.loaded, loaded)} are made from one managed image, and Batch wants one for each pool`
  const help =
    'give each pool an image of its own, or publish the image through a gallery, which any number of pools may share'
  return { loaded, at: ['pool', 'name'], message, help }
}

/** That is allowed; `across/nodes-of-one-snapshot` says when it is too many nodes. */
function oneSnapshot(first: ManagedPool, { loaded }: ManagedPool): SharedViolation {
  const message = `the pools of ${both(first.loaded, loaded)} are made from images of one snapshot, and Batch counts their nodes together`
  const help =
    'see that both never need more than 2500 dedicated and 1000 low-priority nodes, or publish the image through a gallery'
  return { loaded, at: ['pool', 'name'], severity: 'notice', message, help }
}

function both(first: LoadedConfig, second: LoadedConfig): string {
  return `${showValue(first.file)} and ${showValue(second.file)}`
}
