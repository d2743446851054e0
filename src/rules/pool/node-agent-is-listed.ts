import { endOfAgent, listedImages } from '../../model/account-list.js'
import type { Facts } from '../../model/facts.js'
import { osOfNodeAgent } from '../../model/node-agent.js'
import { nodeAgentOf, wantsAutoNodeAgent } from '../../model/pool-body.js'
import { nearest } from '../../shared/suggest.js'
import { listedEndProblem } from '../listed-end.js'
import { vmPath } from '../pool-values.js'
import type { AzureRule } from '../rule.js'

export const nodeAgentIsListed: AzureRule = {
  id: 'pool/node-agent-is-listed',
  title: 'the account supports the node agent, and will for another year',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
  needs: 'facts',
  reads: ['supportedImages'],
  check: ({ pool }, facts) => {
    const agent = nodeAgentOf(pool?.properties) ?? ''
    const images = listedImages(facts)
    if (agent === '' || wantsAutoNodeAgent(pool?.properties) || images === undefined) return []
    const at = vmPath('nodeAgentSkuId')
    const end = endOfAgent(agent, facts)
    if (end !== undefined) {
      const help = 'build the image on a newer release of its operating system, and name its agent'
      return listedEndProblem({ at, subject: `the node agent ${agent}`, help, end }, facts)
    }
    return [
      {
        at,
        message: `the node agent '${agent}' is not among those that Batch account ${facts.pool?.account?.name ?? ''} supports`,
        help: `it has ${nearestAgents(agent, facts).join(', ')}: name the one for the operating system of the image, or auto`,
      },
    ]
  },
}

/** As many as one reads at a glance. */
const mostNamed = 3

/** Of those for the same operating system, where it has any. */
function nearestAgents(agent: string, facts: Facts): readonly string[] {
  const listed = [...new Set(listedImages(facts)?.map(({ nodeAgentSkuId }) => nodeAgentSkuId))]
  const fitting = listed.filter((id) => osOfNodeAgent(id) === osOfNodeAgent(agent))
  return nearest(agent, fitting.length > 0 ? fitting : listed, mostNamed)
}
