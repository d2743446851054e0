/** Values of other forms of a pool, written as Resource Manager has them. */
import type { PoolName } from '../../pool-forms/pool-name.js'
import {
  isText,
  unreadable,
  type LocatedList,
  type LocatedMap,
  type LocatedValue,
} from '../yaml/located-value.js'

/** A value in the form that it has in Resource Manager. */
export interface Converted {
  readonly value: LocatedValue
  /** How it is written there, where it is not as it was. */
  readonly as?: string
}

/** Another scalar at the same place. */
export function scalarLike(like: LocatedValue, value: string | number | boolean): LocatedValue {
  return { ...placeOf(like), kind: 'scalar', value }
}

export function mapLike(
  like: LocatedValue,
  parts: Readonly<Record<string, string | undefined>>,
): LocatedValue {
  const entries = Object.entries(parts).flatMap(([key, part]): [string, LocatedValue][] =>
    part === undefined ? [] : [[key, scalarLike(like, part)]],
  )
  return { ...placeOf(like), kind: 'map', entries: new Map(entries) }
}

function placeOf({ at, key }: LocatedValue) {
  return key === undefined ? { at } : { at, key }
}

/** What a property of another form holds, as Resource Manager has it. */
export function convertValue({ kind }: PoolName, value: LocatedValue): Converted {
  if (kind === 'switch' && value.kind === 'scalar' && typeof value.value === 'boolean') {
    return switched(value, value.value)
  }
  if (kind === 'pairs' && value.kind === 'map') return toPairs(value)
  // A text with JSON in it, a bare name for an ID: known, but not to be read here.
  if (kind === 'json' && isText(value)) return { value: unreadable(value.value, value.at) }
  if (kind === 'application' && isText(value) && !value.value.startsWith('/')) {
    return {
      value: unreadable(value.value, value.at),
      as: `<ID of the account>/applications/${value.value}`,
    }
  }
  return { value }
}

export function switched(value: LocatedValue, isOn: boolean): Converted {
  const word = isOn ? 'Enabled' : 'Disabled'
  return { value: scalarLike(value, word), as: word }
}

/** `[a=b]`, as tools on a command line take pairs; undefined where an item is none. */
export function assignmentsToPairs(list: LocatedList): Converted | undefined {
  const pairs = list.items.map((item) => {
    const [, name, text] = (isText(item) && /^([^=]+)=([^]*)$/.exec(item.value)) || []
    return name === undefined ? undefined : mapLike(item, { name, value: text })
  })
  const [first] = list.items
  if (first === undefined || !isText(first) || pairs.some((pair) => pair === undefined)) {
    return undefined
  }
  const items = pairs.filter((pair) => pair !== undefined)
  const [name = ''] = first.value.split('=')
  return { value: { ...list, items }, as: `{ name: ${name}, value: … } for each` }
}

/** `{ a: b }` as `[{ name: a, value: b }]`. */
export function toPairs(map: LocatedMap): Converted {
  const items = [...map.entries].map(([name, value]): LocatedValue => {
    const text = value.kind === 'scalar' && value.value !== null ? String(value.value) : ''
    const entries = new Map([
      ['name', scalarLike(value, name)],
      ['value', value.kind === 'scalar' ? scalarLike(value, text) : value],
    ])
    return { ...placeOf(value), kind: 'map', entries }
  })
  const [first] = map.entries.keys()
  // Values may be secrets.
  const as = first === undefined ? '[]' : `a list: [{ name: ${first}, value: … }]`
  return { value: { ...placeOf(map), kind: 'list', items }, as }
}
