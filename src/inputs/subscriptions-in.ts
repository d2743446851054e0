import { parseArmId } from '../shared/arm-id.js'
import type { Config } from './config.js'

/** The subscriptions that the ids of a config's image, definition and account name, each once, in lower case. */
export function subscriptionsIn({ image, gallery, pool }: Config): readonly string[] {
  const ids = [image?.id, gallery?.imageDefinition, pool?.account]
  const found = ids.flatMap((id) => parseArmId(id ?? '')?.subscriptionId.toLowerCase() ?? [])
  return [...new Set(found)]
}
