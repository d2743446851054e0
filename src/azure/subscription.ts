import type { Azure, Subscription } from '../ports/azure.js'
import type { JsonObject } from '../shared/json.js'
import { idOf, listAt, numberAt, textAt, textsAt } from './answer-fields.js'
import { listArm, objectOf, readArm, sendArm } from './arm.js'
import { inCall } from './call.js'
import type { Clients } from './clients.js'

type SubscriptionReads = Pick<
  Azure,
  | 'subscriptions'
  | 'locations'
  | 'resourceGroup'
  | 'resourceGroups'
  | 'permissions'
  | 'computeUsages'
>

const subscriptionsApiVersion = '2022-12-01'
const locationsApiVersion = '2022-12-01'
const resourceGroupApiVersion = '2021-04-01'
const permissionsApiVersion = '2022-04-01'
const usagesApiVersion = '2024-07-01'

/** The subscription's regions, resource groups and quotas, and what the caller may do in it. */
export function subscriptionOf(clients: Clients): SubscriptionReads {
  return {
    async subscriptions({ signal }) {
      const path = '/subscriptions'
      const about = { operation: 'list the subscriptions', resource: path }
      const request = { path, apiVersion: subscriptionsApiVersion, hasIds: true }
      return await inCall(about, signal, async () => {
        const pages = await listArm(clients, about, request)
        return pages.flatMap(({ items }) => items.map(toSubscription))
      })
    },

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

    async permissions(scope, { signal }) {
      const path = `${scope}/providers/Microsoft.Authorization/permissions`
      const about = { operation: `read the caller's permissions at ${scope}`, resource: scope }
      return await inCall(about, signal, async () => {
        const pages = await listArm(clients, about, { path, apiVersion: permissionsApiVersion })
        return pages.flatMap(({ items }) =>
          items.map((item) => ({
            actions: textsAt(item, 'actions'),
            notActions: textsAt(item, 'notActions'),
          })),
        )
      })
    },

    async computeUsages({ subscriptionId, location }, { signal }) {
      const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Compute/locations/${location}/usages`
      const about = { operation: `read the core quotas in ${location}`, resource: path }
      return await inCall(about, signal, async () => {
        const pages = await listArm(clients, about, { path, apiVersion: usagesApiVersion })
        return pages.flatMap(({ items }) =>
          items.flatMap((item) => {
            const name = textAt(item, 'name', 'value')
            const [used, limit] = [numberAt(item, 'currentValue'), numberAt(item, 'limit')]
            if (name === undefined || used === undefined || limit === undefined) return []
            return [{ name, used, limit }]
          }),
        )
      })
    },

    async resourceGroup(id, { signal }) {
      const about = { operation: `read resource group ${id.split('/').at(-1) ?? id}`, resource: id }
      const request = { path: id, apiVersion: resourceGroupApiVersion, signal }
      const found = await readArm(clients, about, request)
      return found && { id: idOf(found, id), location: textAt(found, 'location') ?? '' }
    },

    async resourceGroups(subscriptionId, { signal }) {
      const path = `/subscriptions/${subscriptionId}/resourceGroups`
      const about = {
        operation: `list the resource groups of subscription ${subscriptionId}`,
        resource: path,
      }
      return await inCall(about, signal, async () => {
        const pages = await listArm(clients, about, { path, apiVersion: resourceGroupApiVersion })
        return pages.flatMap(({ items }) => items.flatMap((item) => textAt(item, 'name') ?? []))
      })
    },
  }
}

function toSubscription(found: JsonObject): Subscription {
  const id = textAt(found, 'id') ?? ''
  const subscriptionId = textAt(found, 'subscriptionId') ?? id.split('/').at(-1) ?? id
  return { subscriptionId, name: textAt(found, 'displayName') ?? subscriptionId }
}
