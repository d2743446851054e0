import type { PoolForm } from '../pool-forms/pool-name.js'
import type { JsonObject } from '../shared/json.js'

/** A pool in a document, still in the words of its form. */
export interface FoundPool {
  readonly form: PoolForm
  /** Of `arm` the resource, with `properties`; of the other forms the pool itself. */
  readonly value: JsonObject
  /** What the document is, for a person: `an ARM template`. */
  readonly what: string
  /** What could not be worked out, by the text that says it: an expression of a template. */
  readonly unresolved: readonly Unresolved[]
  readonly remarks: readonly string[]
}

export interface Unresolved {
  /** The expression as it is written. */
  readonly text: string
  readonly why: string
}
