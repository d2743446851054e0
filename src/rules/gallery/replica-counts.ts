import { mostReplicas } from '../../plan/target-regions.js'
import type { OfflineRule, Problem } from '../rule.js'

export const replicaCounts: OfflineRule = {
  id: 'gallery/replica-counts',
  title: `a version has 1 to ${String(mostReplicas)} replicas`,
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/virtual-machines/azure-compute-gallery#limits',
  needs: 'config',
  check: ({ gallery }) => {
    const { replicaCount, targetRegions = [] } = gallery ?? {}
    const counts = [
      { count: replicaCount, at: ['gallery', 'replicaCount'] },
      ...targetRegions.map(({ replicas }, index) => ({
        count: replicas,
        at: ['gallery', 'targetRegions', index, 'replicas'],
      })),
    ]
    return counts.flatMap(({ count, at }): Problem[] => {
      if (typeof count !== 'number' || (count >= 1 && count <= mostReplicas)) return []
      const message = `${String(count)} replicas cannot be had`
      return [{ at, message, help: `ask for 1 to ${String(mostReplicas)}` }]
    })
  },
}
