import type { Azure, SupportedImage } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import { aboutData, listData } from './account-endpoint.js'
import { given, oneOf, textAt, textsAt } from './answer-fields.js'
import { inCall } from './call.js'
import type { Clients } from './clients.js'
import { jobsOf } from './jobs.js'
import { nodesOf } from './nodes.js'

type DataPlane = Pick<Azure, 'supportedImages'> &
  ReturnType<typeof jobsOf> &
  ReturnType<typeof nodesOf>

/** What only the account's own endpoint tells. A private account can't be reached from a hosted runner. */
export function dataPlaneOf(clients: Clients): DataPlane {
  return {
    ...nodesOf(clients),
    ...jobsOf(clients),

    async supportedImages(account, { signal }) {
      const operation = `list the images that Batch account ${account.name} supports`
      const about = aboutData(account, operation)
      return await inCall(about, signal, async () => {
        const images = await listData(clients, about, { account, path: ['supportedimages'] })
        return images.flatMap(toSupportedImage)
      })
    },
  }
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
      capabilities: textsAt(item, 'capabilities'),
      verified: textAt(item, 'verificationType')?.toLowerCase() === 'verified',
      ...given('endOfLife', textAt(item, 'batchSupportEndOfLife')),
    },
  ]
}
