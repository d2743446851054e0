import { resolvePool, type ResolvedPool } from '../../plan/resolve-pool.js'
import { vmConfigurationPath, wantsAutoNodeAgent } from '../../model/pool-body.js'
import { chosenNodeAgent, nodeAgentChoice } from '../../plan/pool-node-agent.js'
import type { AzureRule, Violation } from '../rule.js'

const at = ['pool', 'properties', ...vmConfigurationPath, 'nodeAgentSkuId']
const write = 'write nodeAgentSkuId (node-agent-sku-id)'

export const nodeAgentResolves: AzureRule = {
  id: 'pool/node-agent-resolves',
  title: 'nodeAgentSkuId: auto comes to one node agent',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
  needs: 'facts',
  check: (config, facts) => {
    const outlook = resolvePool(config, facts)
    if (outlook === undefined || !wantsAutoNodeAgent(outlook.pool.properties)) return []
    // Without an account there is nobody to ask, which is said elsewhere; a pool that is there has its agent.
    if (facts.pool?.account === undefined || chosenNodeAgent(outlook) !== undefined) return []
    return whyNot(outlook)
  },
}

function whyNot(outlook: ResolvedPool): readonly Violation[] {
  const { supportedImagesFailure: failure, account } = outlook.facts
  if (failure !== undefined) {
    const closed = account?.publicNetworkAccess ?? ''
    const why = /^(disabled|securedbyperimeter)$/i.test(closed)
      ? `its public network access is ${closed}`
      : failure.error.code
    return [
      {
        at,
        message: `auto cannot be resolved: Batch account ${account?.name ?? ''} does not tell which images it supports (${why})`,
        help: `${write}, for example batch.node.ubuntu 24.04; or let the identity that runs this reach https://${account?.accountEndpoint ?? 'the account'} with the role Azure Batch Data Contributor`,
      },
    ]
  }
  const choice = nodeAgentChoice(outlook)
  if (choice?.kind === 'ambiguous') {
    return [
      {
        at,
        message: `auto is not clear: nothing says which marketplace image this one comes from, and Batch has ${choice.candidates.join(', ')}`,
        help: `${write}: one of these`,
      },
    ]
  }
  const because = choice?.kind === 'none' ? choice.because : 'the supported images were not read'
  return [{ at, message: `auto comes to nothing: ${because}`, help: write }]
}
