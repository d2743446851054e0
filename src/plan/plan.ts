import type { Config } from '../inputs/config.js'
import type { Facts } from '../model/facts.js'
import { planGallery } from './gallery.js'
import { planImage } from './image.js'
import { planPool } from './pool.js'
import { planSnapshots } from './snapshots.js'
import { worstImpact, type Plan } from '../model/step.js'
import { vmSizesOf } from '../model/vm-sizes.js'

/**
 * Everything that has to be done for one config, in order. For facts that no rule objects to; throws when a
 * section comes to nothing all the same.
 */
export function planConfig(config: Config, facts: Facts): Plan {
  const snapshots = planSnapshots(config, facts)
  const image = planImage(config, facts)
  const gallery = planGallery(config, facts)
  const imageReferenceId = gallery?.imageReferenceId ?? image.imageId
  const pool = planPool(config, facts)
  const wanted = {
    snapshots: [config.snapshots, snapshots],
    image: [facts.image?.imageId, image.steps],
    gallery: [config.gallery, gallery?.steps],
    pool: [config.pool, pool?.steps],
  } as const
  for (const [section, [given, its]] of Object.entries(wanted)) {
    // Every reason not to plan a section is a rule's to find; doing nothing about it silently is the worst answer.
    if (given !== undefined && !its?.length)
      throw new Error(`no steps and no finding for ${section}`)
  }
  const steps = [...snapshots, ...image.steps, ...(gallery?.steps ?? []), ...(pool?.steps ?? [])]
  return {
    steps,
    impact: worstImpact(steps),
    ...(image.imageId !== undefined && { imageId: image.imageId }),
    ...(gallery !== undefined && { galleryImageVersionId: gallery.galleryImageVersionId }),
    ...(imageReferenceId !== undefined && { imageReferenceId }),
    ...(pool !== undefined && {
      poolId: pool.poolId,
      goal: pool.goal,
      vmSizes: vmSizesOf(config.pool),
    }),
  }
}
