import type { Path } from '../../shared/finding.js'
import { mergeLocated, wrapIn, type LocatedValue } from '../yaml/located-value.js'

/**
 * Puts a value at a path where there is none, or none that can be read; maps are merged, and what was written there stays.
 * Lists on the way have to be there.
 */
export function placeBelow(here: LocatedValue, path: Path, value: LocatedValue): LocatedValue {
  const [step, ...rest] = path
  if (step === undefined) return isUnread(here) ? value : mergeLocated(value, here)
  if (here.kind === 'list' && typeof step === 'number') {
    const items = here.items.map((item, index) =>
      index === step ? placeBelow(item, rest, value) : item,
    )
    return { ...here, items }
  }
  if (here.kind !== 'map' || typeof step !== 'string') return here
  const inner = here.entries.get(step)
  const keys = rest.filter((one) => typeof one === 'string')
  if (inner === undefined && keys.length < rest.length) return here
  const placed = inner === undefined ? wrapIn(keys, value) : placeBelow(inner, rest, value)
  return { ...here, entries: new Map(here.entries).set(step, placed) }
}

function isUnread(value: LocatedValue): boolean {
  return value.kind === 'scalar' && value.isUnreadable === true
}
