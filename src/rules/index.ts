import type { LoadedConfig } from '../inputs/config.js'
import type { Finding } from '../shared/finding.js'
import { checkRules } from './check.js'
import { azureRules } from './azure-rules.js'
import { offlineRules } from './offline-rules.js'
import type { Rule } from './rule.js'

/** Every rule, in the order in which findings are shown. */
export const rules: readonly Rule[] = [...offlineRules, ...azureRules]

/** What the config alone shows to be wrong. */
export function checkConfig(loaded: LoadedConfig): readonly Finding[] {
  return checkRules(rules, loaded)
}
