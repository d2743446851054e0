/**
 * The words that the schema of `pool.properties` is written in. Names, types and bounds follow Azure's published
 * schemas of the resource (github.com/Azure/azure-resource-manager-schemas, Microsoft.Batch); limits that only the
 * service's documentation knows are rules, not schema. Messages say what a value should be, as in ../schema.ts.
 */
import * as v from 'valibot'
import { isoDurationPattern, parseIsoDuration } from '../../shared/duration.js'
import { expects, inAnyCase } from '../expected.js'

/** API versions are dates, so they compare as text. */
export interface Lifetime {
  /** First API version that has it; absent: every version in use. */
  readonly since?: string
  /** First API version that no longer has it. */
  readonly until?: string
  /** What to write where it is not there. */
  readonly instead?: string
  /** Required in the versions that have it, although the schema of all versions cannot say so; or in those before one. */
  readonly needed?: 'always' | { readonly before: string }
  /** For a property of a fixed set of values: first version of those that came later. */
  readonly valuesSince?: Readonly<Record<string, string>>
  /** First version that no longer has them, of those that went. */
  readonly valuesUntil?: Readonly<Record<string, string>>
}

/** A schema with its description and its lifetime. */
type Described<T extends v.GenericSchema> = v.SchemaWithPipe<
  readonly [
    T,
    v.DescriptionAction<v.InferOutput<T>, string>,
    v.MetadataAction<v.InferOutput<T>, Lifetime & Record<string, unknown>>,
  ]
>

/** Whether an API version, a date, has what has this lifetime. */
export function isAlive(
  { since, until }: { readonly since?: string | undefined; readonly until?: string | undefined },
  apiVersion: string,
): boolean {
  return (since === undefined || apiVersion >= since) && (until === undefined || apiVersion < until)
}

export const text = v.pipe(v.string('text'), expects({ kind: 'text' }))
/** Text that nobody may read: it stands in the config, or in a variable that the config refers to. */
export const secret = v.pipe(
  text,
  v.metadata({
    jsonSchema: {
      anyOf: [
        { type: 'string' },
        {
          type: 'object',
          description: 'Where the secret is.',
          properties: {
            fromEnvironment: { type: 'string', description: 'Name of an environment variable.' },
          },
          required: ['fromEnvironment'],
          additionalProperties: false,
        },
      ],
    },
  }),
)
export const integer = v.pipe(
  v.number('a whole number'),
  v.integer('a whole number'),
  expects({ kind: 'integer' }),
)
export const flag = v.pipe(v.boolean('true or false'), expects({ kind: 'flag' }))
export const anything = v.unknown()

const durationWanted = 'an ISO 8601 duration such as PT30M'
/** Text in ARM's schema; the service takes nothing but ISO 8601. */
export const isoDuration = v.pipe(
  v.string(durationWanted),
  v.check((given) => parseIsoDuration(given) !== undefined, durationWanted),
  expects({ kind: 'duration' }),
  v.metadata({ jsonSchema: { type: 'string', pattern: `^${isoDurationPattern}$` } }),
)

/** A property that may be left out, with its description and the API versions that have it. */
export function optional<T extends v.GenericSchema>(
  description: string,
  schema: T,
  lifetime: Lifetime = {},
): v.OptionalSchema<Described<T>, undefined> {
  return v.optional(required(description, schema, lifetime))
}

/** A property that must be there, likewise. */
export function required<T extends v.GenericSchema>(
  description: string,
  schema: T,
  lifetime: Lifetime = {},
): Described<T> {
  return v.pipe(schema, v.description(description), v.metadata({ ...lifetime }))
}

/** One of `values`. Azure reads them in any letter case, and they are sent as they are written. */
export function choice<const T extends readonly string[]>(
  ...values: T
): v.SchemaWithPipe<
  readonly [v.CustomSchema<T[number], string>, v.MetadataAction<T[number], Record<string, unknown>>]
> {
  const isOne = (given: unknown) =>
    typeof given === 'string' && inAnyCase(values, given) !== undefined
  return v.pipe(
    v.custom<T[number], string>(isOne, `one of ${values.join(', ')}`),
    expects({ kind: 'choice', values }),
  )
}

type ListSchema<T extends v.GenericSchema> = v.SchemaWithPipe<
  readonly [
    v.ArraySchema<T, string>,
    v.MetadataAction<v.InferOutput<v.ArraySchema<T, string>>, Record<string, unknown>>,
  ]
>

export function list<T extends v.GenericSchema>(item: T): ListSchema<T> {
  return v.pipe(v.array(item, 'a list'), expects({ kind: 'list' }))
}

/** A list of `name` and `value`, which people write as a map, too. */
export function pairs<T extends v.GenericSchema>(item: T): ListSchema<T> {
  return v.pipe(v.array(item, 'a list'), expects({ kind: 'pairs' }))
}

export function range(min: number, max: number): v.GenericSchema<number> {
  const wanted = `a whole number from ${String(min)} to ${String(max)}`
  return v.pipe(
    v.number(wanted),
    v.integer(wanted),
    v.minValue(min, wanted),
    v.maxValue(max, wanted),
    expects({ kind: 'integer' }),
  )
}
