import type { Json, JsonObject } from './kernel.js'

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of keys and indices; undefined where any of them is missing. */
export function valueAt(
  value: Json | undefined,
  ...path: readonly (string | number)[]
): Json | undefined {
  let here = value
  for (const step of path) {
    if (Array.isArray(here) && typeof step === 'number') here = here[step]
    else if (isObject(here) && typeof step === 'string') here = here[step]
    else return undefined
  }
  return here
}

export function textAt(value: Json | undefined, ...path: (string | number)[]): string | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : undefined
}

export function numberAt(
  value: Json | undefined,
  ...path: (string | number)[]
): number | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'number' ? found : undefined
}

/** The object there; an empty one where there is none. */
export function objectAt(value: Json | undefined, ...path: (string | number)[]): JsonObject {
  const found = valueAt(value, ...path)
  return isObject(found) ? found : {}
}

/** The objects in the array there; none where there is no array. */
export function objectsAt(value: Json | undefined, ...path: (string | number)[]): JsonObject[] {
  const found = valueAt(value, ...path)
  return Array.isArray(found) ? found.filter(isObject) : []
}

/** A copy without its empty (`undefined`) members, as JSON would send it. */
export function withoutUndefined(value: { [key: string]: Json | undefined }): JsonObject {
  const kept: JsonObject = {}
  for (const [key, member] of Object.entries(value)) if (member !== undefined) kept[key] = member
  return kept
}

/** A copy without some of its members. */
export function without(value: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}

/** ARM tags: texts by name; what is no text becomes empty. */
export function tagsIn(value: Json | undefined): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(objectAt(value)).map(([name, tag]) => [
      name,
      typeof tag === 'string' ? tag : '',
    ]),
  )
}

/** A copy through JSON: what is undefined is left out, nothing is shared. */
export function toJson(value: unknown): Json {
  const copy: unknown = JSON.parse(JSON.stringify(value))
  return isJson(copy) ? copy : null
}

function isJson(value: unknown): value is Json {
  return value !== undefined // JSON.parse makes nothing else
}
