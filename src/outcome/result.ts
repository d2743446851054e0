import type { Explanation } from '../model/explanation.js'
import type { RunState } from '../model/run-state.js'
import type { Facts } from '../model/facts.js'
import type { CommentChoice, Mode } from '../inputs/config.js'
import type { Lineage } from '../model/lineage.js'
import type { Chain } from '../plan/origin.js'
import type { Plan } from '../model/step.js'
import type { Finding } from '../shared/finding.js'
import type { Event, Span } from '../model/events.js'
import type { Inventory } from './inventory.js'

/** How a config ended; from best to worst. */
const outcomes = ['unchanged', 'succeeded', 'partial', 'cancelled', 'failed'] as const
export type Outcome = (typeof outcomes)[number]

/** Why a config ended without what was asked for. */
export type Failure =
  | { readonly kind: 'findings'; readonly headline: string }
  | {
      readonly kind: 'azure'
      /** What failed, in our words. */
      readonly headline: string
      readonly explanations: readonly Explanation[]
      readonly resource?: string
      readonly requestId?: string
      readonly correlationId?: string
      /** What was asked for may well be there: it could not be seen. */
      readonly isUnseen?: true
    }
  | { readonly kind: 'cancelled'; readonly headline: string }
  | { readonly kind: 'deadline'; readonly headline: string }
  | { readonly kind: 'bug'; readonly headline: string; readonly stack: string }

/** Everything there is to tell about one config. */
export interface ConfigResult {
  /** As in `LoadedConfig.file`. */
  readonly file: string | undefined
  readonly outcome: Outcome
  readonly findings: readonly Finding[]
  readonly plan: Plan | undefined
  /** Stands for what the plan does and why. */
  readonly planHash?: string
  /** What this run writes on what it makes. */
  readonly lineage?: Lineage
  /** Where everything on the way to the pool comes from. */
  readonly chain?: Chain
  /** What the pool's autoscale formula yields. */
  readonly formula?: Facts['formula']
  readonly made: RunState
  readonly events: readonly Event[]
  readonly problem: Failure | undefined
  /** What was taken back, or stopped, because it did not end well, one sentence each. */
  readonly takenBack?: readonly string[]
  /** What was to be taken back and was not, and why, one sentence each. */
  readonly notTakenBack?: readonly string[]
  /** Ids of pools that were without nodes for this run, and are as they were before it. */
  readonly emptied?: readonly string[]
  /** What Azure goes on doing although we stopped, one sentence each. */
  readonly still: readonly string[]
}

export interface RunReport {
  readonly mode: Mode
  /** `dry-run`: nothing was carried out. */
  readonly dryRun: boolean
  /** Whether a plan is told on the pull request; undefined as long as the inputs are not known. */
  readonly comment?: CommentChoice
  /** In the order of the config files. */
  readonly results: readonly ConfigResult[]
  /** Findings about the inputs that belong to no one config. */
  readonly findings: readonly Finding[]
  /** What ended the run as a whole. */
  readonly problem: Failure | undefined
  /** Of the plans of all configs; undefined as long as one has none. */
  readonly planHash?: string | undefined
  readonly portalUrl: string | undefined
  /** `https://portal.azure.com/#@tenant`; undefined for an endpoint and the simulator. */
  readonly poolPortal?: string | undefined
  /** As the run context has it. */
  readonly rulesPage?: string | undefined
  /** When requests waited because of Azure's limits. */
  readonly pauses?: readonly Span[]
  /** What an audit found there is. */
  readonly inventory?: Inventory
  readonly startedAt: number
  readonly endedAt: number
}

export const initialRunState: RunState = {
  changed: false,
  resizeErrors: [],
  nodeErrors: [],
  partial: false,
}

function worstOutcome(all: readonly Outcome[]): Outcome {
  const worst = Math.max(0, ...all.map((outcome) => outcomes.indexOf(outcome)))
  return outcomes[worst] ?? 'failed'
}

/** Whether a run that ended so ends the step well. */
export function isGood(outcome: Outcome): boolean {
  return outcome !== 'failed' && outcome !== 'cancelled'
}

/** The outcome of the run as a whole. */
export function overallOutcome(report: RunReport): Outcome {
  if (report.problem?.kind === 'cancelled') return 'cancelled'
  if (report.problem !== undefined) return 'failed'
  return worstOutcome(report.results.map((result) => result.outcome))
}

/** Every finding of the run, the general ones first. */
export function allFindings(report: RunReport): readonly Finding[] {
  return [...report.findings, ...report.results.flatMap((result) => result.findings)]
}
