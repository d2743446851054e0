/**
 * What a value should be, as the code reads it: kept in the metadata of its schema, beside the words of the message.
 * Nothing decides by those words.
 */
import * as v from 'valibot'

export interface Expected {
  readonly kind: 'text' | 'choice' | 'integer' | 'flag' | 'duration' | 'list' | 'map' | 'pairs'
  /** The words that can stand here, where there are few. */
  readonly values?: readonly string[]
}

export function expects<T>(expected: Expected): v.MetadataAction<T, Record<string, unknown>> {
  return v.metadata({ expected })
}

/** Undefined for what may be anything. */
export function expectedOf(schema: v.GenericSchema | undefined): Expected | undefined {
  if (schema === undefined) return undefined
  const { expected } = v.getMetadata(schema) as { readonly expected?: Expected }
  return expected
}

/** The one of `values` that is `given` in any letter case. */
export function inAnyCase<T extends string>(values: readonly T[], given: string): T | undefined {
  const plain = given.toLowerCase()
  return (
    values.find((value) => value === given) ?? values.find((one) => one.toLowerCase() === plain)
  )
}
