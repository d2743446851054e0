import { provisioningState } from '../../arm.js'
import { objectsAt, textAt } from '../../json.js'
import type { StoredResource } from '../../kernel.js'
import { normaliseRegion } from '../../regions.js'

/** Whether a gallery version can be used in a region: it is a target and its copy is complete. */
export function isReplicated(version: StoredResource, region: string, now: number): boolean {
  const targets = objectsAt(version.properties, 'publishingProfile', 'targetRegions')
  const isTarget = targets.some(
    (target) => normaliseRegion(textAt(target, 'name') ?? '') === normaliseRegion(region),
  )
  return isTarget && provisioningState(version, now) === 'Succeeded'
}
