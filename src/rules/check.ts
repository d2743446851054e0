import type { LoadedConfig } from '../inputs/config.js'
import type { Facts } from '../plan/facts.js'
import type { Finding } from '../shared/finding.js'
import type { Problem, Rule } from './rule.js'

/**
 * Everything the rules find, in their order. Without facts: the rules that need the config alone. With facts:
 * the others, so that nothing is found twice.
 */
export function checkRules(
  rules: readonly Rule[],
  loaded: LoadedConfig,
  facts?: Facts,
): readonly Finding[] {
  return rules.flatMap((rule) =>
    problemsOf(rule, loaded, facts).map(({ at, message, help, severity }) => ({
      rule: rule.id,
      severity: severity ?? rule.severity,
      message,
      help,
      docs: rule.docs,
      at: loaded.originOf(at),
    })),
  )
}

function problemsOf(
  rule: Rule,
  { config }: LoadedConfig,
  facts: Facts | undefined,
): readonly Problem[] {
  if (rule.needs === 'config') return facts === undefined ? rule.check(config) : []
  return facts === undefined ? [] : rule.check(config, facts)
}
