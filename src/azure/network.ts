import type { Azure, Subnet } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import { flagAt, given, idOf, listAt, objectAt, textAt, textsAt } from './answer-fields.js'
import { armId, readArm } from './arm.js'
import type { Clients } from './clients.js'

type Network = Pick<Azure, 'virtualNetwork'>

const apiVersion = '2024-05-01'

/** Virtual networks, their subnets with them: one answer tells region, delegations and addresses in use. */
export function networkOf(clients: Clients): Network {
  return {
    async virtualNetwork(id, { signal }) {
      const about = { operation: `read virtual network ${armId(id).name}`, resource: id }
      const found = await readArm(clients, about, { path: id, apiVersion, signal })
      return (
        found && {
          id: idOf(found, id),
          location: textAt(found, 'location') ?? '',
          subnets: listAt(found, 'properties', 'subnets').map(toSubnet),
        }
      )
    },
  }
}

/** Azure shows one prefix as `addressPrefix`, several (two IP families) as `addressPrefixes`. */
function toSubnet(found: JsonObject): Subnet {
  const properties = objectAt(found, 'properties')
  const single = textAt(properties, 'addressPrefix')
  const policies = listAt(properties, 'serviceEndpointPolicies').flatMap(
    (policy) => textAt(policy, 'id') ?? [],
  )
  const several = textsAt(properties, 'addressPrefixes')
  return {
    id: textAt(found, 'id') ?? '',
    name: textAt(found, 'name') ?? '',
    addressPrefixes: several.length > 0 || single === undefined ? several : [single],
    delegations: listAt(properties, 'delegations').flatMap(
      (delegation) => textAt(delegation, 'properties', 'serviceName') ?? [],
    ),
    addressesInUse: listAt(properties, 'ipConfigurations').length,
    ...given('privateEndpointPolicies', textAt(properties, 'privateEndpointNetworkPolicies')),
    ...given('privateLinkPolicies', textAt(properties, 'privateLinkServiceNetworkPolicies')),
    ...given('natGatewayId', textAt(properties, 'natGateway', 'id')),
    ...given('routeTableId', textAt(properties, 'routeTable', 'id')),
    ...given('defaultOutboundAccess', flagAt(properties, 'defaultOutboundAccess')),
    ...(policies.length > 0 && { serviceEndpointPolicies: policies }),
  }
}
