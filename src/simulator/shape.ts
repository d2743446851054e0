/**
 * Shapes of JSON that know since and until which API version each property exists. One table of them says
 * what a pool is; reading a request, showing an answer and refusing what a version does not know follow from it.
 */
import { isObject } from './json.js'
import type { Json, JsonObject } from './kernel.js'

export type Shape =
  | { readonly kind: 'text' | 'whole' | 'flag' | 'anything' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Field>> }

export interface Field {
  readonly shape: Shape
  /** First API version that has it. */
  readonly since?: string
  /** First API version that no longer has it. */
  readonly until?: string
  readonly required?: boolean
  /** Set by the service; taken from a request without a word and dropped. */
  readonly readOnly?: boolean
  /** Accepted and kept, never shown. */
  readonly secret?: boolean
  /** First API version whose answers leave it out; writes may still say it. */
  readonly writeOnlySince?: string
}

export const text: Shape = { kind: 'text' }
export const whole: Shape = { kind: 'whole' }
export const flag: Shape = { kind: 'flag' }
export const anything: Shape = { kind: 'anything' }
export const choice = (...values: readonly string[]): Shape => ({ kind: 'choice', values })
export const list = (of: Shape): Shape => ({ kind: 'list', of })
export const map = (of: Shape): Shape => ({ kind: 'map', of })

/** An object; a bare shape is an optional property that every version has. */
export function object(fields: Readonly<Record<string, Shape | Field>>): Shape {
  return { kind: 'object', fields: fieldsOf(fields) }
}

export function fieldsOf(fields: Readonly<Record<string, Shape | Field>>): Record<string, Field> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      'kind' in field ? { shape: field } : field,
    ]),
  )
}

export const required = (shape: Shape): Field => ({ shape, required: true })
export const since = (version: string, shape: Shape): Field => ({ shape, since: version })
export const until = (version: string, shape: Shape): Field => ({ shape, until: version })
export const between = (from: string, to: string, shape: Shape): Field => ({
  shape,
  since: from,
  until: to,
})
export const secret = (shape: Shape): Field => ({ shape, secret: true })
export const readOnly = (shape: Shape): Field => ({ shape, readOnly: true })

export function exists(field: Field, version: string): boolean {
  return (
    (field.since === undefined || version >= field.since) &&
    (field.until === undefined || version < field.until)
  )
}

/** Where a value stands: `properties.scaleSettings.fixedScale.resizeTimeout`. */
export type PropertyPath = readonly (string | number)[]

/** `properties.dataDisks[0].lun` */
export function showPath(path: PropertyPath): string {
  return path.reduce<string>((shown, part) => {
    if (typeof part === 'number') return `${shown}[${String(part)}]`
    return shown === '' ? part : `${shown}.${part}`
  }, '')
}

/** The words in which a service refuses what does not have the shape; `path` is that of the value in question. */
export interface ShapeRefusals {
  malformed(path: PropertyPath, expected: string): Error
  unknown(path: PropertyPath): Error
  missing(path: PropertyPath): Error
  notInVersion(path: PropertyPath, version: string): Error
  noChoice(path: PropertyPath, value: string, values: readonly string[]): Error
}

export interface ReadAt {
  readonly version: string
  readonly path: PropertyPath
  readonly refuse: ShapeRefusals
}

/**
 * A request's value as this version understands it: read-only properties and nulls dropped, choices in the
 * service's letter case. Refuses wrong types, unknown properties, and missing ones.
 */
export function readShape(value: Json, shape: Shape, at: ReadAt): Json {
  const { path, refuse } = at
  const below = (part: string | number): ReadAt => ({ ...at, path: [...path, part] })
  switch (shape.kind) {
    case 'anything':
      return value
    case 'text':
      if (typeof value !== 'string') throw refuse.malformed(path, 'a string')
      return value
    case 'whole':
      if (!Number.isInteger(value)) throw refuse.malformed(path, 'an integer')
      return value
    case 'flag':
      if (typeof value !== 'boolean') throw refuse.malformed(path, 'true or false')
      return value
    case 'choice':
      return readChoice(value, shape.values, at)
    case 'list':
      if (!Array.isArray(value)) throw refuse.malformed(path, 'an array')
      return value.map((item, index) => readShape(item, shape.of, below(index)))
    case 'map':
      if (!isObject(value)) throw refuse.malformed(path, 'an object')
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, readShape(item, shape.of, below(name))]),
      )
    case 'object':
      if (!isObject(value)) throw refuse.malformed(path, 'an object')
      return readFields(value, shape.fields, at)
  }
}

function readChoice(value: Json, values: readonly string[], { path, refuse }: ReadAt): string {
  if (typeof value !== 'string') throw refuse.malformed(path, 'a string')
  const known = values.find((one) => one.toLowerCase() === value.toLowerCase())
  if (known !== undefined) return known
  throw refuse.noChoice(path, value, values)
}

function readFields(
  value: JsonObject,
  fields: Readonly<Record<string, Field>>,
  at: ReadAt,
): JsonObject {
  const { version, path, refuse } = at
  for (const [name, given] of Object.entries(value)) {
    const field = fields[name]
    if (field === undefined) throw refuse.unknown([...path, name])
    if (!exists(field, version) && given !== null) {
      throw refuse.notInVersion([...path, name], version)
    }
  }
  const read: JsonObject = {}
  for (const [name, field] of Object.entries(fields)) {
    const given = value[name]
    if (field.readOnly === true || !exists(field, version)) continue
    if (given === undefined || given === null) {
      if (field.required === true) throw refuse.missing([...path, name])
      continue
    }
    read[name] = readShape(given, field.shape, { ...at, path: [...path, name] })
  }
  return read
}

function isHidden({ secret: isSecret, writeOnlySince }: Field, version: string): boolean {
  return isSecret === true || (writeOnlySince !== undefined && version >= writeOnlySince)
}

/** A stored value as a version shows it: without secrets, and without what that version does not have. */
export function showShape(value: Json, shape: Shape, version: string): Json {
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.map((item) => showShape(item, shape.of, version))
  }
  if (shape.kind !== 'object' || !isObject(value)) return value
  const shown: JsonObject = {}
  for (const [name, field] of Object.entries(shape.fields)) {
    const kept = value[name]
    if (kept === undefined || !exists(field, version) || isHidden(field, version)) continue
    shown[name] = showShape(kept, field.shape, version)
  }
  return shown
}
