import { endOfAgent, listedImages } from '../../model/account-list.js'
import type { Facts } from '../../model/facts.js'
import { hasOtherImage } from '../../model/given-image.js'
import { osOfNodeAgent } from '../../model/node-agent.js'
import { nodeAgentOf, wantsAutoNodeAgent } from '../../model/pool-body.js'
import { chosenNodeAgent, nodeAgentChoice } from '../../plan/pool-node-agent.js'
import { type ResolvedPool, resolvePool } from '../../plan/resolve-pool.js'
import { nearest } from '../../shared/suggest.js'
import { listedEndProblem } from '../kit/listed-end.js'
import { isNewPool } from '../kit/new-pool.js'
import { vmPath } from '../kit/values.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/batch/batch-linux-nodes'

/** As many as one reads at a glance. */
const mostNamed = 3
const agentPath = vmPath('nodeAgentSkuId')
const write = 'write nodeAgentSkuId (node-agent-sku-id)'

export const poolNodeAgentInAzureRules = rulesOn({ needs: 'facts', docs }, [
  {
    id: 'pool/node-agent-fits-os',
    title: 'the node agent is for another operating system than that of the image',
    check: (config, facts) => {
      const outlook = resolvePool(config, facts)
      if (outlook === undefined || hasOtherImage(config)) return []
      const agent = nodeAgentOf(outlook.pool.properties) ?? ''
      const [agents, images] = [osOfNodeAgent(agent), outlook.image?.traits?.osType]
      if (agents === undefined || images === undefined || agents === images) return []
      return {
        at: vmPath('nodeAgentSkuId'),
        message: `the node agent ${agent} is for ${agents}, the image holds ${images}`,
        help: 'name an agent for the operating system of the image, or auto',
      }
    },
  },
  /** Not a complaint: says what auto came to, and why. */
  {
    id: 'pool/node-agent-is-chosen',
    title: 'the node agent is not written down, but chosen in each run',
    severity: 'notice',
    check: (config, facts) => {
      const outlook = resolvePool(config, facts)
      const choice = outlook === undefined ? undefined : nodeAgentChoice(outlook)
      if (choice?.kind !== 'chosen') return []
      return {
        at: vmPath('nodeAgentSkuId'),
        message: `auto is ${choice.id}: ${choice.because}`,
        help: `write it down to keep it: nodeAgentSkuId: ${choice.id}`,
      }
    },
  },
  {
    id: 'pool/node-agent-is-listed',
    title: 'the account does not support the node agent, or will not for another year',
    severity: 'warning',
    reads: ['supportedImages'],
    check: (config, facts) => {
      const { pool } = config
      const agent = nodeAgentOf(pool?.properties) ?? ''
      const images = listedImages(facts)
      if (agent === '' || wantsAutoNodeAgent(pool?.properties) || images === undefined) return []
      const at = vmPath('nodeAgentSkuId')
      const end = endOfAgent(agent, facts)
      if (end !== undefined) {
        const help =
          'build the image on a newer release of its operating system, and name its agent'
        return listedEndProblem({ at, subject: `the node agent ${agent}`, help, end }, facts)
      }
      return {
        at,
        ...(isNewPool(config, facts) && { severity: 'error' as const }),
        message: `the node agent '${agent}' is not among those that Batch account ${facts.pool?.account?.name ?? ''} supports`,
        help: `it has ${nearestAgents(agent, facts).join(', ')}: name the one for the operating system of the image, or auto`,
      }
    },
  },
  {
    id: 'pool/node-agent-resolves',
    title: 'nodeAgentSkuId: auto does not come to one node agent',
    check: (config, facts) => {
      const outlook = resolvePool(config, facts)
      if (outlook === undefined || !wantsAutoNodeAgent(outlook.pool.properties)) return []
      // Without an account there is nobody to ask, which is said elsewhere; a pool that is there has its agent.
      if (facts.pool?.account === undefined || chosenNodeAgent(outlook) !== undefined) return []
      return whyNot(outlook)
    },
  },
])

/** Of those for the same operating system, where it has any. */
function nearestAgents(agent: string, facts: Facts): readonly string[] {
  const listed = [...new Set(listedImages(facts)?.map(({ nodeAgentSkuId }) => nodeAgentSkuId))]
  const fitting = listed.filter((id) => osOfNodeAgent(id) === osOfNodeAgent(agent))
  return nearest(agent, fitting.length > 0 ? fitting : listed, mostNamed)
}

function whyNot(outlook: ResolvedPool): Found {
  const { supportedImagesFailure: failure, account } = outlook.facts
  if (failure !== undefined) {
    const closed = account?.publicNetworkAccess ?? ''
    const why = /^(disabled|securedbyperimeter)$/i.test(closed)
      ? `its public network access is ${closed}`
      : failure.error.code
    return {
      at: agentPath,
      message: `auto cannot be resolved: Batch account ${account?.name ?? ''} does not tell which images it supports (${why})`,
      help: `${write}, for example batch.node.ubuntu 24.04; or let the identity that runs this reach https://${account?.accountEndpoint ?? 'the account'} with the role Azure Batch Data Contributor`,
    }
  }
  const choice = nodeAgentChoice(outlook)
  if (choice?.kind === 'ambiguous') {
    return {
      at: agentPath,
      message: `auto is not clear: nothing says which marketplace image this one comes from, and Batch has ${choice.candidates.join(', ')}`,
      help: `${write}: one of these`,
    }
  }
  const because = choice?.kind === 'none' ? choice.because : 'the supported images were not read'
  return { at: agentPath, message: `auto comes to nothing: ${because}`, help: write }
}
