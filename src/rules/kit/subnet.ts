import { isSameText } from '../../shared/same-text.js'
import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { valueOf } from '../../model/check-facts.js'
import type { Subnet } from '../../ports/azure.js'
import { parseArmId, type ArmId } from '../../shared/arm-id.js'
import { textAt } from '../../shared/json-at.js'
import { poolValue } from './values.js'

const path = ['networkConfiguration', 'subnetId'] as const
export const subnetPath = ['pool', 'properties', ...path] as const

export interface PoolSubnet {
  readonly id: ArmId
  readonly networkName: string
  /** Undefined where it is not there, or was not read. */
  readonly subnet: Subnet | undefined
}

/** The subnet that the config names; undefined without one, and for what is no id (told elsewhere). */
export function subnetOf({ pool }: Config, { checks: live }: Facts): PoolSubnet | undefined {
  const id = parseArmId(textAt(poolValue({ pool }, ...path)) ?? '')
  if (id === undefined) return undefined
  const subnet = valueOf(live?.network)?.subnets.find(({ name }) => isSameText(name, id.name))
  return { id, networkName: id.names[0] ?? '', subnet }
}

/** The first four addresses and the last one: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq */
const keptByAzure = 5

/** IPv4 addresses left; undefined where a prefix cannot be read. */
export function freeAddresses({ addressPrefixes, addressesInUse }: Subnet): number | undefined {
  const lengths = addressPrefixes
    .filter((prefix) => !prefix.includes(':'))
    .map((prefix) => Number(/^[\d.]+\/(\d{1,2})$/.exec(prefix)?.[1]))
  if (lengths.length === 0 || lengths.some((length) => Number.isNaN(length))) return undefined
  const sizes = lengths.map((length) => Math.max(0, 2 ** (32 - length) - keptByAzure))
  const all = sizes.reduce((sum, size) => sum + size, 0)
  return Math.max(0, all - addressesInUse)
}
