/**
 * Reading fields of ARM's answers, which may lack any of them. Unlike shared/json-at.ts, an object that is absent reads
 * as empty, and an empty text as absent.
 */
import { parseArmId } from '../shared/arm-id.js'
import { jsonAt } from '../shared/json-at.js'
import { isJsonObject, type Json, type JsonObject } from '../shared/json.js'

export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject {
  const found = jsonAt(value, ...path)
  return isJsonObject(found) ? found : {}
}

export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = jsonAt(value, ...path)
  return typeof found === 'string' && found !== '' ? found : undefined
}

export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = jsonAt(value, ...path)
  return typeof found === 'number' ? found : undefined
}

export function flagAt(value: Json | undefined, ...path: readonly string[]): boolean | undefined {
  const found = jsonAt(value, ...path)
  return typeof found === 'boolean' ? found : undefined
}

export function listAt(value: Json | undefined, ...path: readonly string[]): readonly JsonObject[] {
  const found = jsonAt(value, ...path)
  return Array.isArray(found) ? found.filter(isJsonObject) : []
}

export function textsAt(value: Json | undefined, ...path: readonly string[]): readonly string[] {
  const found = jsonAt(value, ...path)
  return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : []
}

/** The id that an answer states, where it is one; else the one that was asked for. */
export function idOf(found: JsonObject, asked: string): string {
  const stated = textAt(found, 'id')
  return stated !== undefined && parseArmId(stated) !== undefined ? stated : asked
}

/** One of `values`, letter case ignored. */
export function oneOf<const T extends string>(
  values: readonly T[],
  text: string | undefined,
): T | undefined {
  return values.find((value) => value.toLowerCase() === text?.toLowerCase())
}

/** `{[key]: value}`, or nothing where there is no value: for optional properties. */
export function given<K extends string, V>(
  key: K,
  value: V | undefined,
): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V })
}

export function tagsOf(resource: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(objectAt(resource, 'tags')).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  )
}
