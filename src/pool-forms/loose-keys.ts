import { isJsonObject, type Json, type JsonObject } from '../shared/json.js'
import { plainName } from './find-name.js'

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
