import type { Route } from '../kernel.js'
import { batchRoutes } from './batch/index.js'

/** Every path of Resource Manager and the Batch data plane that the simulator knows. */
export const armRoutes: readonly Route[] = [...batchRoutes]
