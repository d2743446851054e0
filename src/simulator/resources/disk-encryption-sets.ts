import { diskVersions } from '../api-versions.js'
import type { Route } from '../kernel.js'
import { listRoutes, readRoute, type ComputeType } from './compute.js'

const diskEncryptionSets: ComputeType = {
  path: 'diskEncryptionSets/{name}',
  apiVersions: diskVersions,
  operations: 'DiskOperations',
  pollSeconds: 2,
}

/** Disk encryption sets are only read. */
export const diskEncryptionSetRoutes: readonly Route[] = [
  ...listRoutes(diskEncryptionSets),
  readRoute(diskEncryptionSets),
]
