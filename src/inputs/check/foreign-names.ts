/** Keys that another form of a pool has: the Batch service's own API and az, Terraform, PowerShell. */
import { findNames, plainName, type FoundName } from '../../pool-forms/find-name.js'
import { namesIn, parentOf } from '../../pool-forms/forms-of.js'
import { goneNames } from '../../pool-forms/without-counterpart.js'
import type { Path } from '../../shared/finding.js'
import { pathText } from '../../shared/path-text.js'
import { isText, type LocatedValue } from '../yaml/located-value.js'
import { convertValue, scalarLike } from './convert-value.js'
import type { Reading } from './reading.js'

const properties: Path = ['pool', 'properties']
const retired = 'cloudServiceConfiguration'

/** Whether a property went, and no other came in its place. */
export function isGone(key: string): boolean {
  return goneNames.some(({ name }) => name !== retired && plainName(name) === plainName(key))
}

/** What Azure has no more. */
export function readGoneName(path: Path, value: LocatedValue): Reading | undefined {
  const key = plainName(String(path.at(-1)))
  const gone =
    path[0] === 'pool' ? goneNames.find(({ name }) => plainName(name) === key) : undefined
  if (gone === undefined) return undefined
  const said = isText(value) ? plainName(value.value) : ''
  const saysNothing = gone.means?.includes(said) === true
  const why = saysNothing ? 'every pool has it so by now' : gone.why
  return { kind: 'gone', why, isLost: gone.name === retired }
}

/** The property that any form but Resource Manager's calls so; undefined where none does. */
export function readForeignName(path: Path, value: LocatedValue): Reading | undefined {
  if (path[0] !== 'pool') return undefined
  const below = path.slice(path[1] === 'properties' ? 2 : 1)
  const keys = below.filter((step) => typeof step === 'string')
  const found = findNames(keys)
  const above = path.slice(0, -1)
  const [first] = found
  const chosen =
    found.find(({ name }) => isSame(placeIn(parentOf(name.arm), above), above)) ??
    (first !== undefined && (found.length === 1 || isWrittenSo(first, keys)) ? first : undefined)
  if (chosen !== undefined) return toReading(chosen, path, value)
  if (first === undefined) return undefined
  const places = found.map(({ name }) => {
    const place = placeIn(name.arm, above)
    return place === undefined ? armText(name.arm) : pathText(place)
  })
  // The place of the fewest levels is the likeliest.
  const nearest = [...new Set(places)].sort((a, b) => a.split('.').length - b.split('.').length)
  return { kind: 'somewhere', places: nearest }
}

function isWrittenSo({ form, name }: FoundName, keys: readonly string[]): boolean {
  const written = namesIn(form).find((named) => named.name === name)?.path ?? ''
  return plainName(written.replaceAll('[]', '')) === plainName(keys.join('.'))
}

function toReading({ form, name }: FoundName, path: Path, value: LocatedValue): Reading {
  const above = path.slice(0, -1)
  const keys = path.slice(2).filter((step) => typeof step === 'string')
  const of = isWrittenSo({ form, name }, keys) ? { form } : {}
  if (name.kind === 'port-range' && isText(value)) return portRange(path, value, value.value)
  const place = placeIn(name.arm, above)
  const converted = convertValue(name, value)
  if (place === undefined) return { kind: 'somewhere', places: [armText(name.arm)], ...of }
  const as = converted.as === undefined ? {} : { as: converted.as }
  const key = place.at(-1)
  if (isSame(place.slice(0, -1), above) && typeof key === 'string') {
    return { kind: 'here', key, value: converted.value, ...of, ...as }
  }
  return { kind: 'elsewhere', moves: [{ path: place, value: converted.value }], ...of, ...as }
}

/** `1000-1099` */
function portRange(path: Path, value: LocatedValue, text: string): Reading {
  const [start = '', end = start] = text.split('-')
  const above = path.slice(0, -1)
  const moves = [
    { path: [...above, 'frontendPortRangeStart'], value: scalarLike(value, Number(start)) },
    { path: [...above, 'frontendPortRangeEnd'], value: scalarLike(value, Number(end)) },
  ]
  const as = `${start}, and frontendPortRangeEnd: ${end}`
  return { kind: 'elsewhere', moves, as, form: 'terraform' }
}

/** A path of the table of names as one in the config; the places in lists are those that the key stands in. */
function placeIn(arm: string, above: Path): Path | undefined {
  const place: (string | number)[] = [...properties]
  const steps = arm === '' ? [] : arm.split('.')
  for (const [index, step] of steps.entries()) {
    const isList = step.endsWith('[]')
    place.push(isList ? step.slice(0, -2) : step)
    const isParentOfItems = isList && (index < steps.length - 1 || above.length > place.length)
    if (!isParentOfItems) continue
    const item = isSame(above.slice(0, place.length), place) ? above[place.length] : undefined
    if (typeof item === 'number') place.push(item)
    else if (index < steps.length - 1) return undefined
  }
  return place
}

function armText(arm: string): string {
  return `${pathText(properties)}.${arm}`
}

function isSame(a: Path | undefined, b: Path): boolean {
  return a?.length === b.length && a.every((step, index) => step === b[index])
}
