import { resolvePool } from '../../plan/resolve-pool.js'
import { vmConfigurationPath, wantsAutoNodeAgent } from '../../model/pool-body.js'
import { textAt } from '../../shared/json-at.js'
import type { AzureRule } from '../rule.js'

export const dataPlaneIsReachable: AzureRule = {
  id: 'pool/data-plane-is-reachable',
  title: 'nodeAgentSkuId: auto is used with an account that anybody can reach',
  severity: 'warning',
  docs: 'https://learn.microsoft.com/azure/batch/public-network-access',
  needs: 'facts',
  check: (config, facts) => {
    const outlook = resolvePool(config, facts)
    const { account, supportedImagesFailure } = facts.pool ?? {}
    if (outlook?.decision.kind !== 'create' || account === undefined) return []
    if (!wantsAutoNodeAgent(config.pool?.properties)) return []
    if (supportedImagesFailure !== undefined) return [] // an error of its own
    const access = account.publicNetworkAccess ?? 'Enabled'
    const byDefault = ['networkProfile', 'accountAccess', 'defaultAction'] as const
    const isDenied = /^deny$/i.test(textAt(account.properties, ...byDefault) ?? '')
    if (/^enabled$/i.test(access) && !isDenied) return []
    const how = isDenied ? 'open to listed addresses only' : `${access} (publicNetworkAccess)`
    return [
      {
        at: ['pool', 'properties', ...vmConfigurationPath, 'nodeAgentSkuId'],
        message: `the data plane of Batch account ${account.name}, which auto asks, is ${how}: other runners may not reach it`,
        help: 'write the node agent down instead of auto, or run where the account can be reached',
      },
    ]
  },
}
