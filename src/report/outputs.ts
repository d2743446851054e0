import { nameOfId } from '../shared/arm-id.js'
import { withoutUndefined, type Json, type JsonObject } from '../shared/json.js'
import type { Finding } from '../shared/finding.js'
import { worstImpact, type Impact, type Keep } from '../model/step.js'
import { deletedSteps } from './cleanup.js'
import { spellSize } from '../model/vm-sizes.js'
import { redact, redactJson, redactProperty } from './escape.js'
import {
  allFindings,
  initialRunState,
  overallOutcome,
  type ConfigResult,
  type RunReport,
} from '../outcome/result.js'
import { toOutputJson } from './limits.js'
import { describeFinding } from './finding-facts.js'
import { describeImpact } from './step-log.js'
import { impactOf, impactOfResult } from '../outcome/changes.js'
import { targetsOf } from '../outcome/targets.js'

/** The names of the outputs, as in action.yml. */
export const outputNames = [
  'outcome',
  'changed',
  'pool-id',
  'pool-name',
  'vm-size',
  'snapshot-ids',
  'image-id',
  'gallery-image-version-id',
  'image-reference-id',
  'allocation-state',
  'current-dedicated-nodes',
  'current-low-priority-nodes',
  'target-dedicated-nodes',
  'target-low-priority-nodes',
  'resize-errors',
  'node-errors',
  'diagnostics',
  'plan',
  'plan-hash',
  'results',
  'report-path',
  'has-changes',
  'impact',
  'pool-url',
] as const
export type OutputName = (typeof outputNames)[number]

/**
 * The outputs of a run: scalars as text (empty when there is nothing to tell), the rest as JSON. With several
 * configs the scalars are the first one's, except `outcome` (the worst) and `changed` (whether any did).
 */
export function toOutputs(report: RunReport): readonly (readonly [OutputName, string])[] {
  const { results } = report
  const first = results[0]
  const record: Record<OutputName, Json> = {
    ...(first === undefined ? emptyFacts : factsOf(first)),
    outcome: overallOutcome(report),
    changed: results.some((result) => result.made.changed),
    diagnostics: allFindings(report).map((finding) => diagnosticOf(finding, report)),
    plan: planOf(report),
    'plan-hash': report.planHash ?? null,
    results: results.map((result) => ({
      config: result.file ?? null,
      outcome: result.outcome,
      changed: result.made.changed,
      ...factsOf(result),
      diagnostics: result.findings.map((finding) => diagnosticOf(finding, report)),
      plan: planned(result),
      'plan-hash': result.planHash ?? null,
      ...changesOf(impactOfResult(report, result)),
      'pool-url': poolUrl(report, result),
      ...(report.mode === 'cleanup' && !report.dryRun
        ? { deleted: deletedSteps(result).map(({ resource }) => resource) }
        : {}),
    })),
    ...changesOf(impactOf(report)),
    'pool-url': poolUrl(report, first),
    // Set once the file is written.
    'report-path': null,
  }
  return outputNames.map((name) => [name, asText(name, redactJson(record[name]))])
}

function changesOf(impact: Impact | undefined) {
  return {
    'has-changes': impact === undefined ? null : impact !== 'none',
    impact: impact ?? null,
  }
}

/** The pool in the portal of a cloud; null where no portal shows it. */
function poolUrl({ poolPortal }: RunReport, result: ConfigResult | undefined): string | null {
  const id = result?.made.activePoolId ?? result?.made.poolId
  return poolPortal === undefined || id === undefined ? null : `${poolPortal}/resource${id}`
}

type Facts = Record<
  Exclude<
    OutputName,
    | 'outcome'
    | 'changed'
    | 'diagnostics'
    | 'plan'
    | 'plan-hash'
    | 'results'
    | 'report-path'
    | 'has-changes'
    | 'impact'
    | 'pool-url'
  >,
  Json
>

function factsOf({ made, plan }: Pick<ConfigResult, 'made' | 'plan'>): Facts {
  const poolId = made.activePoolId ?? made.poolId ?? null
  const targets = targetsOf({ made, plan })
  return {
    'pool-id': poolId,
    'pool-name': poolId === null ? null : nameOfId(poolId),
    'vm-size': made.vmSize === undefined ? null : spellSize(made.vmSize, plan?.vmSizes ?? []),
    'snapshot-ids': snapshotIds(made),
    'image-id': made.imageId ?? null,
    'gallery-image-version-id': made.galleryImageVersionId ?? null,
    'image-reference-id': made.imageReferenceId ?? null,
    'allocation-state': made.allocationState ?? null,
    'current-dedicated-nodes': made.currentDedicatedNodes ?? null,
    'current-low-priority-nodes': made.currentLowPriorityNodes ?? null,
    'target-dedicated-nodes': targets.dedicated ?? null,
    'target-low-priority-nodes': targets.lowPriority ?? null,
    'resize-errors': made.resizeErrors.map((error) => ({
      code: error.code,
      message: error.message,
      details: error.details.map(({ code, message }) => ({ code, message })),
      attempt: error.attempt,
      at: error.at ?? null,
      retryable: error.retryable,
      cause: error.cause,
      remedy: error.remedy,
    })),
    'node-errors': made.nodeErrors.map((error) => ({
      state: error.state,
      code: error.code,
      message: error.message,
      count: error.count,
      nodes: error.nodes,
      exitCode: error.exitCode ?? null,
      stderr: error.stderr ?? null,
      retryable: error.retryable,
      cause: error.cause,
      remedy: error.remedy,
    })),
  }
}

function snapshotIds({ snapshots = [] }: ConfigResult['made']): Json {
  const os = snapshots.find(({ lun }) => lun === undefined)
  if (os === undefined) return null
  const data = snapshots.flatMap(({ id, lun }) => (lun === undefined ? [] : [{ lun, id }]))
  return { os: os.id, data: data.sort((a, b) => a.lun - b.lun) }
}

const emptyFacts = factsOf({ made: initialRunState, plan: undefined })

/** With every key but `resource`, which only audits have, so that a filter of jq finds them. */
function diagnosticOf(finding: Finding, report: RunReport): Json {
  const { resource, page, ...described } = describeFinding(finding, report)
  const { file, input, line, column, docs, ...said } = described
  const places = { file: file ?? null, input: input ?? null, line: line ?? null }
  const pages = { docs: docs ?? null, page: page ?? null }
  return { ...said, ...places, column: column ?? null, ...pages, ...(resource && { resource }) }
}

function planOf({ results, planHash }: RunReport): Json {
  const [first, ...others] = results
  if (first === undefined) return null
  if (others.length === 0) return planned(first)
  const plans = results.flatMap(({ plan }) => plan ?? [])
  const steps = plans.flatMap((plan) => plan.steps)
  return {
    impact: worstImpact(steps),
    headline: describeImpact({ steps }),
    hash: planHash ?? null,
    configs: results.flatMap((result) => {
      const plan = planned(result)
      return plan === null ? [] : [{ config: result.file ?? null, ...plan }]
    }),
  }
}

function kept({ resource, title, because }: Keep): Json {
  return { resource, title, because: redact(because) }
}

/** No bodies: they may hold secrets, and are in the hash. */
function planned({ plan, planHash }: ConfigResult): JsonObject | null {
  if (plan === undefined) return null
  return {
    impact: plan.impact,
    headline: describeImpact(plan),
    hash: planHash ?? null,
    ...(plan.figures === undefined ? {} : { figures: withoutUndefined({ ...plan.figures }) }),
    ...(plan.keep === undefined ? {} : { keep: plan.keep.map(kept) }),
    steps: plan.steps.map(({ kind, title, resource, impact, because }) => ({
      kind,
      title: redact(title),
      resource,
      impact,
      because: because.map(({ property, from, to }) => ({
        property,
        from: from === undefined ? null : redactProperty(property, from),
        to: to === undefined ? null : redactProperty(property, to),
      })),
    })),
  }
}

/** The `plan` of a run that made none is `null` rather than empty: `fromJSON` in a workflow fails on empty text. */
function asText(name: OutputName, value: Json): string {
  if (value === null) return name === 'plan' ? 'null' : ''
  return typeof value === 'string' ? value : toOutputJson(value)
}
