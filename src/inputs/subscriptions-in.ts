import { subscriptionsOf } from '../shared/arm-id.js'
import type { Config } from './config.js'

/** The subscriptions that the ids of a config's image, definition and account name, each once, in lower case. */
export function subscriptionsIn({ snapshots, image, gallery, pool }: Config): readonly string[] {
  return subscriptionsOf(
    [snapshots?.sourceVm, image?.id, gallery?.imageDefinition, pool?.account].map((id = '') => id),
  )
}

/**
 * The subscription for what a config gives by name, where no input says it: the one that all its ids are of, those of
 * the image's sources too. Undefined where they name none, or several.
 */
export function soleSubscription(config: Config): string | undefined {
  const { osSnapshot, source, dataSnapshots = [], dataDiskSources = [] } = config.image ?? {}
  const sources = [
    osSnapshot,
    source,
    ...dataSnapshots.map((item) => item.source),
    ...dataDiskSources,
  ]
  const ofSources = subscriptionsOf(sources.map((id = '') => id))
  const [only, ...others] = new Set([...subscriptionsIn(config), ...ofSources])
  return others.length === 0 ? only : undefined
}
