import type { Stretch } from './finding.js'

export type TokenKind =
  | 'number'
  | 'string'
  | 'name'
  /** An operator, a bracket or a mark; also what people write for one, which the parser reports. */
  | 'mark'
  /** What stands where a value should be and was reported by the lexer: a template's leftover, a foreign character. */
  | 'leftover'
  | 'end'

export interface Token extends Stretch {
  readonly kind: TokenKind
  /** As written; of a string what is between its quotes. */
  readonly text: string
  /** Of a number. */
  readonly value?: number
  /** Of a mark: what it stands for, also where it is written in another way, as `&lt;` is. Empty for all others. */
  readonly mark: string
  /** It is the first one of its line. */
  readonly startsLine: boolean
}

export interface Lexed {
  /** At least one: the last is the end. */
  readonly tokens: readonly Token[]
  readonly comments: readonly Stretch[]
  readonly steps: number
}
