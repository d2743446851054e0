import type { Explanation } from '../../model/explanation.js'

/** The pool has settled, and is not what was asked for; the explanations say why, as far as Azure told. */
export class NodesMissing extends Error {
  override readonly name = 'NodesMissing'
  /** ARM id of the pool. */
  readonly pool: string
  readonly explanations: readonly Explanation[]
  constructor(message: string, pool: string, explanations: readonly Explanation[]) {
    super(message)
    this.pool = pool
    this.explanations = explanations
  }
}
