import type { Config } from '../inputs/config.js'
import type { Facts, ImageTraits } from './facts.js'
import { planGallery } from './gallery.js'
import { planImage } from './image.js'
import { planPool } from './pool.js'
import { worstImpact, type Plan } from './step.js'

const unknownTraits: ImageTraits = {
  location: undefined,
  osType: undefined,
  hyperVGeneration: undefined,
}

/** Everything that has to be done for one config, in order. For facts that no rule objects to. */
export function planConfig(config: Config, facts: Facts): Plan {
  const image = planImage(config, facts)
  const traits = image.traits ?? unknownTraits
  const gallery = planGallery(config, facts, { ...image, traits })
  const imageReferenceId = gallery?.imageReferenceId ?? image.imageId
  const pool = planPool(config, facts)
  const steps = [...image.steps, ...(gallery?.steps ?? []), ...(pool?.steps ?? [])]
  return {
    steps,
    impact: worstImpact(steps),
    ...(image.imageId !== undefined && { imageId: image.imageId }),
    ...(gallery !== undefined && { galleryImageVersionId: gallery.galleryImageVersionId }),
    ...(imageReferenceId !== undefined && { imageReferenceId }),
    ...(pool !== undefined && { poolId: pool.poolId, goal: pool.goal }),
  }
}
