import type { JsonObject } from './kernel.js'

/** The resources of the default world, in the default subscription. */
export function defaultResources(subscriptionId: string): JsonObject[] {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-images`
  return [
    {
      id: group,
      name: 'rg-images',
      type: 'Microsoft.Resources/resourceGroups',
      location: 'koreacentral',
      tags: {},
      properties: { provisioningState: 'Succeeded' },
    },
  ]
}
