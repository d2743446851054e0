import { page } from '../arm.js'
import { skuVersions } from '../api-versions.js'
import {
  NoBehaviour,
  type JsonObject,
  type Route,
  type RouteContext,
  type SimulatedResponse,
} from '../kernel.js'
import { normaliseRegion } from '../regions.js'
import { vmSizes, type VmSize } from './batch/vm-sizes.js'

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
  const skus = locations.flatMap((location) => vmSizes.map((size) => showSku(size, location)))
  return sizesPage(context, skus)
}

/** A list of sizes has pages of its own width: whole regions fit on one. */
export function sizesPage(context: RouteContext, sizes: readonly JsonObject[]): SimulatedResponse {
  return page(context, sizes, 100)
}

function showSku(size: VmSize, location: string): JsonObject {
  const [tier = 'Standard', ...rest] = size.name.split('_')
  return {
    resourceType: 'virtualMachines',
    name: size.name,
    tier,
    size: rest.join('_'),
    family: size.family,
    locations: [location],
    locationInfo: [{ location, zones: ['1', '2', '3'], zoneDetails: [] }],
    capabilities: capabilitiesOf(size),
    restrictions: [],
  }
}

/** As Compute and Batch list them. */
export function capabilitiesOf(size: VmSize): JsonObject[] {
  const { cores, generations, architecture, name } = size
  const isPremium = /\d[a-z]*s(?:_|$)/.test(name)
  const values: Readonly<Record<string, string>> = {
    vCPUs: String(cores),
    HyperVGenerations: generations.join(','),
    CpuArchitectureType: architecture,
    MaxDataDiskCount: String(Math.min(cores * 2, 32)),
    LowPriorityCapable: 'True',
    PremiumIO: isPremium ? 'True' : 'False',
    EphemeralOSDiskSupported: isPremium && hasLocalStorage(name) ? 'True' : 'False',
    AcceleratedNetworkingEnabled: cores > 1 ? 'True' : 'False',
    DiskControllerTypes: controllersOf(size),
    EncryptionAtHostSupported: isPremium ? 'True' : 'False',
  }
  return Object.entries(values).map(([key, value]) => ({ name: key, value }))
}

/** The sixth generation has left SCSI behind, on AMD not quite. */
function controllersOf({ name }: VmSize): string {
  if (!/_v6$/.test(name)) return 'SCSI'
  return /\d[a-z]*a[a-z]*_/.test(name) ? 'SCSI, NVMe' : 'NVMe'
}

/** Up to v3 a premium size has a cache to put an OS disk on; from v4 only those with a `d` have a local disk. */
function hasLocalStorage(name: string): boolean {
  const version = Number(/_v(\d+)$/.exec(name)?.[1] ?? '1')
  return version < 4 || /\d[a-z]*d[a-z]*s/.test(name)
}
