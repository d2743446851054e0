import { hasType, parseArmId } from '../../shared/arm-id.js'
import { showValue } from '../../shared/show-value.js'
import { poolPath, poolValue } from '../pool-values.js'
import type { OfflineRule } from '../rule.js'

const path = ['networkConfiguration', 'subnetId'] as const
const type = 'Microsoft.Network/virtualNetworks/subnets'

export const subnetId: OfflineRule = {
  id: 'pool/subnet-id',
  title: 'the subnet of a pool is given by its ID',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/batch/batch-virtual-network',
  needs: 'config',
  check: (config) => {
    const given = poolValue(config, ...path)
    if (typeof given !== 'string' || given === '') return []
    const id = parseArmId(given)
    if (id !== undefined && hasType(id, type)) return []
    const message =
      id === undefined
        ? `subnetId ${showValue(given)} is not a resource ID`
        : `subnetId ${showValue(given)} is of type ${id.type}, not a subnet`
    const help =
      'write /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>'
    return [{ at: poolPath(...path), message, help }]
  },
}
