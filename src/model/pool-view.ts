/**
 * `pool.properties` as the rules read them: of the schema's types, with choices in the schema's letter case. What is not of
 * its type is left out (that was reported), so that nobody has to ask again; what is sent stays as it was written.
 */
import type { GenericSchema, InferOutput } from 'valibot'
import { expectedOf, inAnyCase, type Expected } from '../inputs/expected.js'
import { partsOf } from '../inputs/pool-schema/parts.js'
import { poolPropertiesSchema } from '../inputs/pool-schema/pool-properties.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json.js'

export type PoolProperties = InferOutput<typeof poolPropertiesSchema>

/**
 * The paths of keys from a type on: a key that the schema does not have is no part of any. Lists end a path, and so does
 * what may be anything.
 */
export type PathIn<T> = unknown extends T
  ? readonly []
  : | readonly []
    | (NonNullable<T> extends readonly unknown[]
        ? never
        : NonNullable<T> extends object
          ? {
              [Key in keyof NonNullable<T> & string]: readonly [Key, ...PathIn<NonNullable<T>[Key]>]
            }[keyof NonNullable<T> & string]
          : never)

/** A path of keys in `pool.properties`. */
export type PropertyPath = PathIn<PoolProperties>

const seen = new WeakMap<JsonObject, JsonObject>()

export function poolView(properties: JsonObject): JsonObject {
  const known = seen.get(properties)
  if (known !== undefined) return known
  const fitted = fit(poolPropertiesSchema, properties)
  const view = isJsonObject(fitted) ? fitted : {}
  seen.set(properties, view)
  return view
}

/** Undefined: it is not of the type. Items of lists keep their places. */
function fit(schema: GenericSchema, value: Json): Json | undefined {
  const { entries, item } = partsOf(schema)
  if (entries !== undefined) {
    if (!isJsonObject(value)) return undefined
    const fitted = Object.entries(value).flatMap(([key, held]): [string, Json][] => {
      const entry = entries.get(key)
      const inner = entry === undefined ? undefined : fit(entry, held)
      return inner === undefined ? [] : [[key, inner]]
    })
    return Object.fromEntries(fitted)
  }
  if (item !== undefined) {
    return isJsonArray(value) ? value.map((element) => fit(item, element) ?? null) : undefined
  }
  return fitScalar(expectedOf(schema), value)
}

function fitScalar(expected: Expected | undefined, value: Json): Json | undefined {
  switch (expected?.kind) {
    case 'choice':
      return typeof value === 'string'
        ? (inAnyCase(expected.values ?? [], value) ?? value)
        : undefined
    case 'text':
    case 'duration':
      return typeof value === 'string' ? value : undefined
    case 'integer':
      return typeof value === 'number' ? value : undefined
    case 'flag':
      return typeof value === 'boolean' ? value : undefined
    case 'list':
    case 'map':
    case 'pairs':
    case undefined:
      return value
  }
}
