import { endOfAgent } from '../../model/account-list.js'
import { nodeAgentOf, vmConfigurationPath } from '../../model/pool-body.js'
import { retirementOf } from '../../model/retirements.js'
import { retirementProblem } from '../kit/retirement.js'
import { poolValue, vmPath } from '../kit/values.js'
import type { Rule } from '../rule.js'

export const poolNodeAgentRules: readonly Rule[] = [
  {
    id: 'pool/node-agent-is-given',
    title: 'a pool says which node agent its nodes run, or auto',
    severity: 'error',
    docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
    needs: 'config',
    check: ({ pool }) => {
      const cloudService = ['deploymentConfiguration', 'cloudServiceConfiguration'] as const
      if (pool === undefined || poolValue({ pool }, ...cloudService) !== undefined) return []
      const agent = nodeAgentOf(pool.properties)
      if (agent !== undefined && agent !== '') return []
      return [
        {
          at: ['pool', 'properties', ...vmConfigurationPath, 'nodeAgentSkuId'],
          message: 'the pool has no node agent',
          help: 'give node-agent-sku-id (nodeAgentSkuId), for example batch.node.ubuntu 24.04, or auto to have the one that fits the image',
        },
      ]
    },
  },
  {
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
  },
]
