import * as v from 'valibot'
import { isJsonObject } from '../shared/json.js'

type Closed<T extends v.ObjectEntries> = v.StrictObjectSchema<T, string>

export type ClosedMapSchema<T extends v.ObjectEntries> = v.SchemaWithPipe<
  readonly [
    v.CustomSchema<v.InferInput<Closed<T>>, v.ErrorMessage<v.CustomIssue> | undefined>,
    Closed<T>,
  ]
> & { readonly entries: T }

/** A map with these keys and no others. (A strict object alone would take a list for an empty map.) */
export function closedMap<T extends v.ObjectEntries>(entries: T): ClosedMapSchema<T> {
  const isMap = v.custom<v.InferInput<Closed<T>>>(isJsonObject, 'a map')
  return Object.assign(v.pipe(isMap, v.strictObject(entries, 'a map')), { entries })
}
