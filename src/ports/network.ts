/** Networks as far as pools are placed in them. */
import type { JsonObject } from '../shared/json.js'

export interface Subnet {
  readonly id: string
  readonly name: string
  readonly addressPrefixes: readonly string[]
  /** Services that the subnet is handed to, e.g. `Microsoft.Web/serverFarms`. */
  readonly delegations: readonly string[]
  /** Addresses that are taken. */
  readonly addressesInUse: number
  /** `Enabled`, `Disabled`, `NetworkSecurityGroupEnabled`, `RouteTableEnabled` */
  readonly privateEndpointPolicies?: string
  /** `Enabled`, `Disabled` */
  readonly privateLinkPolicies?: string
  readonly natGatewayId?: string
  readonly routeTableId?: string
  /** False: machines without a way of their own do not reach the internet. */
  readonly defaultOutboundAccess?: boolean
  /** Ids. */
  readonly serviceEndpointPolicies?: readonly string[]
}

export interface VirtualNetwork {
  readonly id: string
  readonly location: string
  readonly subnets: readonly Subnet[]
}

/** Something that a config or a subnet refers to, `properties` as ARM shows them. */
export interface LinkedResource {
  readonly id: string
  readonly location?: string
  readonly properties: JsonObject
}
