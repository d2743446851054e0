/** The JSON Schema (draft-07, which editors read) of what a valibot schema takes, as far as we use valibot. */
import * as v from 'valibot'
import { expectedOf } from '../src/inputs/expected.js'

export interface JsonSchema {
  readonly [keyword: string]: unknown
}

interface Parts {
  readonly type: string
  readonly wrapped?: v.GenericSchema
  readonly entries?: Readonly<Record<string, v.GenericSchema>>
  readonly item?: v.GenericSchema
  readonly items?: readonly v.GenericSchema[]
  readonly value?: v.GenericSchema
  readonly options?: readonly (string | v.GenericSchema)[]
  readonly requirement?: unknown
  readonly literal?: unknown
  readonly pipe?: readonly Parts[]
}

/** What we keep in the metadata of a schema. */
interface Said {
  /** Stands for the schema where only code can check. */
  readonly jsonSchema?: JsonSchema
  readonly since?: string
  readonly until?: string
}

type OfOptional = (schema: JsonSchema) => JsonSchema

/** Not in valibot's types: a schema as the parts it was made of. */
const partsOf = (schema: v.GenericSchema): Parts => schema

/** `ofOptional` is what becomes of the schema of a key that may be missing. */
export function toJsonSchema(
  schema: v.GenericSchema,
  ofOptional: OfOptional = orNothing,
): JsonSchema {
  const parts = partsOf(schema)
  if (parts.type === 'nullable' && parts.wrapped !== undefined) {
    return orNothing(toJsonSchema(parts.wrapped, ofOptional))
  }
  if (parts.wrapped !== undefined) return toJsonSchema(parts.wrapped, ofOptional)
  const { jsonSchema, since, until } = v.getMetadata(schema) as Said
  const description = sentence(v.getDescription(schema) ?? '', [
    ...(since === undefined ? [] : [`Batch API ${since} and newer.`]),
    ...(until === undefined ? [] : [`Not in Batch API ${until} and newer.`]),
  ])
  return {
    ...(description !== '' && { description }),
    ...(jsonSchema ?? choiceOf(schema) ?? ofPipe(flatten(parts), ofOptional)),
  }
}

function sentence(text: string, more: readonly string[]): string {
  const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.`]$/.test(text) ? '' : '.'}`
  return text === '' ? '' : [whole, ...more].join(' ')
}

function flatten(parts: Parts): readonly Parts[] {
  return (
    parts.pipe?.flatMap((part) => (part.pipe === undefined ? [part] : flatten(part))) ?? [parts]
  )
}

function choiceOf(schema: v.GenericSchema): JsonSchema | undefined {
  const { kind, values = [] } = expectedOf(schema) ?? {}
  return kind === 'choice' ? inAnyCase(values) : undefined
}

/** What goes in: up to the first transformation. */
function ofPipe(pipe: readonly Parts[], ofOptional: OfOptional): JsonSchema {
  const transform = pipe.findIndex(({ type }) => type === 'transform')
  const taken = transform === -1 ? pipe : pipe.slice(0, transform)
  return Object.assign({}, ...taken.map((part) => ofPart(part, ofOptional))) as JsonSchema
}

function ofPart(part: Parts, ofOptional: OfOptional): JsonSchema {
  switch (part.type) {
    case 'string':
    case 'boolean':
    case 'number':
      return { type: part.type }
    case 'integer':
      return { type: 'integer' }
    case 'literal':
      return { const: part.literal }
    case 'min_value':
      return { minimum: part.requirement }
    case 'iso_timestamp':
      return { format: 'date-time' }
    case 'gt_value':
      return { exclusiveMinimum: part.requirement }
    case 'max_value':
      return part.requirement === Number.MAX_SAFE_INTEGER ? {} : { maximum: part.requirement }
    case 'non_empty':
      return { minLength: 1 }
    case 'picklist':
      return { enum: wordsOf(part) }
    case 'array':
      return {
        type: 'array',
        items: part.item === undefined ? {} : toJsonSchema(part.item, ofOptional),
      }
    case 'tuple':
      return {
        type: 'array',
        items: (part.items ?? []).map((schema) => toJsonSchema(schema, ofOptional)),
        minItems: part.items?.length ?? 0,
      }
    case 'record':
      return {
        type: 'object',
        additionalProperties: part.value === undefined ? {} : toJsonSchema(part.value, ofOptional),
      }
    case 'union':
      return { anyOf: schemasOf(part).map((schema) => toJsonSchema(schema, ofOptional)) }
    case 'strict_object':
      return closed(part.entries ?? {}, ofOptional)
    case 'custom':
      return { type: 'object' }
    case 'check': // what only code can check
    case 'unknown':
    case 'description':
    case 'metadata':
      return {}
    default:
      throw new Error(`there is no JSON Schema for valibot's ${part.type}`)
  }
}

function wordsOf({ options = [] }: Parts): readonly string[] {
  return options.filter((option) => typeof option === 'string')
}

function schemasOf({ options = [] }: Parts): readonly v.GenericSchema[] {
  return options.filter((option) => typeof option !== 'string')
}

/** The words are for an editor to offer, the pattern takes them as the action does. */
function inAnyCase(words: readonly string[]): JsonSchema {
  const letters = (word: string) =>
    word.replace(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`)
  return {
    anyOf: [{ enum: words }, { type: 'string', pattern: `^(${words.map(letters).join('|')})$` }],
  }
}

function closed(
  entries: Readonly<Record<string, v.GenericSchema>>,
  ofOptional: OfOptional,
): JsonSchema {
  const keys = Object.entries(entries)
  const isOptional = (schema: v.GenericSchema) => partsOf(schema).wrapped !== undefined
  const required = keys.filter(([, schema]) => !isOptional(schema)).map(([key]) => key)
  const properties = keys.map(([key, schema]) => {
    const held = toJsonSchema(schema, ofOptional)
    return [key, isOptional(schema) ? ofOptional(held) : held] as const
  })
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
}

/** A key with nothing behind it is not given. */
function orNothing(schema: JsonSchema): JsonSchema {
  const { type, anyOf, enum: words } = schema
  if (Array.isArray(anyOf)) return { ...schema, anyOf: [...(anyOf as unknown[]), { type: 'null' }] }
  if (Array.isArray(words)) return { ...schema, enum: [...(words as unknown[]), null] }
  if (type === undefined) return schema
  const types = Array.isArray(type) ? (type as unknown[]) : [type]
  return { ...schema, type: [...types, 'null'] }
}
