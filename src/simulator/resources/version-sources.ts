import { isMoving } from '../arm.js'
import type { RouteContext, StoredResource } from '../kernel.js'

const versionType = 'Microsoft.Compute/galleries/images/versions'

/** Gallery versions that are still being created or replicated: their source is locked until then. */
export function versionsInMotion({ store, clock }: RouteContext): StoredResource[] {
  return store.ofType(versionType).filter((version) => isMoving(version, clock.now()))
}
