import type { Route } from '../kernel.js'
import { batchRoutes } from './batch/index.js'
import { diskEncryptionSetRoutes } from './disk-encryption-sets.js'
import { diskRoutes } from './disks.js'
import { galleryRoutes } from './galleries.js'
import { imageDefinitionRoutes } from './image-definitions.js'
import { imageVersionRoutes } from './image-versions.js'
import { imageRoutes } from './images.js'
import { metadataRoutes } from './metadata.js'
import { networkPartRoutes } from './network-parts.js'
import { networkRoutes } from './networks.js'
import { operationRoutes } from './operations.js'
import { permissionRoutes } from './permissions.js'
import { resourceGraphRoutes } from './resource-graph.js'
import { resourceGroupRoutes } from './resource-groups.js'
import { retailPriceRoutes } from './retail-prices.js'
import { scaleSetRoutes } from './scale-sets.js'
import { skuRoutes } from './skus.js'
import { subscriptionRoutes } from './subscriptions.js'
import { usageRoutes } from './usages.js'
import { virtualMachineRoutes } from './virtual-machines.js'

/** Every path of Resource Manager and the Batch data plane that the simulator knows. */
export const azureRoutes: readonly Route[] = [
  ...metadataRoutes,
  ...subscriptionRoutes,
  ...resourceGroupRoutes,
  ...permissionRoutes,
  ...diskRoutes,
  ...virtualMachineRoutes,
  ...scaleSetRoutes,
  ...resourceGraphRoutes,
  ...imageRoutes,
  ...galleryRoutes,
  ...imageDefinitionRoutes,
  ...imageVersionRoutes,
  ...skuRoutes,
  ...usageRoutes,
  ...networkRoutes,
  ...networkPartRoutes,
  ...diskEncryptionSetRoutes,
  ...retailPriceRoutes,
  ...operationRoutes,
  ...batchRoutes,
]
