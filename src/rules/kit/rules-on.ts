import type { Severity } from '../../shared/finding.js'
import type { Found, Rule } from '../rule.js'

type Needs = Rule['needs']
type RuleOn<N extends Needs> = Extract<Rule, { readonly needs: N }>
type Check<N extends Needs> = RuleOn<N>['check']

/** A rule as the file of its subject has it. */
export type RuleRow<N extends Needs> = Omit<RuleOn<N>, 'needs' | 'severity' | 'check'> & {
  /** An error where it says nothing. */
  readonly severity?: Severity
  readonly check: (...read: Parameters<Check<N>>) => Found<ReturnType<Check<N>>[number]>
}

type Unsourced<N extends Needs> = Omit<RuleRow<N>, 'docs'> & { readonly docs?: string }

/** The rules of a subject that need the same; with a page that is that of each which names no other. */
export function rulesOn<N extends Needs>(
  needs: N,
  rows: readonly RuleRow<N>[],
): readonly RuleOn<N>[]
export function rulesOn<N extends Needs>(
  common: { readonly needs: N; readonly docs: string },
  rows: readonly Unsourced<N>[],
): readonly RuleOn<N>[]
export function rulesOn<N extends Needs>(
  common: N | { readonly needs: N; readonly docs: string },
  rows: readonly Unsourced<N>[],
): readonly RuleOn<N>[] {
  const rules = rows.map((row) => ({
    severity: 'error',
    ...(typeof common === 'string' ? { needs: common } : common),
    ...row,
    check: (...read: Parameters<Check<N>>): readonly unknown[] => listOf(row.check(...read)),
  }))
  // What they need is one member of the union, which TypeScript does not see of a type parameter.
  return rules as unknown as readonly RuleOn<N>[]
}

/** All of it in one list. */
export function listOf<V>(found: Found<V>): readonly V[] {
  if (isOne(found)) return [found]
  return found.every(isOne) ? found : found.flatMap(listOf)
}

function isOne<V>(found: Found<V>): found is V {
  return !Array.isArray(found)
}
