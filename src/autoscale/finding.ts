import type { Severity } from '../shared/finding.js'

/** A stretch of the formula: offsets into its text, the end exclusive. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** What kind of mistake it is; a trap is a formula that Batch takes and that does something else than it seems to. */
export type FormulaFindingKind =
  'lexical' | 'syntax' | 'name' | 'type' | 'arity' | 'value' | 'limit' | 'target' | 'trap'

export interface FormulaFinding {
  readonly kind: FormulaFindingKind
  /**
   * `error`: the documentation rules it out, or the service was seen to refuse it. `warning`: nobody says for certain that
   * the service takes it, or it does nothing. `notice`: it is taken, and often regretted.
   */
  readonly severity: Severity
  /** Lower case, no full stop, names the offending piece. */
  readonly message: string
  /** The fix, in the imperative. */
  readonly help: string
  readonly at: Stretch
}

export type Report = (finding: FormulaFinding) => void

/** Enough for any formula that a person wrote; text that is no formula at all has a mistake in every word. */
export const mostFindings = 100

/** Collects findings up to a limit, each place only once for each kind. */
export class Findings {
  readonly #all: FormulaFinding[] = []
  readonly #seen = new Set<string>()

  readonly report: Report = (finding) => {
    if (this.#all.length >= mostFindings) return
    const place = `${finding.kind} ${String(finding.at.start)} ${finding.message}`
    if (this.#seen.has(place)) return
    this.#seen.add(place)
    this.#all.push(finding)
  }

  /** In the order of the text. */
  all(): readonly FormulaFinding[] {
    return [...this.#all].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end)
  }
}
