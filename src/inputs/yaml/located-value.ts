import type { Origin, Path } from '../../shared/finding.js'

export type Scalar = null | boolean | number | string

/** Where a part of a text was written, and its line with a caret under it. */
export interface TextPlace {
  readonly at: Origin
  readonly snippet?: string
}

interface Place {
  /** Where the value was written. */
  readonly at: Origin
  /** Where its key was written; absent for items of a list, and for values of inputs. */
  readonly key?: Origin
}
export interface LocatedScalar extends Place {
  readonly kind: 'scalar'
  readonly value: Scalar
  /** How a number was written, where it would be shown otherwise: `1.0`. */
  readonly source?: string
  /** Of a text: where a part of it stands, by offsets into the value. */
  readonly placeWithin?: (start: number, end: number) => TextPlace
  /** The text of something that cannot be read, which was told: it stands where a value was given. */
  readonly isUnreadable?: true
}
export interface LocatedList extends Place {
  readonly kind: 'list'
  readonly items: readonly LocatedValue[]
}
export interface LocatedMap extends Place {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, LocatedValue>
  /** One value, given as a whole: it replaces another map, and is not merged with it. */
  readonly isWhole?: boolean
}
/** A value as someone wrote it: every part of it knows where it stands. */
export type LocatedValue = LocatedScalar | LocatedList | LocatedMap

export function isText(
  written: LocatedValue,
): written is LocatedScalar & { readonly value: string } {
  return written.kind === 'scalar' && typeof written.value === 'string'
}

/** Nothing behind a key: it is not given. */
export function isNull(written: LocatedValue): boolean {
  return written.kind === 'scalar' && written.value === null
}

/** Without the keys, at any depth of maps, that have nothing behind them. */
export function withoutNulls(written: LocatedValue): LocatedValue {
  if (written.kind !== 'map') return written
  const given = [...written.entries].filter(([, held]) => !isNull(held))
  return { ...written, entries: new Map(given.map(([key, held]) => [key, withoutNulls(held)])) }
}

export function unreadable(value: string, at: Origin): LocatedScalar {
  return { kind: 'scalar', value, at, isUnreadable: true }
}

/** The places of what could not be read. */
export function unreadablePaths(written: LocatedValue, path: Path = []): readonly Path[] {
  switch (written.kind) {
    case 'scalar':
      return written.isUnreadable === true ? [path] : []
    case 'list':
      return written.items.flatMap((item, index) => unreadablePaths(item, [...path, index]))
    case 'map':
      return [...written.entries].flatMap(([key, value]) => unreadablePaths(value, [...path, key]))
  }
}

/** The value without its places. */
export function plainValue(written: LocatedValue): unknown {
  switch (written.kind) {
    case 'scalar':
      return written.value
    case 'list':
      return written.items.map(plainValue)
    case 'map':
      // fromEntries defines keys, so that none of them can reach a prototype.
      return Object.fromEntries(
        [...written.entries].map(([key, value]) => [key, plainValue(value)]),
      )
  }
}

/** Lays `above` over `below`: maps are merged key by key, everything else (and a whole map) replaces. */
export function mergeLocated(below: LocatedValue, above: LocatedValue): LocatedValue {
  if (below.kind !== 'map' || above.kind !== 'map' || above.isWhole === true) return above
  const entries = new Map(below.entries)
  for (const [key, value] of above.entries) {
    const covered = entries.get(key)
    entries.set(key, covered === undefined ? value : mergeLocated(covered, value))
  }
  const place = below.at.kind === 'default' ? above : below
  return { ...place, kind: 'map', entries }
}

export function childOf(written: LocatedValue, step: string | number): LocatedValue | undefined {
  if (written.kind === 'map') return written.entries.get(String(step))
  if (written.kind === 'list' && typeof step === 'number') return written.items[step]
  return undefined
}

/** The value at a path; undefined when nothing was written there. */
export function valueAt(root: LocatedValue, path: Path): LocatedValue | undefined {
  let here: LocatedValue | undefined = root
  for (const step of path) here = here === undefined ? undefined : childOf(here, step)
  return here
}

/**
 * Where the value at a path was written: the value of a scalar, the key of anything longer. For a path where
 * nothing was written, the nearest ancestor that was.
 */
export function originAt(root: LocatedValue, path: Path): Origin {
  let here = root
  for (const step of path) {
    const next = childOf(here, step)
    if (next === undefined) break
    here = next
  }
  return placeOf(here)
}

/** Where a part of the text at `path` was written. */
export function placeWithin(
  root: LocatedValue,
  path: Path,
  { start, end }: { readonly start: number; readonly end: number },
): TextPlace | undefined {
  let here: LocatedValue | undefined = root
  for (const step of path) here = here === undefined ? undefined : childOf(here, step)
  return here?.kind === 'scalar' ? here.placeWithin?.(start, end) : undefined
}

/** A scalar's value, the key of anything longer or empty; of a map that inputs make up, the first input's. */
function placeOf(written: LocatedValue): Origin {
  if (written.kind === 'scalar' && written.value !== null) return written.at
  const at = written.key ?? written.at
  const [first] = written.kind === 'map' ? written.entries.values() : []
  return at.kind === 'default' && first !== undefined ? placeOf(first) : at
}

/** Where the key of a value was written; where there is none, the value. */
export function keyPlace(value: LocatedValue): Origin {
  return value.key ?? value.at
}

/** A map along `path` with `value` at its end; the maps on the way were written nowhere. */
export function wrapIn(path: readonly string[], value: LocatedValue): LocatedValue {
  return path.reduceRight<LocatedValue>(
    (inner, key) => ({ kind: 'map', at: { kind: 'default' }, entries: new Map([[key, inner]]) }),
    value,
  )
}
