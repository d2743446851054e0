import { worstImpact, type Impact } from '../model/step.js'
import type { ConfigResult, RunReport } from './result.js'

/**
 * How much a run changes: in a plan what carrying it out would, else what it did. Undefined where there was nothing to
 * compare with Azure.
 */
export function impactOf(report: RunReport): Impact | undefined {
  const all = report.results.flatMap((result) => impactOfResult(report, result) ?? [])
  return all.length === 0 ? undefined : worstImpact(all.map((impact) => ({ impact })))
}

/** The same of one config. */
export function impactOfResult(
  { mode, dryRun }: Pick<RunReport, 'mode' | 'dryRun'>,
  { plan, made }: ConfigResult,
): Impact | undefined {
  if (mode === 'validate' || plan === undefined) return undefined
  const isOnlyPlanned = mode === 'plan' || mode === 'audit' || dryRun
  // Of a run that ended early it is the most that it may have done.
  return isOnlyPlanned || made.changed ? plan.impact : 'none'
}

/** Whether anything changes, or did. */
export function hasChanges(report: RunReport): boolean {
  return (impactOf(report) ?? 'none') !== 'none'
}
