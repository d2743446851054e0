import { isObject, tagsIn, textAt } from './json.js'
import type { JsonObject, Scenario, Store } from './kernel.js'
import { completeResource } from './complete.js'
import { defaultResources } from './default-world.js'

/** A scenario with everything that must be known filled in. */
export interface FilledScenario extends Scenario {
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly subscriptionId: string
  readonly subscriptions: readonly JsonObject[]
  readonly locations: readonly { readonly name: string; readonly displayName: string }[]
  readonly resources: readonly JsonObject[]
}

const defaultTenantId = '10000000-0000-4000-a000-000000000000'
const defaultClientId = '20000000-0000-4000-a000-000000000000'
/** No secret: the simulator listens on loopback only. */
const defaultClientSecret = 'simulated-client-secret'
export const defaultSubscriptionId = '30000000-0000-4000-a000-000000000001'
const otherSubscriptionId = '30000000-0000-4000-a000-000000000002'

const defaultLocations = [
  ['koreacentral', 'Korea Central'],
  ['koreasouth', 'Korea South'],
  ['japaneast', 'Japan East'],
  ['southeastasia', 'Southeast Asia'],
  ['eastus', 'East US'],
  ['eastus2', 'East US 2'],
  ['westus2', 'West US 2'],
  ['southcentralus', 'South Central US'],
  ['westeurope', 'West Europe'],
  ['northeurope', 'North Europe'],
  ['uksouth', 'UK South'],
  ['swedencentral', 'Sweden Central'],
].map(([name = '', displayName = '']) => ({ name, displayName }))

/** Puts the default world where the scenario says nothing of its own. */
export function fillScenario(scenario: Scenario): FilledScenario {
  const tenantId = scenario.tenantId ?? scenario.tenant ?? defaultTenantId
  const subscriptions = scenario.subscriptions ?? [
    subscription(defaultSubscriptionId, 'Simulated', tenantId),
    subscription(otherSubscriptionId, 'Simulated, the other', tenantId),
  ]
  const subscriptionId = textAt(subscriptions[0], 'subscriptionId') ?? defaultSubscriptionId
  return {
    ...scenario,
    tenantId,
    clientId: scenario.clientId ?? defaultClientId,
    clientSecret: scenario.clientSecret ?? defaultClientSecret,
    subscriptions,
    subscriptionId,
    locations: scenario.locations ?? defaultLocations,
    resources: scenario.resources ?? defaultResources(subscriptionId),
  }
}

function subscription(subscriptionId: string, displayName: string, tenantId: string): JsonObject {
  const id = `/subscriptions/${subscriptionId}`
  return { id, subscriptionId, displayName, state: 'Enabled', tenantId }
}

/** Stores the resources that exist at the start. Throws for one that lacks `id`, `name` or `type`. */
export function loadWorld(store: Store, { resources }: FilledScenario): void {
  for (const resource of resources) storeResource(store, resource)
}

/** Throws for one that lacks `id`, `name` or `type`. */
export function storeResource(store: Store, resource: JsonObject): void {
  const copy = completeResource(structuredClone(resource))
  const { id, name, type, properties, location, tags, etag, ...rest } = copy
  if (typeof id !== 'string' || typeof name !== 'string' || typeof type !== 'string') {
    throw new Error(`a resource of the scenario lacks id, name or type: ${JSON.stringify(id)}`)
  }
  store.put({
    ...rest,
    id,
    name,
    type,
    properties: isObject(properties) ? properties : {},
    ...(typeof location === 'string' ? { location } : {}),
    ...(isObject(tags) ? { tags: tagsIn(tags) } : {}),
    ...(typeof etag === 'string' ? { etag } : {}),
  })
}
