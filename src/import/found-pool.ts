import type { Json, JsonObject } from '../shared/json.js'
import { isJsonObject } from '../shared/json.js'
import { plainName } from '../pool-forms/find-name.js'
import type { PoolForm } from '../pool-forms/pool-name.js'

/** A pool in a document, still in the words of its form. */
export interface FoundPool {
  readonly form: PoolForm
  /** Of `arm` the resource, with `properties`; of the other forms the pool itself. */
  readonly value: JsonObject
  /** What the document is, for a person: `an ARM template`. */
  readonly what: string
  /** What could not be worked out, by the text that says it: an expression of a template. */
  readonly unresolved: readonly Unresolved[]
  readonly remarks: readonly string[]
}

export interface Unresolved {
  /** The expression as it is written. */
  readonly text: string
  readonly why: string
}

/** The value of a key whatever its letter case, `_` and `-`. */
export function looseAt(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let here = value
  for (const key of keys) {
    if (!isJsonObject(here)) return undefined
    const plain = plainName(key)
    here = Object.entries(here).find(([name]) => plainName(name) === plain)?.[1]
  }
  return here
}

export function looseText(value: Json | undefined, ...keys: readonly string[]): string | undefined {
  const found = looseAt(value, ...keys)
  return typeof found === 'string' && found !== '' ? found : undefined
}

export function looseObject(
  value: Json | undefined,
  ...keys: readonly string[]
): JsonObject | undefined {
  const found = looseAt(value, ...keys)
  return isJsonObject(found) ? found : undefined
}

/** Whether it has any of these keys, with something in it. */
export function hasAny(value: JsonObject, ...keys: readonly string[]): boolean {
  const plain = new Set(keys.map(plainName))
  return Object.entries(value).some(([name, held]) => held !== null && plain.has(plainName(name)))
}
