import type { FormulaReport } from '../autoscale/report.js'
import type { Config, LoadedConfig, RunBudget } from '../inputs/config.js'
import type { Facts } from '../model/facts.js'
import type { CheckFact } from '../model/check-facts.js'
import type { Finding, Origin } from '../shared/finding.js'
import { pathText } from '../shared/path-text.js'
import { poolPath } from './kit/values.js'
import type { Violation, Rule } from './rule.js'

const formulaPath = poolPath('scaleSettings', 'autoScale', 'formula')

/**
 * Everything the rules find, in their order. Without facts: the rules that need the config alone. With facts:
 * the others, so that nothing is found twice.
 */
export function checkRules(
  rules: readonly Rule[],
  loaded: LoadedConfig,
  facts?: Facts,
): readonly Finding[] {
  return rules.flatMap((rule) => {
    if (rule.needs === 'config' && facts === undefined) {
      return findingsOf(rule, loaded, rule.check(loaded.config))
    }
    if (rule.needs !== 'facts' || facts === undefined) return []
    return findingsOf(rule, loaded, rule.check(loaded.config, facts))
  })
}

/** What the rules find in the pool's autoscale formula. */
export function checkFormula(
  rules: readonly Rule[],
  loaded: LoadedConfig,
  formula: FormulaReport,
): readonly Finding[] {
  return rules.flatMap((rule) =>
    rule.needs === 'formula'
      ? findingsOf(
          rule,
          loaded,
          rule.check(formula).map((violation) => ({ ...violation, at: formulaPath })),
        )
      : [],
  )
}

/** What the rules find that go by the calendar. `today` is an ISO 8601 date. */
export function checkDates(
  rules: readonly Rule[],
  loaded: LoadedConfig,
  today: string,
): readonly Finding[] {
  return rules.flatMap((rule) =>
    rule.needs === 'date' ? findingsOf(rule, loaded, rule.check(loaded.config, today)) : [],
  )
}

/** Whether an account that is asked may know better than a finding. */
export function isOpen(rules: readonly Rule[], { rule: id }: Finding): boolean {
  const rule = rules.find((one) => one.id === id)
  return rule?.needs === 'date' && rule.isOverruled !== undefined
}

/** The findings that what was read leaves standing. */
export function withoutOverruled(
  rules: readonly Rule[],
  findings: readonly Finding[],
  { config, facts }: { readonly config: Config; readonly facts: Facts },
): readonly Finding[] {
  return findings.filter(({ rule: id }) => {
    const rule = rules.find((one) => one.id === id)
    return rule?.needs !== 'date' || rule.isOverruled?.(config, facts) !== true
  })
}

/** What the rules find in a run that is to carry the config out. */
export function checkBudget(
  rules: readonly Rule[],
  loaded: LoadedConfig,
  budget: RunBudget,
): readonly Finding[] {
  return rules.flatMap((rule) =>
    rule.needs === 'run' ? findingsOf(rule, loaded, rule.check(loaded.config, budget)) : [],
  )
}

/** What the rules find between the configs of one run. */
export function checkAcross(
  rules: readonly Rule[],
  configs: readonly LoadedConfig[],
): readonly Finding[] {
  if (configs.length < 2) return []
  return rules.flatMap((rule) =>
    rule.needs === 'configs'
      ? rule.check(configs).flatMap((problem) => findingsOf(rule, problem.loaded, [problem]))
      : [],
  )
}

function findingsOf(
  rule: Rule,
  { originOf, placeWithin, schemaErrors = [] }: LoadedConfig,
  problems: readonly Violation[],
): readonly Finding[] {
  const found = problems.flatMap((violation): Finding[] => {
    const { at: path, message, help, severity, within, onlyWhenInFile, input } = violation
    if (
      input === undefined &&
      schemaErrors.some((schemaError) => pathText(schemaError) === pathText(path))
    )
      return []
    const part = within === undefined ? undefined : placeWithin?.(path, within)
    const at: Origin = input === undefined ? (part?.at ?? originOf(path)) : { kind: 'input', input }
    if (onlyWhenInFile === true && at.kind !== 'file') return []
    const { id, docs } = rule
    const said = { rule: id, severity: severity ?? rule.severity, message, help, docs, at }
    return [part?.snippet === undefined ? said : { ...said, snippet: part.snippet }]
  })
  if (found.length < 2) return found
  // What an anchor names is written once, however often it is used.
  return [...new Map(found.map((finding) => [JSON.stringify(finding), finding])).values()]
}

/** What the rules ask to have read beyond what every plan needs. */
export function wantedFacts(rules: readonly Rule[]): readonly CheckFact[] {
  return [...new Set(rules.flatMap((rule) => (rule.needs === 'facts' ? (rule.reads ?? []) : [])))]
}
