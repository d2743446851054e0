import { page } from '../arm.js'
import { skuVersions } from '../api-versions.js'
import {
  NoBehaviour,
  type JsonObject,
  type Route,
  type RouteContext,
  type Scenario,
  type SimulatedResponse,
} from '../kernel.js'
import { normaliseRegion } from '../regions.js'
import { vmSizes, type VmSize } from './batch/vm-sizes.js'
import { capabilitiesOf, takesUltraDisks } from './size-capabilities.js'

/** What sizes of machines there are, where, and what each can do. */
export const skuRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/subscriptions/{subscription}/providers/Microsoft.Compute/skus',
    apiVersions: skuVersions,
    query: ['$filter'],
    handle: listSkus,
  },
]

/** `$filter` knows one form only, as in Azure: `location eq 'name'`. */
function listSkus(context: RouteContext): SimulatedResponse {
  const text = context.query.get('$filter')
  const filter = /^location eq '([^']+)'$/i.exec(text ?? '')?.[1]
  if (text !== null && filter === undefined) throw new NoBehaviour(`$filter=${text}`)
  const locations = (context.scenario.locations ?? [])
    .map(({ name }) => name)
    .filter((name) => filter === undefined || name === normaliseRegion(filter))
  const skus = locations.flatMap((location) =>
    vmSizes.map((size) => showSku(size, location, context.scenario)),
  )
  return sizesPage(context, skus)
}

/** A list of sizes has pages of its own width: whole regions fit on one. */
export function sizesPage(context: RouteContext, sizes: readonly JsonObject[]): SimulatedResponse {
  return page(context, sizes, 100)
}

/** Regions of the default world that have no zones. */
const withoutZones = new Set(['koreasouth'])
const zones = ['1', '2', '3']

function showSku(size: VmSize, location: string, scenario: Scenario): JsonObject {
  const [tier = 'Standard', ...rest] = size.name.split('_')
  return {
    resourceType: 'virtualMachines',
    name: size.name,
    tier,
    size: rest.join('_'),
    family: size.family,
    locations: [location],
    locationInfo: [zonesOf(size, location)],
    capabilities: capabilitiesOf(size, scenario),
    restrictions: [],
  }
}

/** Ultra disks are told of by zone. */
function zonesOf(size: VmSize, location: string): JsonObject {
  if (withoutZones.has(location)) return { location, zones: [], zoneDetails: [] }
  const ultra = { Name: zones, capabilities: [{ name: 'UltraSSDAvailable', value: 'True' }] }
  return { location, zones, zoneDetails: takesUltraDisks(size) ? [ultra] : [] }
}
