import { isSameText } from '../../shared/same-text.js'
import { hasType, parseArmId } from '../../shared/arm-id.js'
import { type Json, isJsonArray } from '../../shared/json.js'
import { mendId } from '../../shared/mend-id.js'
import { showValue } from '../../shared/show-value.js'
import { nodeCountsOf } from '../kit/nodes.js'
import { poolPath, poolValue, textsIn } from '../kit/values.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const subnetIdPath = ['networkConfiguration', 'subnetId'] as const
const subnetType = 'Microsoft.Network/virtualNetworks/subnets'
const publicAddressesPath = ['networkConfiguration', 'publicIPAddressConfiguration'] as const
const publicAddressType = 'Microsoft.Network/publicIPAddresses'
const addressIdsPath = [
  'networkConfiguration',
  'publicIPAddressConfiguration',
  'ipAddressIds',
] as const
const nodesPerAddress = 100

export const poolSubnetRules = rulesOn('config', [
  {
    id: 'pool/subnet-id',
    title: 'the subnet of the pool is not given by its ID',
    docs: 'https://learn.microsoft.com/azure/batch/batch-virtual-network',
    check: (config) => {
      const given = poolValue(config, ...subnetIdPath)
      if (typeof given !== 'string' || given === '') return []
      const id = parseArmId(given)
      if (id !== undefined && hasType(id, subnetType)) return []
      const message =
        id === undefined
          ? `subnetId ${showValue(given)} is not a resource ID`
          : `subnetId ${showValue(given)} is of type ${id.type}, not a subnet`
      const meant = mendId(given, [subnetType])
      const help = `write ${meant ?? '/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>'}`
      return { at: poolPath(...subnetIdPath), message, help }
    },
  },
  {
    id: 'pool/subnet-subscription',
    title: 'the subnet and the Batch account are in different subscriptions',
    docs: 'https://learn.microsoft.com/azure/batch/batch-virtual-network',
    check: (config) => {
      const given = poolValue(config, ...subnetIdPath)
      const theirs = parseArmId(typeof given === 'string' ? given : '')?.subscriptionId
      const ours = parseArmId(config.pool?.account ?? '')?.subscriptionId
      if (theirs === undefined || ours === undefined) return []
      if (isSameText(theirs, ours)) return []
      const message = `the subnet is in subscription ${theirs}, the Batch account in ${ours}`
      const help = 'give a subnet of the subscription and region of the account'
      return { at: poolPath(...subnetIdPath), message, help }
    },
  },
  {
    id: 'pool/public-addresses-are-given',
    title: 'user-managed public IP addresses are missing, or are listed where they are not used',
    docs: 'https://learn.microsoft.com/azure/batch/create-pool-public-ip',
    check: (config) => {
      const provision = poolValue(config, ...publicAddressesPath, 'provision')
      const ids = poolValue(config, ...publicAddressesPath, 'ipAddressIds')
      const isOwn = typeof provision === 'string' && provision.toLowerCase() === 'usermanaged'
      const given = isJsonArray(ids) ? ids : []
      if (isOwn && given.length === 0) {
        const message = 'provision is UserManaged, and no public IP address is listed'
        return {
          at: poolPath(...publicAddressesPath),
          message,
          help: 'list their IDs in ipAddressIds',
        }
      }
      if (!isOwn && given.length > 0) {
        const message = `ipAddressIds are given, and provision is ${typeof provision === 'string' ? provision : 'BatchManaged'}`
        const help = 'write provision: UserManaged, or remove ipAddressIds'
        return { at: poolPath(...publicAddressesPath, 'ipAddressIds'), message, help }
      }
      return given.flatMap((id, index) => malformed(id, index))
    },
  },
  {
    id: 'pool/public-addresses-suffice',
    title:
      'too few user-managed public IP addresses: one serves 100 dedicated or 100 low-priority nodes',
    docs: 'https://learn.microsoft.com/azure/batch/create-pool-public-ip',
    check: (config) => {
      const ids = poolValue(config, ...addressIdsPath)
      if (!Array.isArray(ids) || ids.length === 0) return []
      const { dedicated, lowPriority: low } = nodeCountsOf(config)
      const needed = Math.ceil(dedicated / nodesPerAddress) + Math.ceil(low / nodesPerAddress)
      if (ids.length >= needed) return []
      // Whether one address serves 100 of each kind at once, Azure's page leaves open.
      const isSure = Math.max(dedicated, low) > ids.length * nodesPerAddress
      const message = `${String(ids.length)} public IP addresses are too few for ${String(dedicated)} dedicated and ${String(low)} low-priority nodes`
      const help = `list ${String(needed)}: one for every ${String(nodesPerAddress)} nodes of a kind`
      return {
        at: poolPath(...addressIdsPath),
        message,
        help,
        ...(!isSure && { severity: 'warning' as const }),
      }
    },
  },
  {
    id: 'pool/ip-families',
    title: 'the public addresses of a pool are neither IPv4 nor IPv4 and IPv6',
    docs: 'https://learn.microsoft.com/rest/api/batchmanagement/pool/create#publicipaddressconfiguration',
    check: (config) => {
      const families = textsIn(poolValue(config, ...publicAddressesPath, 'ipFamilies'))
      const isAlone = families.length > 0 && !families.some((family) => /^ipv4$/i.test(family))
      if (!isAlone) return []
      return {
        at: poolPath(...publicAddressesPath, 'ipFamilies'),
        message: `ipFamilies is ${families.join(', ')} alone: Batch makes pools with IPv4, or with IPv4 and IPv6`,
        help: 'write [IPv4, IPv6], or [IPv4]',
      }
    },
  },
])

function malformed(text: Json, index: number): Found {
  if (typeof text !== 'string') return []
  const id = parseArmId(text)
  if (id !== undefined && hasType(id, publicAddressType)) return []
  const message = `${showValue(text)} is not the ID of a public IP address`
  const meant = mendId(text, [publicAddressType])
  const help = `write ${meant ?? '/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/publicIPAddresses/…'}`
  return { at: poolPath(...publicAddressesPath, 'ipAddressIds', index), message, help }
}
