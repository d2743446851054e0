import { valueOf } from '../../model/check-facts.js'
import { isWithoutPublicAddresses } from '../../model/subnet.js'
import { normaliseRegion, sameRegion } from '../../shared/region.js'
import { inSubscription } from '../../shared/az-command.js'
import { addressesLeaving } from '../kit/leaving-pool.js'
import { growthOf } from '../kit/quotas.js'
import { freeAddresses, subnetOf, subnetPath } from '../kit/subnet.js'
import { objectsAt, textAt } from '../../shared/json-at.js'
import { nameOfId, sameId } from '../../shared/arm-id.js'
import type { JsonObject } from '../../shared/json.js'
import { isGiven, poolPath } from '../kit/values.js'
import type { Subnet } from '../../ports/azure.js'
import type { Facts } from '../../model/facts.js'
import type { Found } from '../rule.js'
import { rulesOn } from '../kit/rules-on.js'

const docs = 'https://learn.microsoft.com/azure/batch/batch-virtual-network'

export const poolSubnetInAzureRules = rulesOn({ needs: 'facts', docs }, [
  {
    id: 'pool/subnet-exists',
    title: 'the subnet of the pool does not exist',
    reads: ['network', 'networkGroup'],
    check: (config, facts) => {
      const found = subnetOf(config, facts)
      const { network, networkGroup } = facts.checks ?? {}
      if (found === undefined || network === undefined || network.kind === 'unreadable') return []
      const { id, networkName, subnet } = found
      if (network.kind === 'found' && subnet !== undefined) return []
      const names = network.kind === 'found' ? network.value.subnets.map(({ name }) => name) : []
      // Where even the group is not told, this Azure may know nothing of networks: a private cloud's need not.
      const isSure = network.kind === 'found' || networkGroup?.kind === 'found'
      return {
        at: subnetPath,
        severity: isSure ? 'error' : 'warning',
        message:
          network.kind === 'missing'
            ? `there is no virtual network ${networkName} in resource group ${id.resourceGroup}`
            : `virtual network ${networkName} has no subnet ${id.name}`,
        help:
          names.length === 0
            ? 'check the subnetId, or create the subnet'
            : `it has ${names.join(', ')}: check the subnetId, or create the subnet`,
      }
    },
  },
  {
    id: 'pool/subnet-has-addresses',
    title: 'the subnet of the pool does not have an address for every node',
    reads: ['network'],
    check: (config, facts) => {
      const { subnet } = subnetOf(config, facts) ?? {}
      const addressesInUse = Math.max(
        0,
        (subnet?.addressesInUse ?? 0) - addressesLeaving(config, facts),
      )
      const free = subnet && freeAddresses({ ...subnet, addressesInUse })
      const kinds = [growthOf(config, facts, 'dedicated'), growthOf(config, facts, 'lowPriority')]
      const wanted = kinds.reduce((sum, growth) => sum + (growth?.wanted ?? 0), 0)
      const least = kinds.reduce((sum, growth) => sum + (growth?.least ?? 0), 0)
      const isFormulas = kinds.some((growth) => growth?.isFormulas === true)
      if (subnet === undefined || free === undefined || wanted <= free) return []
      return {
        at: subnetPath,
        message: `${isFormulas ? 'the formula can ask for ' : ''}${String(wanted)} ${isFormulas ? 'more nodes, which' : 'nodes'} need an address each, subnet ${subnet.name} (${subnet.addressPrefixes.join(', ')}) has ${String(free)} free: Azure keeps 5, ${String(addressesInUse)} are in use`,
        help: `name a larger subnet, or write at most ${String(free)} more nodes`,
        severity: least > free ? 'error' : 'warning',
      }
    },
  },
  {
    id: 'pool/subnet-is-near',
    title: 'the subnet of the pool is in another region than the Batch account',
    reads: ['network'],
    check: (config, facts) => {
      const theirs = valueOf(facts.checks?.network)?.location
      const ours = facts.pool?.account?.location
      const found = subnetOf(config, facts)
      if (found === undefined || theirs === undefined || ours === undefined) return []
      if (theirs === '' || sameRegion(theirs, ours)) return []
      return {
        at: subnetPath,
        message: `virtual network ${found.networkName} is in ${normaliseRegion(theirs)}, the Batch account in ${normaliseRegion(ours)}`,
        help: `name a subnet in ${normaliseRegion(ours)}, or an account in ${normaliseRegion(theirs)}`,
      }
    },
  },
  {
    id: 'pool/subnet-is-not-delegated',
    title: 'the subnet of the pool is delegated to another service',
    reads: ['network'],
    check: (config, facts) => {
      const { subnet } = subnetOf(config, facts) ?? {}
      if (subnet === undefined || subnet.delegations.length === 0) return []
      return {
        at: subnetPath,
        message: `subnet ${subnet.name} is delegated to ${subnet.delegations.join(', ')}: Batch cannot place nodes in it`,
        help: 'name a subnet without delegations, or remove the delegation',
      }
    },
  },
  {
    id: 'pool/subnet-policies',
    title:
      'the subnet of a pool without public addresses does not let Batch put its private link there',
    docs: 'https://learn.microsoft.com/azure/batch/simplified-node-communication-pool-no-public-ip',
    reads: ['network'],
    check: (config, facts) => {
      const { subnet, networkName = '', id } = subnetOf(config, facts) ?? {}
      if (subnet === undefined || !isWithoutPublicAddresses(config.pool?.properties)) return []
      const update = `az network vnet subnet update -g ${id?.resourceGroup ?? ''} --vnet-name ${networkName} -n ${subnet.name}${inSubscription(id?.text)}`
      const policies = [
        [
          'privateLinkServiceNetworkPolicies',
          subnet.privateLinkPolicies,
          '--private-link-service-network-policies',
        ],
        [
          'privateEndpointNetworkPolicies',
          subnet.privateEndpointPolicies,
          '--private-endpoint-network-policies',
        ],
      ] as const
      return policies.flatMap(([name, state, flag]): Found => {
        if (state === undefined || /^disabled$/i.test(state)) return []
        return {
          at: subnetPath,
          message: `subnet ${subnet.name} has ${name} ${state}, and Batch places no nodes without public addresses there`,
          help: `${update} ${flag} Disabled`,
          // @unverified pool/subnet-policies Batch's page asks for them to be off; of those that are on in part nobody says.
          ...(!/^enabled$/i.test(state) && { severity: 'warning' as const }),
        }
      })
    },
  },
  {
    id: 'pool/subnet-leads-out',
    title: 'nodes without public addresses have no way to Batch or to what they download',
    severity: 'warning',
    docs: 'https://learn.microsoft.com/azure/batch/simplified-node-communication-pool-no-public-ip',
    reads: ['network', 'waysOut'],
    check: (config, facts) => {
      const { subnet } = subnetOf(config, facts) ?? {}
      if (subnet === undefined || !isWithoutPublicAddresses(config.pool?.properties)) return []
      const ways = waysOut(subnet, facts)
      if (ways.some(({ blocked }) => blocked === undefined)) return []
      const isOpen = subnet.defaultOutboundAccess === true && !ways.some(({ isFinal }) => isFinal)
      if (isOpen || hasNodeManagement(facts)) return []
      const has =
        ways.length === 0
          ? 'has no NAT gateway and no route table'
          : ways.map(({ what, blocked = '' }) => `has ${what}, which ${blocked}`).join(', and ')
      return {
        at: poolPath('networkConfiguration', 'publicIPAddressConfiguration', 'provision'),
        message: `the nodes have no public addresses, and subnet ${subnet.name} ${has}; the account has no private endpoint for nodeManagement: they may not reach Batch`,
        help: 'add a private endpoint for nodeManagement to the account, or to the subnet a NAT gateway with a public address or a route table that leads 0.0.0.0/0 to a firewall; default outbound access ended on 2026-03-31',
      }
    },
  },
  {
    id: 'pool/subnet-service-endpoint-policies',
    title: "a service endpoint policy keeps the nodes from Batch's storage",
    severity: 'warning',
    reads: ['network', 'endpointPolicies'],
    check: (config, facts) => {
      const { subnet } = subnetOf(config, facts) ?? {}
      const policy = subnet?.serviceEndpointPolicies?.find((id) => !letsBatchThrough(id, facts))
      if (subnet === undefined || policy === undefined) return []
      return {
        at: subnetPath,
        message: `subnet ${subnet.name} has the service endpoint policy ${nameOfId(policy)}, which may keep nodes from the storage accounts of Batch`,
        help: 'allow the alias /services/Azure/Batch in it, or name a subnet without service endpoint policies',
      }
    },
  },
])

/** Nodes call home through it: https://learn.microsoft.com/azure/batch/private-connectivity */
function hasNodeManagement({ pool }: Facts): boolean {
  return objectsAt(pool?.account?.properties, 'privateEndpointConnections').some((connection) => {
    const state = textAt(connection, 'properties', 'privateLinkServiceConnectionState', 'status')
    const groups = JSON.stringify(connection).toLowerCase()
    return groups.includes('nodemanagement') && (state === undefined || /^approved$/i.test(state))
  })
}

/** By its alias; one that could not be read is not known to. */
function letsBatchThrough(policyId: string, { checks }: Facts): boolean {
  const read = checks?.endpointPolicies?.find(({ id }) => sameId(id, policyId))?.read
  const written = JSON.stringify(valueOf(read)?.properties ?? {})
  return /"\/services\/Azure(\/Batch)?"/i.test(written)
}

interface WayOut {
  /** `NAT gateway out` */
  readonly what: string
  /** Why it leads nowhere, continued behind "which"; undefined where it leads out, or that is not known. */
  readonly blocked?: string
  /** It overrides Azure's own way out as well. */
  readonly isFinal?: true
}

/** A gateway or table that could not be read is taken for a way. */
function waysOut({ natGatewayId, routeTableId }: Subnet, { checks }: Facts): readonly WayOut[] {
  const partOf = (id: string) =>
    valueOf(checks?.waysOut?.find((one) => sameId(one.id, id))?.read)?.properties
  return [
    ...(natGatewayId === undefined ? [] : [gatewayOut(natGatewayId, partOf(natGatewayId))]),
    ...(routeTableId === undefined ? [] : [routesOut(routeTableId, partOf(routeTableId))]),
  ]
}

/** https://learn.microsoft.com/azure/nat-gateway/nat-gateway-resource: it needs an address or a prefix of them. */
function gatewayOut(id: string, properties: JsonObject | undefined): WayOut {
  const what = `NAT gateway ${nameOfId(id)}`
  const keys = [
    ...['publicIpAddresses', 'publicIpPrefixes', 'publicIpAddressesV6', 'publicIpPrefixesV6'],
    'serviceGateway',
  ]
  const isBare = properties !== undefined && !keys.some((key) => isGiven(properties[key]))
  return isBare ? { what, blocked: 'has no public address' } : { what }
}

/** https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview */
function routesOut(id: string, properties: JsonObject | undefined): WayOut {
  const what = `route table ${nameOfId(id)}`
  if (properties === undefined) return { what }
  const route = objectsAt(properties, 'routes').find(
    (one) => textAt(one, 'properties', 'addressPrefix') === '0.0.0.0/0',
  )
  // Gateways may announce the route instead, unless the table keeps them from it.
  const isClosed = properties['disableBgpRoutePropagation'] === true
  if (route === undefined) {
    return isClosed ? { what, blocked: 'has no route for 0.0.0.0/0' } : { what }
  }
  const next = textAt(route, 'properties', 'nextHopType') ?? ''
  if (/^none$/i.test(next)) return { what, blocked: 'drops what goes to 0.0.0.0/0', isFinal: true }
  // Straight to the Internet takes an address of the node's own.
  return /^internet$/i.test(next) ? { what, blocked: 'leads 0.0.0.0/0 to Internet' } : { what }
}
