import { isAtLeast } from '../../model/batch-api-versions.js'
import { apiVersionFor } from '../../plan/pool-image.js'
import { vmConfigurationPath } from '../../model/pool-body.js'
import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const cloudService = ['deploymentConfiguration', 'cloudServiceConfiguration'] as const
/** From here on there is no such property at all, which another rule tells. */
const withoutCloudServices = '2024-07-01'

export const oneKindOfNodes: OfflineRule = {
  id: 'pool/one-kind-of-nodes',
  title: 'nodes are virtual machines made from the image, not those of Cloud Services too',
  severity: 'error',
  docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#deploymentconfiguration',
  needs: 'config',
  check: (config) => {
    const { image, gallery } = config
    if (poolValue(config, ...cloudService) === undefined) return []
    if (isAtLeast(apiVersionFor(config), withoutCloudServices)) return []
    const at = poolPath(...cloudService)
    if (poolValue(config, ...vmConfigurationPath) !== undefined) {
      const message = 'cloudServiceConfiguration and virtualMachineConfiguration exclude each other'
      const help =
        'remove cloudServiceConfiguration: nodes of Cloud Services are retired, and none is made from an image'
      return [{ at, message, help }]
    }
    if (image === undefined && gallery === undefined) return []
    return [
      {
        at,
        message:
          'with cloudServiceConfiguration the nodes get the system that osFamily names, not the image',
        help: 'write virtualMachineConfiguration: { nodeAgentSkuId: auto } instead',
      },
    ]
  },
}
