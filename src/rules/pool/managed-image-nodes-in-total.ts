import { nodeGoal } from '../../plan/pool-body.js'
import { otherPoolsOnImage } from '../pools-on-image.js'
import type { LiveRule } from '../rule.js'

/** https://learn.microsoft.com/azure/batch/batch-custom-images */
const caps = { dedicated: 2500, lowPriority: 1000 } as const

export const managedImageNodesInTotal: LiveRule = {
  id: 'pool/managed-image-nodes-in-total',
  title: 'all pools on one managed image together ask for no more nodes than Batch makes from one',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-custom-images',
  needs: 'facts',
  reads: ['pools'],
  check: (config, facts) => {
    const others = otherPoolsOnImage(config, facts)
    if (config.pool === undefined || others.length === 0) return []
    const goal = nodeGoal(config.pool, config.rollout)
    const wanted = {
      dedicated: goal.targetDedicatedNodes,
      lowPriority: goal.targetLowPriorityNodes,
    }
    const names = others.map(({ name }) => name).join(', ')
    const kinds = [
      ['dedicated', 'dedicated', 'targetDedicatedNodes'],
      ['lowPriority', 'low-priority', 'targetLowPriorityNodes'],
    ] as const
    return kinds.flatMap(([kind, word, property]) => {
      const total = others.reduce((sum, other) => sum + other[kind], wanted[kind])
      if (wanted[kind] === 0 || wanted[kind] > caps[kind] || total <= caps[kind]) return []
      return [
        {
          at: ['pool', 'properties', 'scaleSettings', 'fixedScale', property],
          message: `with pool ${names} on the same managed image there would be ${String(total)} ${word} nodes, Batch makes ${String(caps[kind])} from one image`,
          help: 'publish the image through a gallery, or make another image for this pool',
        },
      ]
    })
  },
}
