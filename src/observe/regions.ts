import type { Azure, Call, Location } from '../ports/azure.js'
import { tryRead } from './read-result.js'

/**
 * The subscription's regions. Undefined where they are not told (rights on a resource group alone do not go that far, and
 * a list without a region tells none): names are checked against them, but do without.
 */
export async function readRegions(
  subscriptionId: string,
  azure: Azure,
  call: Call,
): Promise<readonly Location[] | undefined> {
  const regions = await tryRead(azure.locations(subscriptionId, call), call)
  return regions.kind === 'found' && regions.value.length > 0 ? regions.value : undefined
}
