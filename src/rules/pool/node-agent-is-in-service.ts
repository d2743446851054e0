import { nodeAgentOf, vmConfigurationPath } from '../../plan/pool-body.js'
import { endOfNodeAgent } from '../../plan/node-agent.js'
import type { OfflineRule } from '../rule.js'

export const nodeAgentIsInService: OfflineRule = {
  id: 'pool/node-agent-is-in-service',
  title: 'the node agent is one that Batch still makes pools with',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
  needs: 'config',
  check: ({ pool }) => {
    const agent = nodeAgentOf(pool?.properties)
    const end = agent === undefined ? undefined : endOfNodeAgent(agent)
    if (agent === undefined || end === undefined) return []
    return [
      {
        at: ['pool', 'properties', ...vmConfigurationPath, 'nodeAgentSkuId'],
        message: `Batch retired the node agent ${agent} on ${end}`,
        help: 'build the image on a newer release of its operating system, and name the agent of that, or auto',
      },
    ]
  },
}
