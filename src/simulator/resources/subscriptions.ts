import { page } from '../arm.js'
import { resourceGroupVersions, subscriptionVersions } from '../api-versions.js'
import { objectsAt, textAt, toJson } from '../json.js'
import { sameText } from '../store.js'
import type { JsonObject, Route, RouteContext, SimulatedResponse } from '../kernel.js'

/** Subscriptions, tenants and locations: what a client asks right after sign-in. */
export const subscriptionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/subscriptions',
    apiVersions: subscriptionVersions,
    handle: (context) => page(context, subscriptionsOf(context).map(showSubscription)),
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscription}',
    apiVersions: [...new Set([...subscriptionVersions, ...resourceGroupVersions])],
    handle: getSubscription,
  },
  {
    method: 'GET',
    path: '/subscriptions/{subscription}/locations',
    apiVersions: [...new Set([...subscriptionVersions, ...resourceGroupVersions])],
    handle: listLocations,
  },
  {
    method: 'GET',
    path: '/tenants',
    apiVersions: subscriptionVersions,
    handle: listTenants,
  },
]

function subscriptionsOf({ scenario }: RouteContext): readonly JsonObject[] {
  return scenario.subscriptions ?? []
}

function showSubscription(subscription: JsonObject): JsonObject {
  return { authorizationSource: 'RoleBased', ...subscription }
}

function getSubscription(context: RouteContext): SimulatedResponse {
  const wanted = context.params['subscription'] ?? ''
  const found = subscriptionsOf(context).find((subscription) =>
    sameText(textAt(subscription, 'subscriptionId') ?? '', wanted),
  )
  return found === undefined ? { status: 404 } : { status: 200, body: showSubscription(found) }
}

/** Never paged, as in Azure. */
function listLocations({ scenario, params }: RouteContext): SimulatedResponse {
  const subscription = params['subscription'] ?? ''
  const value = (scenario.locations ?? []).map(({ name, displayName }) => ({
    id: `/subscriptions/${subscription}/locations/${name}`,
    name,
    type: 'Region',
    displayName,
    regionalDisplayName: displayName,
    metadata: { regionType: 'Physical' },
  }))
  return { status: 200, body: { value: objectsAt(toJson(value)) } }
}

function listTenants(context: RouteContext): SimulatedResponse {
  const tenantId = context.scenario.tenantId ?? ''
  const tenant = {
    id: `/tenants/${tenantId}`,
    tenantId,
    displayName: 'Simulated',
    tenantCategory: 'Home',
  }
  return page(context, [tenant])
}
