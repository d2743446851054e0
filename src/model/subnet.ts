import type { Subnet, VirtualNetwork } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import { textAt } from '../shared/json-at.js'

export function findSubnet({ subnets }: VirtualNetwork, wanted: string): Subnet | undefined {
  return subnets.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
}

/** Whether a pool's nodes are to have no public addresses. */
export function isWithoutPublicAddresses(poolProperties: JsonObject | undefined): boolean {
  const path = ['networkConfiguration', 'publicIPAddressConfiguration', 'provision'] as const
  return /^nopublicipaddresses$/i.test(textAt(poolProperties, ...path) ?? '')
}
