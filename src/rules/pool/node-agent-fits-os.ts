import { hasOtherImage } from '../../model/given-image.js'
import { osOfNodeAgent } from '../../model/node-agent.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { nodeAgentOf, vmConfigurationPath } from '../../model/pool-body.js'
import type { AzureRule } from '../rule.js'

export const nodeAgentFitsOs: AzureRule = {
  id: 'pool/node-agent-fits-os',
  title: 'the node agent is for the operating system of the image',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
  needs: 'facts',
  check: (config, facts) => {
    const outlook = resolvePool(config, facts)
    if (outlook === undefined || hasOtherImage(config)) return []
    const agent = nodeAgentOf(outlook.pool.properties) ?? ''
    const [agents, images] = [osOfNodeAgent(agent), outlook.image?.traits?.osType]
    if (agents === undefined || images === undefined || agents === images) return []
    return [
      {
        at: ['pool', 'properties', ...vmConfigurationPath, 'nodeAgentSkuId'],
        message: `the node agent ${agent} is for ${agents}, the image holds ${images}`,
        help: 'name an agent for the operating system of the image, or auto',
      },
    ]
  },
}
