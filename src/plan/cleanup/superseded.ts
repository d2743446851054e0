import { idKey, nameOfId, parentId, parseArmId } from '../../shared/arm-id.js'
import { lineageNames } from '../../model/lineage.js'
import type { Thing } from '../../in-use/thing.js'
import { isOurs, isPast, madeAt } from './succession.js'

/** No run that may still bring it to service is older. */
const leastAgeMs = 24 * 3_600_000

/**
 * Pools of blue-green rollouts that failed, each by its key with the name of the pool that went live after it: the next
 * rollout makes a pool of its own or none, so nobody comes back to these.
 */
export function supersededCanaries(
  things: readonly Thing[],
  now: number,
): ReadonlyMap<string, string> {
  const ours = things.filter((thing) => isOurs(thing, now))
  const live = ours.filter(({ items }) => items.get(lineageNames.role) === 'live')
  const found = ours.flatMap((thing) => {
    const made = madeAt(thing)
    if (thing.items.get(lineageNames.role) !== 'canary' || !isPast(made, now)) return []
    const place = rolloutOf(thing)
    if (place === undefined || now - made < leastAgeMs) return []
    const later = live.find(
      (other) => rolloutOf(other) === place && isAfter(liveSince(other), made, now),
    )
    return later === undefined ? [] : [[thing.key, nameOfId(later.id)] as const]
  })
  return new Map(found)
}

/** Batch account and name in the config. */
function rolloutOf({ id, items, of }: Thing): string | undefined {
  const parsed = parseArmId(id)
  const name = items.get(lineageNames.pool)
  if (of.kind !== 'pool' || parsed === undefined || name === undefined) return undefined
  return `${idKey(parentId(parsed) ?? '')}/${name.toLowerCase()}`
}

/** Later, and not yet to come. */
function isAfter(at: number, before: number, now: number): boolean {
  return at > before && isPast(at, now)
}

function liveSince({ items }: Thing): number {
  const at = Date.parse(items.get(lineageNames.live) ?? '')
  return Number.isNaN(at) ? 0 : at
}
