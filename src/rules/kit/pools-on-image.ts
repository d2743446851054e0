import { mostOf, type NodeCounts, shownTargets } from '../../model/node-counts.js'
import type { Config } from '../../inputs/config.js'
import type { Facts } from '../../model/facts.js'
import { hasOtherImage } from '../../model/given-image.js'
import { ownMetadata, sourcesIn } from '../../model/lineage.js'
import { valueOf } from '../../model/check-facts.js'
import { ownImageId } from '../../model/pool-body.js'
import { routeOf } from '../../plan/pool-image.js'
import { resolvePool } from '../../plan/resolve-pool.js'
import { readPoolState } from '../../model/pool-state.js'
import { sourcesOf } from '../../plan/sources.js'
import { armTypes, hasType, nameOfId, parseArmId, sameId } from '../../shared/arm-id.js'
import type { JsonObject } from '../../shared/json.js'

/** With the nodes that it has or asks for. */
export interface OtherPool extends NodeCounts {
  readonly name: string
  /** What it has in common with this one. */
  readonly shares: 'image' | 'snapshot'
}

/**
 * Other pools of the account that are made from the same managed image, or from another one of the same snapshot; none
 * for a gallery image. From which snapshot a pool is, its metadata says where this action made it.
 */
export function otherPoolsOnImage(config: Config, facts: Facts): readonly OtherPool[] {
  if (routeOf(config) !== 'managed-image') return []
  const image = ownImageId(config.pool?.properties) ?? resolvePool(config, facts)?.image?.id
  const snapshot = hasOtherImage(config) ? undefined : snapshotOf(sourcesOf(config, facts))
  return (valueOf(facts.checks?.pools) ?? []).flatMap(({ id, properties }) => {
    const shares = whatIsShared(properties, { image, snapshot })
    if (shares === undefined || sameId(id, facts.pool?.poolId)) return []
    const state = readPoolState(properties)
    return [
      {
        name: nameOfId(id),
        shares,
        ...mostOf(state, shownTargets(state)),
      },
    ]
  })
}

interface ImageOrigin {
  readonly image: string | undefined
  readonly snapshot: string | undefined
}

function whatIsShared(properties: JsonObject, made: ImageOrigin): OtherPool['shares'] | undefined {
  const image = parseArmId(ownImageId(properties) ?? '')
  if (image === undefined || !hasType(image, armTypes.image)) return undefined
  if (sameId(image.text, made.image)) return 'image'
  const snapshot = snapshotOf(sourcesIn(ownMetadata(properties)))
  return snapshot !== undefined && sameId(snapshot, made.snapshot) ? 'snapshot' : undefined
}

/** The OS disk's, which comes first. */
function snapshotOf([source = '']: readonly string[]): string | undefined {
  const id = parseArmId(source)
  return id !== undefined && hasType(id, armTypes.snapshot) ? id.text : undefined
}
