import { checkFormula } from './check.js'
import { checkTargets, targetsSet } from './check-targets.js'
import { Findings, type FormulaFinding, type Stretch } from './finding.js'
import type { Known } from './known.js'
import { parseFormula } from './parse.js'
import { allIn, type Expression, type Formula } from './syntax.js'
import type { Target } from './vocabulary.js'

/** Everything that can be said of a formula before it is evaluated. */
export interface Analysis {
  readonly text: string
  readonly formula: Formula
  /** All that its statements hold, the outer ones before the inner ones. */
  readonly expressions: readonly Expression[]
  readonly comments: readonly Stretch[]
  /** What is wrong with it, or may be: errors and warnings, in the order of the text. Traps are apart. */
  readonly findings: readonly FormulaFinding[]
  readonly known: ReadonlyMap<Expression, Known>
  readonly targets: ReadonlySet<Target>
  readonly steps: number
}

/** Reads and checks a formula. Never throws, whatever the text is. */
export function analyseFormula(text: string): Analysis {
  const findings = new Findings()
  const { formula, comments, steps } = parseFormula(text, findings)
  const checked = checkFormula(formula, findings.report)
  checkTargets(text, formula, { comments, report: findings.report })
  return {
    text,
    formula,
    expressions: allIn(...formula.statements.map(({ value }) => value)),
    comments,
    findings: findings.all(),
    known: checked.known,
    targets: targetsSet(formula),
    steps: steps + checked.steps,
  }
}

/** Whether Batch refuses the formula as a whole when it is written: it cannot be read. */
export function isUnreadable({ findings }: Analysis): boolean {
  return findings.some(
    ({ kind, severity }) =>
      severity === 'error' && (kind === 'lexical' || kind === 'syntax' || kind === 'limit'),
  )
}
