import * as v from 'valibot'
import type { Lifetime } from './vocabulary.js'

/** What a schema is put together from. */
export interface Parts {
  /** Of a closed map: what each key may hold. */
  readonly entries?: ReadonlyMap<string, v.GenericSchema>
  /** Of a closed map: the keys that have to be there. */
  readonly required?: readonly string[]
  /** Of a list: what each element may be. */
  readonly item?: v.GenericSchema
  /** Of a map with keys of the user's own: what each of them may hold. */
  readonly value?: v.GenericSchema
}

/** The schemas inside a schema: those of a closed map's keys (`optional` taken off), or of a list's elements. */
export function partsOf(schema: v.GenericSchema): Parts {
  const known = seen.get(schema)
  if (known !== undefined) return known
  const parts = takeApart(withoutOptional(schema))
  seen.set(schema, parts)
  return parts
}

/** Schemas are few and files are many. */
const seen = new WeakMap<v.GenericSchema, Parts>()

function takeApart(inner: v.GenericSchema): Parts {
  if ('entries' in inner && isRecord(inner.entries)) {
    const entries = new Map<string, v.GenericSchema>()
    const required: string[] = []
    for (const [key, entry] of Object.entries(inner.entries)) {
      if (!isSchema(entry)) continue
      entries.set(key, withoutOptional(entry))
      if (entry.type !== 'optional') required.push(key)
    }
    return { entries, required }
  }
  if ('item' in inner && isSchema(inner.item)) return { item: inner.item }
  if (inner.type === 'record' && 'value' in inner && isSchema(inner.value)) {
    return { value: inner.value }
  }
  const { value } = v.getMetadata(inner)
  if (isSchema(value)) return { value }
  // Of a value or a map that says the same: the map.
  const options = 'options' in inner && Array.isArray(inner.options) ? inner.options : []
  const map = options.find((option: unknown) => isSchema(option) && 'entries' in option)
  return isSchema(map) ? takeApart(map) : {}
}

/** The API versions that have what the schema stands for. */
export function lifetimeOf(schema: v.GenericSchema): Lifetime {
  return v.getMetadata(withoutOptional(schema))
}

function withoutOptional(schema: v.GenericSchema): v.GenericSchema {
  return 'wrapped' in schema && isSchema(schema.wrapped) ? schema.wrapped : schema
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isSchema(value: unknown): value is v.GenericSchema {
  return isRecord(value) && value['kind'] === 'schema'
}
