import { nodeGoal } from '../../model/pool-body.js'
import { managedPools, type ManagedPool } from '../managed-pools.js'
import type { AcrossRule, SharedViolation } from '../rule.js'

/** https://learn.microsoft.com/azure/batch/batch-custom-images */
const limits = [
  ['targetDedicatedNodes', 'dedicated', 2500],
  ['targetLowPriorityNodes', 'low-priority', 1000],
] as const
type Limit = (typeof limits)[number]

export const nodesOfOneSnapshot: AcrossRule = {
  id: 'across/nodes-of-one-snapshot',
  title:
    'pools on one managed image, or on images from one snapshot, ask together for no more nodes than Batch makes from it',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'configs',
  check: (configs) => {
    const pools = managedPools(configs)
    return limits.flatMap((limit) =>
      pools.flatMap((pool, index) => {
        const together = pools.slice(0, index + 1).filter((other) => isOneSource(other, pool))
        const isLast = !pools.slice(index + 1).some((other) => isOneSource(other, pool))
        return together.length > 1 && isLast ? problemOf(pool, together, limit) : []
      }),
    )
  },
}

function isOneSource(a: ManagedPool, b: ManagedPool): boolean {
  return a.image === b.image || (a.snapshot !== undefined && a.snapshot === b.snapshot)
}

function problemOf(
  { loaded }: ManagedPool,
  together: readonly ManagedPool[],
  [property, kind, most]: Limit,
): readonly SharedViolation[] {
  const counts = together.map(({ loaded: { config } }) =>
    config.pool === undefined ? 0 : nodeGoal(config.pool, config.rollout)[property],
  )
  const sum = counts.reduce((total, count) => total + count, 0)
  // Each alone is another rule's to tell.
  if (sum <= most || counts.filter((count) => count > 0).length < 2) return []
  return [
    {
      loaded,
      at: ['pool', 'properties', 'scaleSettings', 'fixedScale', property],
      message: `${counts.join(' + ')} = ${String(sum)} ${kind} nodes in ${String(together.length)} pools are more than the ${String(most)} that Batch makes from one snapshot or managed image`,
      help: `publish the image through a gallery, or ask for ${String(most)} in all`,
    },
  ]
}
