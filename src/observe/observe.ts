import type { Config, LoadedConfig, RunOptions } from '../inputs/config.js'
import { soleSubscription } from '../inputs/subscriptions-in.js'
import type { Facts, GivenImage } from '../model/facts.js'
import { givenImageId, isOwnGiven } from '../model/given-image.js'
import type { Azure, Call } from '../ports/azure.js'
import { AzureFailure } from '../shared/errors.js'
import { observeGallery, observeGivenVersion } from './gallery.js'
import { observeGivenImage, observeImage } from './image.js'
import { observePool } from './pool.js'
import { observeSnapshots } from './snapshots.js'
import { observeVersionUsers } from './version-users.js'

/**
 * Reads what rules and plan need to know of Azure for one config, and nothing else, all at once. Hand in
 * `cacheReads(azure)`, one for the run, so that no two configs read the same thing.
 */
export async function observe(
  loaded: LoadedConfig,
  given: RunOptions,
  azure: Azure,
  signal: AbortSignal,
): Promise<Facts> {
  const { subscriptionId = soleSubscription(loaded.config) } = given
  const runOptions: RunOptions = { ...given, subscriptionId }
  const call = { signal }
  const snapshotFacts = observeSnapshots(loaded, runOptions, azure, call)
  const imageFacts = observeImage(loaded, runOptions, azure, { ...call, snapshots: snapshotFacts })
  const [snapshots, image, found, gallery, pool] = await Promise.all([
    snapshotFacts,
    imageFacts,
    observeGiven(loaded.config, azure, call),
    observeGallery(loaded, runOptions, azure, call),
    observePool(loaded, runOptions, azure, { ...call, image: imageFacts }),
  ])
  const facts: Facts = {
    ...(snapshots !== undefined && { snapshots }),
    ...(image !== undefined && { image }),
    ...(found !== undefined && { given: found }),
    ...(gallery !== undefined && { gallery }),
    ...(pool !== undefined && { pool }),
  }
  const otherUsers = await observeVersionUsers(loaded.config, facts, azure, call)
  if (gallery === undefined || otherUsers === undefined) return facts
  return { ...facts, gallery: { ...gallery, otherUsers } }
}

/** What cannot be read of a pool's own image stays unknown: Azure asks for less to make nodes of it. */
async function observeGiven(
  config: Config,
  azure: Azure,
  call: Call,
): Promise<GivenImage | undefined> {
  const id = givenImageId(config) ?? ''
  try {
    const [image, version] = await Promise.all([
      observeGivenImage(id, azure, call),
      observeGivenVersion(id, azure, call),
    ])
    return image ?? version
  } catch (error) {
    if (isOwnGiven(config) && error instanceof AzureFailure) return undefined
    throw error
  }
}
