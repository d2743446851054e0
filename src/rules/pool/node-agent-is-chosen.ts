import { resolvePool } from '../../plan/resolve-pool.js'
import { vmConfigurationPath } from '../../model/pool-body.js'
import { nodeAgentChoice } from '../../plan/pool-node-agent.js'
import type { AzureRule } from '../rule.js'

/** Not a complaint: says what auto came to, and why. */
export const nodeAgentIsChosen: AzureRule = {
  id: 'pool/node-agent-is-chosen',
  title: 'the node agent is written down',
  severity: 'notice',
  docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
  needs: 'facts',
  check: (config, facts) => {
    const outlook = resolvePool(config, facts)
    const choice = outlook === undefined ? undefined : nodeAgentChoice(outlook)
    if (choice?.kind !== 'chosen') return []
    return [
      {
        at: ['pool', 'properties', ...vmConfigurationPath, 'nodeAgentSkuId'],
        message: `auto is ${choice.id}: ${choice.because}`,
        help: `write it down to keep it: nodeAgentSkuId: ${choice.id}`,
      },
    ]
  },
}
