import { nodeAgentOf, vmConfigurationPath } from '../../model/pool-body.js'
import { jsonAt } from '../../shared/json-at.js'
import type { OfflineRule } from '../rule.js'

export const nodeAgentIsGiven: OfflineRule = {
  id: 'pool/node-agent-is-given',
  title: 'a pool says which node agent its nodes run, or auto',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-linux-nodes',
  needs: 'config',
  check: ({ pool }) => {
    const cloudService = ['deploymentConfiguration', 'cloudServiceConfiguration']
    if (pool === undefined || jsonAt(pool.properties, ...cloudService) !== undefined) return []
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
}
