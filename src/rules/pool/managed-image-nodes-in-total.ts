import { nodeGoal } from '../../model/pool-body.js'
import { otherPoolsOnImage, type OtherPool } from '../pools-on-image.js'
import type { AzureRule } from '../rule.js'

/** https://learn.microsoft.com/azure/batch/batch-custom-images */
const caps = { dedicated: 2500, lowPriority: 1000 } as const

export const managedImageNodesInTotal: AzureRule = {
  id: 'pool/managed-image-nodes-in-total',
  title:
    'all pools on one managed image, or on images from one snapshot, together ask for no more nodes than Batch makes from it',
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
          message: `with ${describe(others)} there would be ${String(total)} ${word} nodes, Batch makes ${String(caps[kind])} from one ${isOneImage(others) ? 'image' : 'snapshot'}`,
          help: `publish the image through a gallery, or make ${isOneImage(others) ? 'another image' : 'an image from another snapshot'} for this pool`,
        },
      ]
    })
  },
}

function isOneImage(others: readonly OtherPool[]): boolean {
  return others.every(({ shares }) => shares === 'image')
}

function describe(others: readonly OtherPool[]): string {
  const places = [
    ['image', 'on the same managed image'],
    ['snapshot', 'on an image from the same snapshot'],
  ] as const
  return places
    .flatMap(([what, where]) => {
      const names = others.filter(({ shares }) => shares === what).map(({ name }) => name)
      return names.length === 0 ? [] : [`pool ${names.join(', ')} ${where}`]
    })
    .join(' and ')
}
