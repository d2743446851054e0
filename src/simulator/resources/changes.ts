import { isObject, numberAt, valueAt } from '../json.js'
import type { Json } from '../kernel.js'
import { sameText } from '../store.js'

/**
 * The place of the first thing that a request has otherwise than the resource; undefined where it changes nothing. What it
 * leaves out stays. Lists are of disks, told apart by their LUN.
 */
export function changedPath(
  kept: Json | undefined,
  sent: Json,
  path: readonly string[] = [],
): string | undefined {
  if (isObject(sent)) {
    for (const [name, value] of Object.entries(sent)) {
      const changed = changedPath(valueAt(kept, name), value, [...path, name])
      if (changed !== undefined) return changed
    }
    return undefined
  }
  return isSame(kept, sent) ? undefined : path.join('.')
}

function isSame(kept: Json | undefined, sent: Json): boolean {
  if (Array.isArray(sent)) return areSameDisks(Array.isArray(kept) ? kept : [], sent)
  return typeof sent === 'string' && typeof kept === 'string' ? sameText(sent, kept) : sent === kept
}

function areSameDisks(kept: readonly Json[], sent: readonly Json[]): boolean {
  if (kept.length !== sent.length) return false
  return sent.every((disk) => {
    const before = kept.find((one) => numberAt(one, 'lun') === numberAt(disk, 'lun'))
    return changedPath(before, disk) === undefined
  })
}
