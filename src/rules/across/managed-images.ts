import type { LoadedConfig } from '../../inputs/config.js'
import { nodeKinds, type NodeKind } from '../../model/node-counts.js'
import { showValue } from '../../shared/show-value.js'
import { managedImageDocs as docs, managedImageLimits } from '../kit/managed-image.js'
import { nodeCountsOf, nodeWords, targetPath } from '../kit/nodes.js'
import { type ManagedPool, managedPools } from '../kit/managed-pools.js'
import type { Found, SharedViolation } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

export const managedImagesRules = rulesOn('configs', [
  {
    id: 'across/nodes-of-one-snapshot',
    title:
      'pools on one managed image, or on images from one snapshot, together ask for more nodes than Batch makes from it',
    docs,
    check: (configs) => {
      const pools = managedPools(configs)
      return nodeKinds.flatMap((kind) =>
        pools.flatMap((pool, index) => {
          const together = pools.slice(0, index + 1).filter((other) => isOneSource(other, pool))
          const isLast = !pools.slice(index + 1).some((other) => isOneSource(other, pool))
          return together.length > 1 && isLast ? problemOf(pool, together, kind) : []
        }),
      )
    },
  },
  {
    id: 'across/one-pool-per-image',
    title: 'several pools share a managed image, or several images a snapshot',
    severity: 'warning',
    docs,
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
  },
])

function isOneSource(a: ManagedPool, b: ManagedPool): boolean {
  return a.image === b.image || (a.snapshot !== undefined && a.snapshot === b.snapshot)
}

function problemOf(
  { loaded }: ManagedPool,
  together: readonly ManagedPool[],
  kind: NodeKind,
): Found<SharedViolation> {
  const most = managedImageLimits[kind]
  const counts = together.map((pool) => nodeCountsOf(pool.loaded.config)[kind])
  const sum = counts.reduce((total, count) => total + count, 0)
  // Each alone is another rule's to tell.
  if (sum <= most || counts.filter((count) => count > 0).length < 2) return []
  return {
    loaded,
    at: targetPath(kind),
    message: `${counts.join(' + ')} = ${String(sum)} ${nodeWords[kind]} nodes in ${String(together.length)} pools are more than the ${String(most)} that Batch makes from one snapshot or managed image`,
    help: `publish the image through a gallery, or ask for ${String(most)} in all`,
  }
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
