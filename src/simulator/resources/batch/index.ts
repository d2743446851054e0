import type { Route } from '../../kernel.js'
import { accountWriteRoutes } from './account-writes.js'
import { armAccountRoutes } from './arm-accounts.js'
import { armPoolRoutes } from './arm-pools.js'
import { dataPlaneRoutes } from './data-plane.js'

/** Azure Batch: accounts and pools in Resource Manager, and the data plane. */
export const batchRoutes: readonly Route[] = [
  ...armAccountRoutes,
  ...accountWriteRoutes,
  ...armPoolRoutes,
  ...dataPlaneRoutes,
]
