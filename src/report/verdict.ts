import { worstImpact, type Impact } from '../model/step.js'
import {
  overallOutcome,
  type ConfigResult,
  type Outcome,
  type RunReport,
} from '../outcome/result.js'

const icons: Readonly<Record<Outcome, string>> = {
  succeeded: '✅',
  unchanged: '✅',
  partial: '⚠️',
  failed: '❌',
  cancelled: '🚫',
}

/** A plan that would delete something is no success yet. */
const planIcons: Readonly<Record<Impact, string>> = {
  none: '✅',
  create: '🆕',
  update: '✏️',
  replace: '⚠️',
  destroy: '🛑',
}

/** Nothing was carried out: what is told is a plan. */
export function isPlanned({ mode, dryRun }: Pick<RunReport, 'mode' | 'dryRun'>): boolean {
  return mode === 'plan' || dryRun
}

export interface Verdict {
  readonly icon: string
  /** `planned` of a plan that was made, else the outcome. */
  readonly word: string
}

/** How one config ended, for a heading. */
export function verdictOf(
  { outcome, plan }: Pick<ConfigResult, 'outcome' | 'plan'>,
  run: Pick<RunReport, 'mode' | 'dryRun'>,
): Verdict {
  const isPlan = isPlanned(run) && plan !== undefined && outcome === 'succeeded'
  return isPlan
    ? { icon: planIcons[plan.impact], word: 'planned' }
    : { icon: icons[outcome], word: outcome }
}

/** How the whole run ended: of several plans the worst impact. */
export function overallVerdict(report: RunReport): Verdict & { readonly impact: Impact } {
  const outcome = overallOutcome(report)
  const steps = report.results.flatMap(({ plan }) => plan?.steps ?? [])
  const impact = worstImpact(steps)
  const isPlan =
    isPlanned(report) && outcome === 'succeeded' && report.results.some(({ plan }) => plan)
  return isPlan
    ? { icon: planIcons[impact], word: 'planned', impact }
    : { icon: icons[outcome], word: outcome, impact }
}

/** The commit that the run is of, as far as it is known. */
export function commitOf({ results }: Pick<RunReport, 'results'>): string | undefined {
  return results.find(({ lineage }) => lineage?.commit !== undefined)?.lineage?.commit
}
