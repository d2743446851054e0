import type { Config } from '../../inputs/config.js'
import { readSource } from '../../model/image-source.js'
import { hasOwnImage, nodeGoal } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import type { OfflineRule } from '../rule.js'

/** Batch's page says "many hundreds"; from 300 nodes on it wants longer timeouts. */
const manyNodes = 300
const called = { disk: 'a managed disk', vm: 'a virtual machine', vhd: 'a VHD' } as const

export const managedImageFromSnapshot: OfflineRule = {
  id: 'pool/managed-image-from-snapshot',
  title: 'a managed image for hundreds of nodes is made from snapshots',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'config',
  check: (config) => {
    const { pool, rollout } = config
    const kind = sourceKind(config)
    if (pool === undefined || kind === undefined || routeOf(config) !== 'managed-image') return []
    const goal = nodeGoal(pool, rollout)
    const nodes = goal.targetDedicatedNodes + goal.targetLowPriorityNodes
    if (nodes <= manyNodes || hasOwnImage(pool.properties)) return []
    const message = `${String(nodes)} nodes are to be made from an image of ${called[kind]}, which does not scale to many hundreds`
    const help = 'give os-snapshot, or publish the image through a gallery'
    return [{ at: ['image', 'source'], message, help }]
  },
}

function sourceKind({ image }: Config): keyof typeof called | undefined {
  if (image?.source === undefined || image.id !== undefined) return undefined
  const { kind } = readSource(image.source, 'os')
  return kind === 'disk' || kind === 'vm' || kind === 'vhd' ? kind : undefined
}
