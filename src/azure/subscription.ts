import type { Azure } from '../ports/azure.js'
import { listAt, textAt } from './answer-fields.js'
import { objectOf, sendArm, unlessMissing } from './arm.js'
import { inCall } from './call.js'
import type { Clients } from './clients.js'

type Subscription = Pick<Azure, 'locations' | 'resourceGroup'>

const locationsApiVersion = '2022-12-01'
const resourceGroupApiVersion = '2021-04-01'

/** The subscription's regions and resource groups. */
export function subscriptionOf(clients: Clients): Subscription {
  return {
    async locations(subscriptionId, { signal }) {
      const path = `/subscriptions/${subscriptionId}/locations`
      const about = {
        operation: `list the regions of subscription ${subscriptionId}`,
        resource: path,
      }
      const request = { method: 'GET', path, apiVersion: locationsApiVersion } as const
      return await inCall(about, signal, async () => {
        const found = objectOf(await sendArm(clients, about, request), about)
        return listAt(found, 'value').flatMap((location) => {
          const name = textAt(location, 'name')
          if (name === undefined) return []
          return [{ name, displayName: textAt(location, 'displayName') ?? name }]
        })
      })
    },

    async resourceGroup(id, { signal }) {
      const about = { operation: `read resource group ${id.split('/').at(-1) ?? id}`, resource: id }
      const request = { method: 'GET', path: id, apiVersion: resourceGroupApiVersion } as const
      const found = await unlessMissing(
        inCall(about, signal, async () => objectOf(await sendArm(clients, about, request), about)),
      )
      return found && { id: textAt(found, 'id') ?? id, location: textAt(found, 'location') ?? '' }
    },
  }
}
