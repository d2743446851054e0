import type { PoolForm } from '../../pool-forms/pool-name.js'
import type { Path } from '../../shared/finding.js'
import type { LocatedValue } from '../yaml/located-value.js'

/** A value at the place where it belongs, in the form that it has there. */
export interface Move {
  readonly path: Path
  readonly value: LocatedValue
}

interface InForm {
  /** The other form of a pool that the key comes from. */
  readonly form?: PoolForm
}

/** What a key that its map does not know was meant to be. */
export type Reading =
  /** A key of the same map, misspelled or called so elsewhere. */
  | (InForm & {
      readonly kind: 'here'
      readonly key: string
      readonly value: LocatedValue
      readonly as?: string
      /** The nearest word, and no more is known. */
      readonly isGuess?: true
    })
  /** Something that is written elsewhere. */
  | (InForm & {
      readonly kind: 'elsewhere'
      readonly moves: readonly Move[]
      /** How the value is written there, where it is not the same. */
      readonly as?: string
    })
  /** One of several places, and nothing says which. */
  | (InForm & { readonly kind: 'somewhere'; readonly places: readonly string[] })
  /** Says nothing, or what another key says: it is left out. */
  | (InForm & { readonly kind: 'harmless'; readonly help: string })
  /** Cannot be said here. */
  | (InForm & { readonly kind: 'useless'; readonly help: string })
  /** Written by Azure or by a tool. */
  | { readonly kind: 'not-ours'; readonly of: 'Azure' | 'a tool' | 'a template' }
  /** Had a meaning once. */
  | (InForm & { readonly kind: 'gone'; readonly why: string; readonly isLost: boolean })
  | { readonly kind: 'unknown' }
