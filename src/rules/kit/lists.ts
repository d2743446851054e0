/** What rules ask of lists: how many there are, that each has a value of its own, and in which range. */
import { showValue } from '../../shared/show-value.js'
import type { Found } from '../rule.js'
import type { Item } from './values.js'

/** More than Batch takes: told once, at the first that is too many. */
export function tooMany(
  items: readonly Item[],
  most: number,
  about: { readonly what: string; readonly whole?: string; readonly hint?: string },
): Found {
  const { what, whole = 'a pool', hint } = about
  return items.slice(most, most + 1).map(({ at }) => ({
    at,
    message: `${String(items.length)} ${what} are more than the ${String(most)} that ${whole} can have`,
    help: `keep at most ${String(most)}${hint === undefined ? '' : `; ${hint}`}`,
  }))
}

/** Numbers outside of a range, both ends of which are in it; `what`: what messages call them. */
export function outOfRange(
  items: readonly Item[],
  key: string,
  { what, least, most }: { readonly what: string; readonly least: number; readonly most: number },
): Found {
  const range = `from ${String(least)} to ${String(most)}`
  return items.flatMap(({ at, item: { [key]: value } }): Found => {
    if (typeof value !== 'number' || (value >= least && value <= most)) return []
    const message = `${what} ${String(value)} is not ${range}`
    return { at: [...at, key], message, help: `write a number ${range}` }
  })
}

/** Values that an earlier item has as well, with letter case ignored in text. */
export function givenTwice(
  items: readonly Item[],
  key: string,
  { says, help }: { readonly says: (shown: string) => string; readonly help: string },
): Found {
  const seen = new Set<string | number>()
  return items.flatMap(({ at, item: { [key]: value } }): Found => {
    if (typeof value !== 'number' && (typeof value !== 'string' || value === '')) return []
    const plain = typeof value === 'string' ? value.toLowerCase() : value
    const isFirst = !seen.has(plain)
    seen.add(plain)
    if (isFirst) return []
    return { at: [...at, key], message: says(showValue(value)), help }
  })
}
