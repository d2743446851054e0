import type { LoadedConfig, Settings } from '../inputs/config.js'
import { soleSubscription } from '../inputs/subscriptions-in.js'
import type { Facts } from '../plan/facts.js'
import type { Azure } from '../ports/azure.js'
import { observeGallery, observeGivenVersion } from './gallery.js'
import { observeGivenImage, observeImage } from './image.js'
import { observePool } from './pool.js'

/**
 * Reads what rules and plan need to know of Azure for one config, and nothing else, all at once. Hand in
 * `cacheReads(azure)`, one for the run, so that no two configs read the same thing.
 */
export async function observe(
  loaded: LoadedConfig,
  given: Settings,
  azure: Azure,
  signal: AbortSignal,
): Promise<Facts> {
  const { subscriptionId = soleSubscription(loaded.config) } = given
  const settings: Settings = { ...given, subscriptionId }
  const givenId = loaded.config.image?.id ?? ''
  const call = { signal }
  const imageFacts = observeImage(loaded, settings, azure, call)
  const [image, givenImage, givenVersion, gallery, pool] = await Promise.all([
    imageFacts,
    observeGivenImage(givenId, azure, call),
    observeGivenVersion(givenId, azure, call),
    observeGallery(loaded, settings, azure, call),
    observePool(loaded, settings, azure, { ...call, image: imageFacts }),
  ])
  const found = givenImage ?? givenVersion
  return {
    ...(image !== undefined && { image }),
    ...(found !== undefined && { given: found }),
    ...(gallery !== undefined && { gallery }),
    ...(pool !== undefined && { pool }),
  }
}
