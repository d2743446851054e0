import { nameOfId } from '../../shared/arm-id.js'
import type { AzureRule } from '../rule.js'

export const resourceGroupExists: AzureRule = {
  id: 'image/resource-group-exists',
  title: 'the resource group of the image exists',
  severity: 'error',
  docs: 'https://learn.microsoft.com/azure/azure-resource-manager/management/manage-resource-groups-portal',
  needs: 'facts',
  check: (_config, { image }) => {
    if (image?.resourceGroup !== 'missing' || image.imageId === undefined) return []
    const { resourceGroup, subscriptionId } = image.scope
    const name = nameOfId(image.imageId)
    return [
      {
        at: ['image', 'resourceGroup'],
        message: `resource group ${resourceGroup}, where image ${name} is to be, was not found in subscription ${subscriptionId}`,
        help: 'create the resource group, or give the name of another',
        // With a location az writes without having looked for the group, and so do we: Azure then says no.
        ...(image.givenLocation !== undefined && { severity: 'warning' as const }),
      },
    ]
  },
}
