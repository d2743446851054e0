import type { Config } from '../inputs/config.js'
import type { Facts } from '../plan/facts.js'
import type { Path, Severity } from '../shared/finding.js'

export interface Problem {
  readonly at: Path
  readonly message: string
  readonly help: string
  /** Where this instance weighs differently from the rule. */
  readonly severity?: Severity
}

interface RuleBase {
  /** `section/what-holds`, the file's path under rules/. */
  readonly id: string
  /** What holds when the rule passes. */
  readonly title: string
  readonly severity: Severity
  /** A page that says so. */
  readonly docs: string
}

/** Needs nothing but the config: runs in `validate`. */
export interface OfflineRule extends RuleBase {
  readonly needs: 'config'
  readonly check: (config: Config) => readonly Problem[]
}

/** Needs what was read from Azure. */
export interface LiveRule extends RuleBase {
  readonly needs: 'facts'
  readonly check: (config: Config, facts: Facts) => readonly Problem[]
}

export type Rule = OfflineRule | LiveRule
