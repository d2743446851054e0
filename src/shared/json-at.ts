import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.js'

/** The value at a path of keys; undefined where the path ends early. */
export function jsonAt(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let here = value
  for (const key of keys) {
    if (!isJsonObject(here)) return undefined
    here = here[key]
  }
  return here
}

export function objectAt(
  value: Json | undefined,
  ...keys: readonly string[]
): JsonObject | undefined {
  const found = jsonAt(value, ...keys)
  return isJsonObject(found) ? found : undefined
}

/** The objects in the list at a path; empty where there is no list. */
export function objectsAt(
  value: Json | undefined,
  ...keys: readonly string[]
): readonly JsonObject[] {
  const found = jsonAt(value, ...keys)
  return isJsonArray(found) ? found.filter((item) => isJsonObject(item)) : []
}

export function textAt(value: Json | undefined, ...keys: readonly string[]): string | undefined {
  const found = jsonAt(value, ...keys)
  return typeof found === 'string' ? found : undefined
}

export function numberAt(value: Json | undefined, ...keys: readonly string[]): number | undefined {
  const found = jsonAt(value, ...keys)
  return typeof found === 'number' ? found : undefined
}

/** The same object with the value at a path set; objects on the way are made, the order of keys is kept. */
export function withJsonAt(object: JsonObject, keys: readonly string[], value: Json): JsonObject {
  const [key, ...rest] = keys
  if (key === undefined) return object
  const held = object[key]
  const next = rest.length === 0 ? value : withJsonAt(isJsonObject(held) ? held : {}, rest, value)
  return { ...object, [key]: next }
}
