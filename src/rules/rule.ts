import type { FormulaReport } from '../autoscale/report.js'
import type { Config, LoadedConfig, RunBudget } from '../inputs/config.js'
import type { Facts } from '../model/facts.js'
import type { CheckFact } from '../model/check-facts.js'
import type { Path, Severity } from '../shared/finding.js'

export interface Violation {
  readonly at: Path
  readonly message: string
  readonly help: string
  /** Where this instance weighs differently from the rule. */
  readonly severity?: Severity
  /** The part of the text at `at` that it is about, by offsets into it. */
  readonly within?: { readonly start: number; readonly end: number }
  /** Told only where the value stands in a file: in an input it may come from where it is kept safe. */
  readonly onlyWhenInFile?: true
  /** The action input that it is about, where that has no place in a config. */
  readonly input?: string
}

/** A problem that several configs have together, and the one of them where it is told. */
export interface SharedViolation extends Violation {
  readonly loaded: LoadedConfig
}

/** What a check finds: a violation, or a list of such findings, in which there may be nothing. */
export type Found<V = Violation> = V | readonly Found<V>[]

interface RuleBase {
  /** `section/what-holds`, the file's path under rules/. */
  readonly id: string
  /** What is wrong when the rule finds something: code scanning shows it as the title. */
  readonly title: string
  readonly severity: Severity
  /** A page that says so. */
  readonly docs: string
}

/** Needs nothing but the config: runs in `validate`. */
export interface OfflineRule extends RuleBase {
  readonly needs: 'config'
  readonly check: (config: Config) => readonly Violation[]
}

/** Needs the pool's autoscale formula, read and checked: runs in `validate`. */
export interface FormulaRule extends RuleBase {
  readonly needs: 'formula'
  readonly check: (formula: FormulaReport) => readonly Omit<Violation, 'at'>[]
}

/** Needs the config and the day of the run: what retires does so on a date. */
export interface DatedRule extends RuleBase {
  readonly needs: 'date'
  /** `today` is an ISO 8601 date, UTC. */
  readonly check: (config: Config, today: string) => readonly Violation[]
  /** Whether what was read goes before what this finds: an account's own list is newer than any table. */
  readonly isOverruled?: (config: Config, facts: Facts) => boolean
}

/** Needs the config and the run that it is part of: what is to be carried out is held to the time that there is. */
export interface RunRule extends RuleBase {
  readonly needs: 'run'
  readonly check: (config: Config, budget: RunBudget) => readonly Violation[]
}

/** Needs all configs of a run: finds what is sound in each and goes wrong between them. */
export interface AcrossRule extends RuleBase {
  readonly needs: 'configs'
  readonly check: (configs: readonly LoadedConfig[]) => readonly SharedViolation[]
}

/** Needs what was read from Azure. */
export interface AzureRule extends RuleBase {
  readonly needs: 'facts'
  /** What it needs beyond what every plan needs: read only when a rule asks for it. */
  readonly reads?: readonly CheckFact[]
  readonly check: (config: Config, facts: Facts) => readonly Violation[]
  /** The same of the one size that the config has, where the rule is asked of every size that the nodes may get. */
  readonly checkSize?: AzureRule['check']
}

export type Rule = OfflineRule | FormulaRule | DatedRule | RunRule | AcrossRule | AzureRule
