/** The Retail Prices API: what sizes cost an hour. The prices are made up, their form and what lies beside them is real. */
import {
  NoBehaviour,
  type JsonObject,
  type Route,
  type RouteContext,
  type SimulatedResponse,
} from '../kernel.js'
import { guidOf } from '../operations.js'
import { regionDisplayName } from '../regions.js'
import { vmSizes, type VmSize } from './batch/vm-sizes.js'

/** https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices */
export const retailPriceRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/retail/prices', apiVersions: [], plane: 'open', handle: listPrices },
]

const itemsPerPage = 100
/** USD for a core and hour. */
const linuxPrice = 0.048
const windowsPrice = 0.046

interface Meter {
  readonly suffix: string
  readonly share: number
  readonly type?: string
  readonly startDate?: string
  readonly product?: string
}

/** Of each size: the plain meter, those of nodes that can be taken back, and what a client has to leave out. */
const meters: readonly Meter[] = [
  { suffix: '', share: 1 },
  { suffix: ' Spot', share: 0.2 },
  { suffix: ' Low Priority', share: 0.4 },
  { suffix: '', share: 0.9, type: 'DevTestConsumption' },
  { suffix: '', share: 1.1, startDate: '2099-01-01T00:00:00Z' },
  { suffix: '', share: 1.05, startDate: '2019-01-01T00:00:00Z' },
  { suffix: '', share: 1.2, product: ' CloudServices' },
]

function listPrices(context: RouteContext): SimulatedResponse {
  const { query, request, origin, scenario } = context
  const wanted = readFilter(query.get('$filter') ?? '', query.get('api-version'))
  const regions = (scenario.locations ?? []).map(({ name }) => name)
  const found = regions
    .filter((region) => wanted({ armRegionName: region }, true))
    .flatMap((region) => itemsOf(region, regionDisplayName(scenario, region)))
    .filter((item) => wanted(item, false))
  const skip = Number(query.get('$skip') ?? '0')
  const Items = found.slice(skip, skip + itemsPerPage)
  const rest = new URLSearchParams(query)
  rest.set('$skip', String(skip + itemsPerPage))
  const isLast = skip + itemsPerPage >= found.length
  return {
    status: 200,
    body: {
      BillingCurrency: 'USD',
      CustomerEntityId: 'Default',
      CustomerEntityType: 'Retail',
      Items,
      NextPageLink: isLast ? null : `${origin}${request.url.pathname}?${rest.toString()}`,
      Count: Items.length,
    },
  }
}

function itemsOf(region: string, displayName: string): JsonObject[] {
  return vmSizes.flatMap((size) =>
    meters.flatMap((meter) =>
      [false, true].map((isWindows) => itemOf(size, meter, { region, displayName, isWindows })),
    ),
  )
}

interface Place {
  readonly region: string
  readonly displayName: string
  readonly isWindows: boolean
}

function itemOf(
  { name, cores, family }: VmSize,
  { suffix, share, type = 'Consumption', startDate = '2024-06-01T00:00:00Z', product = '' }: Meter,
  { region, displayName, isWindows }: Place,
): JsonObject {
  const perCore = linuxPrice + (isWindows ? windowsPrice : 0)
  const price = Math.round(cores * perCore * share * 1e6) / 1e6
  const short = name.replace(/^Standard_/, '').replaceAll('_', ' ')
  const productName = `Virtual Machines ${family.replaceAll(' ', '')}${product}${isWindows ? ' Windows' : ''}`
  const id = guidOf([name, region, productName, suffix, type, startDate].join(' '))
  return {
    currencyCode: 'USD',
    tierMinimumUnits: 0,
    retailPrice: price,
    unitPrice: price,
    armRegionName: region,
    location: displayName,
    effectiveStartDate: startDate,
    meterId: id,
    meterName: `${short}${suffix}`,
    productId: `DZH${id.slice(0, 9).toUpperCase()}`,
    skuId: `DZH${id.slice(0, 9).toUpperCase()}/${id.slice(9, 13).toUpperCase()}`,
    productName,
    skuName: `${short}${suffix}`,
    serviceName: 'Virtual Machines',
    serviceId: 'DZH313Z7MMC8',
    serviceFamily: 'Compute',
    unitOfMeasure: '1 Hour',
    type,
    isPrimaryMeterRegion: true,
    armSkuName: name,
  }
}

type Test = (item: JsonObject, onlyNamed: boolean) => boolean

/** `a eq 'x' and (b eq 'y' or b eq 'z')`; values match in their letter case from 2023-01-01-preview on. */
function readFilter(filter: string, version: string | null): Test {
  if (filter.trim() === '') return () => true
  const spell = (text: string): string => (version === null ? text.toLowerCase() : text)
  const groups = filter.split(/\s+and\s+/i).map((group) =>
    group
      .replace(/^\s*\(|\)\s*$/g, '')
      .split(/\s+or\s+/i)
      .map((part) => {
        const found = /^\s*(\w+)\s+(eq|ne)\s+'([^']*)'\s*$/i.exec(part)
        if (found === null) throw new NoBehaviour(`$filter=${filter}`)
        const [, name = '', operator = '', value = ''] = found
        return { name, isEqual: operator.toLowerCase() === 'eq', value: spell(value) }
      }),
  )
  return (item, onlyNamed) =>
    groups.every((group) =>
      group.some(({ name, isEqual, value }) => {
        // Prices are filtered by `priceType` and read as `type`.
        const has = item[name === 'priceType' ? 'type' : name]
        if (has === undefined) return onlyNamed
        return typeof has === 'string' && (spell(has) === value) === isEqual
      }),
    )
}
