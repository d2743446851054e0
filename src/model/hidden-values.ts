/**
 * What Azure takes for a pool and never shows: it is compared with what this action wrote last, which the pool's metadata
 * remembers. Of a secret that is the output of a slow function, of one that can be found by trying nothing.
 */
import type { Pool } from '../ports/azure.js'
import type { Path } from '../shared/finding.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { objectAt, textAt } from '../shared/json-at.js'
import { isOurs, lineageNames, ownMetadata } from './lineage.js'
import type { MetadataEdit } from './step.js'
import { isNeverShown, isNothing, isOpenlyHidden, isSameValue } from './pool-values.js'

/** Stands for a secret: slow, so that trying words against it is no use. `salt` is where the secret stands. */
export type DigestSecret = (secret: string, salt: string) => string

/** Shorter ones can be found by trying, however slow each try is. */
export const shortestDigested = 12

export interface HiddenValue {
  /** From the body's top: `['properties', 'userAccounts', 0, 'password']`. */
  readonly at: Path
  /** The same whatever the order of a list: `userAccounts.admin.password`. */
  readonly name: string
  /** The property of `properties` that it belongs to. */
  readonly property: string
  readonly text: string
  /** It may be read by anybody: what Azure does with it is its own choice. */
  readonly isOpen: boolean
}

/** What of a pool's body no answer shows. */
export function hiddenValues(body: JsonObject): readonly HiddenValue[] {
  const properties = objectAt(body, 'properties') ?? {}
  return Object.entries(properties).flatMap(([property, value]) =>
    below(value, { at: ['properties', property], names: [property], property }),
  )
}

type Standing = Pick<HiddenValue, 'at' | 'property'> & { readonly names: readonly string[] }

function below(value: Json, standing: Standing): readonly HiddenValue[] {
  const { at, names, property } = standing
  const key = names.at(-1) ?? ''
  if (isNeverShown(key)) {
    if (isNothing(value)) return []
    const text = typeof value === 'string' ? value : JSON.stringify(sorted(value))
    return [{ at, name: names.join('.'), property, text, isOpen: isOpenlyHidden(key) }]
  }
  if (isJsonArray(value)) {
    return value.flatMap((item, index) =>
      below(item, { property, at: [...at, index], names: [...names, nameOf(item, index)] }),
    )
  }
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([inner, held]) =>
    below(held, { property, at: [...at, inner], names: [...names, inner] }),
  )
}

/** What tells an element of a list from its neighbours: Azure keeps no order. */
function nameOf(item: Json, index: number): string {
  const registry = [textAt(item, 'registryServer'), textAt(item, 'username')].filter(Boolean)
  const mounts = isJsonObject(item) ? Object.values(item) : []
  const mount = mounts.map((one) => textAt(one, 'relativeMountPath')).find(Boolean)
  return textAt(item, 'name') ?? mount ?? (registry.join(' ') || String(index))
}

function sorted(value: Json): Json {
  if (isJsonArray(value)) return value.map(sorted)
  if (!isJsonObject(value)) return value
  const keys = Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]))
}

/** Too short to be remembered by a digest. */
export function isTooShort({ isOpen, text }: Pick<HiddenValue, 'isOpen' | 'text'>): boolean {
  return !isOpen && text.length < shortestDigested
}

/** By property what was written of it: by name what stands for each value. A property that is not named was never written. */
type Written = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Properties in which something may be hidden. */
const holders = [
  'deploymentConfiguration',
  'mountConfiguration',
  'scaleSettings',
  'startTask',
  'userAccounts',
]

export interface Keeper {
  readonly poolId: string
  /** Without, nothing is remembered of secrets. */
  readonly digest: DigestSecret | undefined
}

/** What stands for the values that the body hides, by the properties that it names. */
export function writtenBy(body: JsonObject, keeper: Keeper): Written {
  const properties = objectAt(body, 'properties') ?? {}
  const values = hiddenValues(body)
  const named = holders.filter((name) => !isNothing(properties[name]))
  return Object.fromEntries(
    named.map((property) => {
      const own = values.filter((value) => value.property === property)
      const marks = own.flatMap((value) => {
        const mark = markOf(value, keeper)
        return mark === undefined ? [] : [[value.name, mark] as const]
      })
      return [property, Object.fromEntries(marks)]
    }),
  )
}

function markOf(value: HiddenValue, { poolId, digest }: Keeper): string | undefined {
  if (value.isOpen) return value.text
  if (isTooShort(value)) return undefined
  return digest?.(value.text, `${poolId.toLowerCase()} ${value.name}`)
}

/** Metadata that remembers what a body writes, beside what earlier writes left; empty where there is nothing to say. */
export function writtenItem(
  body: JsonObject,
  keeper: Keeper,
  existing?: Pick<Pool, 'properties'>,
): Readonly<Record<string, string>> {
  const written = { ...(existing && lastWritten(existing)), ...writtenBy(body, keeper) }
  return Object.keys(written).length === 0
    ? {}
    : { [lineageNames.written]: JSON.stringify(sorted(written)) }
}

/** What a pool remembers; undefined for one that this action did not make, and for what cannot be read. */
function lastWritten({ properties }: Pick<Pool, 'properties'>): Written | undefined {
  const own = ownMetadata(properties)
  if (!isOurs(own)) return undefined
  const item = Object.entries(own).find(([name]) => name.toLowerCase() === lineageNames.written)
  return item === undefined ? undefined : parse(item[1])
}

function parse(text: string): Written | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (!isJsonObject(value)) return undefined
    return Object.fromEntries(
      Object.entries(value).flatMap(([property, held]) =>
        isJsonObject(held) ? [[property, textsIn(held)]] : [],
      ),
    )
  } catch {
    return undefined // somebody wrote into it
  }
}

function textsIn(object: JsonObject): Record<string, string> {
  const texts: [string, string][] = []
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === 'string') texts.push([name, value])
  }
  return Object.fromEntries(texts)
}

/** For putting properties back as Azure shows them: what it does not show is lost with that, and no longer known. */
export function forgetting(
  pool: Pick<Pool, 'properties'>,
  names: readonly string[],
): Pick<MetadataEdit, 'set' | 'remove'> {
  const known = Object.entries(lastWritten(pool) ?? {})
  const kept = known.filter(
    ([name, marks]) => !names.includes(name) || Object.keys(marks).length === 0,
  )
  if (kept.length === known.length && kept.length > 0) return { set: {}, remove: [] }
  const text = JSON.stringify(Object.fromEntries(kept))
  return kept.length === 0
    ? { set: {}, remove: [lineageNames.written] }
    : { set: { [lineageNames.written]: text }, remove: [] }
}

const optionPath = ['scaleSettings', 'fixedScale', 'nodeDeallocationOption'] as const

/** The scale as Azure shows it, with the part that it does not show as this action wrote it last. */
export function wholeScale(pool: Pick<Pool, 'properties'>): JsonObject | undefined {
  const shown = objectAt(pool.properties, 'scaleSettings')
  const option = lastWritten(pool)?.['scaleSettings']?.[optionPath.join('.')]
  const fixed = objectAt(shown, 'fixedScale')
  if (shown === undefined || fixed === undefined || option === undefined) return shown
  return { ...shown, fixedScale: { nodeDeallocationOption: option, ...fixed } }
}

export interface HiddenComparison {
  /** Written otherwise last time, or not at all; `from` only where it may be read. */
  readonly changed: readonly (HiddenValue & { readonly from: string | undefined })[]
  /** Nothing is remembered of what was written last. */
  readonly unknown: readonly HiddenValue[]
}

/** What is wanted and hidden, held to what was written last. What the pool shows all the same is for others to compare. */
export function compareHidden(
  wanted: JsonObject,
  pool: Pick<Pool, 'id' | 'properties'>,
  digest: DigestSecret | undefined,
): HiddenComparison {
  const values = hiddenValues(wanted).filter((value) => !isShown(value, pool))
  const last = values.length === 0 ? undefined : lastWritten(pool)
  const comparable = values.filter((value) => !isTooShort(value))
  const isKnown = ({ property, isOpen }: HiddenValue): boolean =>
    last?.[property] !== undefined && (isOpen || digest !== undefined)
  const changed = comparable.filter(isKnown).flatMap((value) => {
    const before = last?.[value.property]?.[value.name]
    const now = markOf(value, { poolId: pool.id, digest })
    const isSame = value.isOpen
      ? isSameValue(lastKey(value), value.text, before ?? '')
      : now === before
    return isSame ? [] : [{ ...value, from: value.isOpen ? before : undefined }]
  })
  return { changed, unknown: comparable.filter((value) => !isKnown(value)) }
}

/** Older API versions show what may be read by anybody. */
function isShown(value: HiddenValue, { properties }: Pick<Pool, 'properties'>): boolean {
  return value.isOpen && textAt({ properties }, ...value.at.map(String)) !== undefined
}

function lastKey({ at }: HiddenValue): string {
  return String(at.at(-1))
}
