import { endOfAgent } from '../../model/account-list.js'
import { nodeAgentOf } from '../../model/pool-body.js'
import { retirementOf } from '../../model/retirements.js'
import { vmPath } from '../pool-values.js'
import { retirementProblem } from '../retirement-problem.js'
import type { DatedRule } from '../rule.js'

export const nodeAgentIsInService: DatedRule = {
  id: 'pool/node-agent-is-in-service',
  title: 'the node agent is one that Batch makes pools with, and will for another year',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
  needs: 'date',
  check: ({ pool }, today) => {
    const agent = nodeAgentOf(pool?.properties) ?? ''
    const retirement = retirementOf('node-agent', agent)
    if (retirement === undefined) return []
    const help =
      'build the image on a newer release of its operating system, and name the agent of that, or auto'
    const subject = `the node agent ${retirement.name}`
    return [retirementProblem({ at: vmPath('nodeAgentSkuId'), subject, help, retirement }, today)]
  },
  isOverruled: ({ pool }, facts) =>
    endOfAgent(nodeAgentOf(pool?.properties) ?? '', facts) !== undefined,
}
