import type { LocatedMap } from '../yaml/located-value.js'

/** The value of a config with the places of all that is in it. */
export type Places = () => LocatedMap

export function placesKept(root: LocatedMap): Places {
  return () => root
}

/** So many configs that are asked for places in turns are read no more often than one. */
const mostKept = 16

/** Those that were asked for last, the oldest first. */
const kept = new Map<Places, LocatedMap>()

/**
 * Places that are read `again` when somebody asks for them: they take ten times the memory of the text, and nobody asks but for a
 * finding. Those of the configs that were used last are kept.
 */
export function placesReadAgain(first: LocatedMap, again: Places): Places {
  const places = (): LocatedMap => {
    const known = kept.get(places) ?? again()
    keep(places, known)
    return known
  }
  keep(places, first)
  return places
}

function keep(places: Places, root: LocatedMap): void {
  kept.delete(places)
  kept.set(places, root)
  const [oldest] = kept.keys()
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
}
