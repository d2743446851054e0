import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline'
import type { Azure, SupportedImage } from '../ports/azure.js'
import { AzureFailure } from '../shared/errors.js'
import type { JsonObject } from '../shared/json.js'
import { given, listAt, oneOf, textAt } from './answer-fields.js'
import { objectOf } from './arm.js'
import { inCall } from './call.js'
import type { Clients } from './clients.js'
import { failureOfResponse, type About } from './errors.js'

type DataPlane = Pick<Azure, 'supportedImages'>

const apiVersion = '2025-06-01'
/** The most a page may hold. */
const pageSize = 1000

/** What only the account's own endpoint tells. A private account can't be reached from a hosted runner. */
export function dataPlaneOf(clients: Clients): DataPlane {
  async function readPage(url: string, about: About): Promise<JsonObject> {
    const headers = createHttpHeaders({ accept: 'application/json' })
    const response = await clients.sendBatch(createPipelineRequest({ url, headers }))
    if (response.status !== 200) throw failureOfResponse(response, about)
    return objectOf({ status: response.status, bodyAsText: response.bodyAsText ?? '' }, about)
  }

  return {
    async supportedImages({ name, accountEndpoint }, { signal }) {
      const about = {
        operation: `list the images that Batch account ${name} supports`,
        resource: `https://${accountEndpoint ?? name}`,
      }
      if (accountEndpoint === undefined) throw noEndpoint(about)
      return await inCall(about, signal, async () => {
        const images: SupportedImage[] = []
        const query = `api-version=${apiVersion}&maxresults=${String(pageSize)}`
        let next: string | undefined = `${baseUrl(accountEndpoint)}/supportedimages?${query}`
        while (next !== undefined) {
          const page = await readPage(next, about)
          images.push(...listAt(page, 'value').flatMap(toSupportedImage))
          next = nextPage(page, next, about)
        }
        return images
      })
    },
  }
}

/** Azure shows the host alone; a scheme in front does no harm. */
function baseUrl(accountEndpoint: string): string {
  return `https://${accountEndpoint.replace(/^https:\/\//i, '').replace(/\/+$/, '')}`
}

/** Pages are followed on the account's own host only: the request carries a token. */
function nextPage(page: JsonObject, current: string, about: About): string | undefined {
  const link = textAt(page, 'odata.nextLink') ?? textAt(page, 'nextLink')
  if (link === undefined) return undefined
  const next = new URL(link, current)
  if (next.host === new URL(current).host && next.protocol === 'https:') return next.href
  const message = `the next page is on another host, ${next.host}, which gets no token of ours`
  throw new AzureFailure({ ...about, error: { code: 'ForeignNextLink', message, details: [] } })
}

function toSupportedImage(item: JsonObject): SupportedImage[] {
  const nodeAgentSkuId = textAt(item, 'nodeAgentSKUId') ?? textAt(item, 'nodeAgentSkuId')
  const osType = oneOf(['Linux', 'Windows'], textAt(item, 'osType'))
  if (nodeAgentSkuId === undefined || osType === undefined) return []
  return [
    {
      nodeAgentSkuId,
      publisher: textAt(item, 'imageReference', 'publisher') ?? '',
      offer: textAt(item, 'imageReference', 'offer') ?? '',
      sku: textAt(item, 'imageReference', 'sku') ?? '',
      osType,
      verified: textAt(item, 'verificationType')?.toLowerCase() === 'verified',
      ...given('endOfLife', textAt(item, 'batchSupportEndOfLife')),
    },
  ]
}

function noEndpoint(about: About): AzureFailure {
  const message = 'the account shows no accountEndpoint'
  return new AzureFailure({ ...about, error: { code: 'NoAccountEndpoint', message, details: [] } })
}
