import {
  createDefaultHttpClient,
  createPipelineFromOptions,
  createPipelineRequest,
  type HttpClient,
} from '@azure/core-rest-pipeline'
import type { Azure, RetailPrice } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import { listAt, numberAt, textAt } from './answer-fields.js'
import { objectOf } from './arm.js'
import { inCall, perCallPolicy } from './call.js'
import { pageLinks } from './next-page.js'

/** Nobody signs in to it: https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices */
const endpoint = 'https://prices.azure.com/api/retail/prices'

/** List prices of virtual machines in the public cloud, from Azure's Retail Prices API. */
export function pricesOf(
  userAgent: string,
  httpClient: HttpClient | undefined,
): Pick<Azure, 'retailPrices'> {
  const pipeline = createPipelineFromOptions({
    userAgentOptions: { userAgentPrefix: userAgent },
    retryOptions: { maxRetries: 0 },
  })
  pipeline.addPolicy(perCallPolicy())
  const client = httpClient ?? createDefaultHttpClient()
  return {
    async retailPrices({ location, vmSize }, { signal }) {
      const about = { operation: `read the list price of ${vmSize}`, resource: endpoint }
      const filter = [
        "serviceName eq 'Virtual Machines'",
        "priceType eq 'Consumption'",
        `armRegionName eq '${location}'`,
        `armSkuName eq '${vmSize.replaceAll("'", '')}'`,
      ].join(' and ')
      const checkLink = pageLinks(about)
      const found: RetailPrice[] = []
      let url: string | undefined = `${endpoint}?$filter=${encodeURIComponent(filter)}`
      while (url !== undefined && url.startsWith(endpoint)) {
        signal.throwIfAborted()
        const asked: string = url
        const page: JsonObject = await inCall(about, signal, async (context) => {
          const request = createPipelineRequest({ url: asked, abortSignal: signal })
          await pipeline.sendRequest(client, request)
          return objectOf(context.answers.at(-1) ?? { bodyAsText: '', status: 0 }, about)
        })
        found.push(...listAt(page, 'Items').flatMap(toPrice))
        url = textAt(page, 'NextPageLink')
        checkLink(url)
      }
      return found
    },
  }
}

/** Only meters of virtual machines by the hour: those of Cloud Services, of other offers and without a price are left out. */
function toPrice(item: JsonObject): readonly RetailPrice[] {
  const usdPerHour = numberAt(item, 'retailPrice')
  const product = textAt(item, 'productName') ?? ''
  const isHourly = textAt(item, 'unitOfMeasure') === '1 Hour'
  const isPlain = textAt(item, 'type') === 'Consumption' && !/cloud\s?services/i.test(product)
  if (usdPerHour === undefined || usdPerHour <= 0 || !isHourly || !isPlain) return []
  const meter = `${textAt(item, 'skuName') ?? ''} ${textAt(item, 'meterName') ?? ''}`
  return [
    {
      vmSize: textAt(item, 'armSkuName') ?? '',
      osType: /windows$/i.test(product) ? 'Windows' : 'Linux',
      kind: kindOf(meter),
      usdPerHour,
      from: textAt(item, 'effectiveStartDate') ?? '',
    },
  ]
}

function kindOf(meter: string): RetailPrice['kind'] {
  if (/\bspot\b/i.test(meter)) return 'spot'
  return /\blow priority\b/i.test(meter) ? 'low-priority' : 'dedicated'
}
