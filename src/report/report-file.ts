/** The whole story of a run as JSON, for whoever asks later what a pool is made of and why. */
import type { RunContext } from '../ports/host.js'
import { azureTimeOf, azureTimeOfRun, type AzureTime } from '../outcome/azure-time.js'
import type { Inventory } from '../outcome/inventory.js'
import { isJsonObject } from '../shared/json.js'
import { version } from '../shared/version.js'
import { redactJson } from './escape.js'
import { reportedChain } from './report-chain.js'
import type { ReportFile } from './report-schema.js'
import { describeFinding } from './finding-facts.js'
import { nodesOverTime, reportedSteps, timeOf, transcript } from './report-steps.js'
import {
  overallOutcome,
  type ConfigResult,
  type Failure,
  type RunReport,
} from '../outcome/result.js'

/**
 * The file's text. Keys are always in the same order; those without a value are left out. Fit to be shown, as the
 * outputs are.
 */
export function toReportFile(report: RunReport, run: RunContext): string {
  const { mode, dryRun, planHash, problem } = report
  const { url, workflow, repository, commit, attempt, pullRequest } = run
  const file: ReportFile = {
    version: 1,
    tool: version,
    mode,
    dryRun,
    run: { url, workflow, repository, commit, attempt, pullRequest },
    outcome: overallOutcome(report),
    startedAt: timeOf(report.startedAt),
    tookMs: report.endedAt - report.startedAt,
    waitedForAzure: reportedTime(azureTimeOfRun(report)),
    planHash,
    findings: report.findings.map((finding) => describeFinding(finding, report)),
    problem: problem && reportedProblem(problem),
    configs: report.results.map((result) => reportedConfig(result, report)),
    inventory: report.inventory && reportedInventory(report.inventory),
  }
  // Once through text: what is undefined is gone, and the rest is plain JSON.
  const plain: unknown = JSON.parse(JSON.stringify(file))
  const shown = isJsonObject(plain) && redactJson(plain)
  return `${JSON.stringify(shown, undefined, 2)}\n`
}

function reportedTime({ ms, parts }: AzureTime): ReportFile['waitedForAzure'] {
  if (ms === 0) return undefined
  return {
    tookMs: ms,
    parts: parts.map((part) => ({ work: part.work, where: part.where, tookMs: part.ms })),
  }
}

function reportedInventory(inventory: Inventory): NonNullable<ReportFile['inventory']> {
  return {
    pools: inventory.pools.map((pool) => ({ ...pool, states: pool.states && { ...pool.states } })),
    endings: inventory.endings.map((ending) => ({ ...ending, pools: [...ending.pools] })),
    notLookedAt: [...inventory.notLookedAt],
  }
}

type ReportedConfig = ReportFile['configs'][number]

function reportedConfig(result: ConfigResult, report: RunReport): ReportedConfig {
  const { file, outcome, made, planHash, lineage, findings, problem, events, still } = result
  return {
    config: file,
    outcome,
    changed: made.changed,
    digest: lineage?.digest,
    planHash,
    chain: reportedChain(result),
    steps: reportedSteps(result),
    nodesOverTime: nodesOverTime(result),
    transcript: transcript(events),
    resizeErrors: made.resizeErrors.map(reportedResizeError),
    nodeErrors: made.nodeErrors.map(reportedNodeError),
    findings: findings.map((finding) => describeFinding(finding, report)),
    problem: problem && reportedProblem(problem),
    waitedForAzure: reportedTime(azureTimeOf(result)),
    still: [...still],
  }
}

type ResizeError = ConfigResult['made']['resizeErrors'][number]

function reportedResizeError(error: ResizeError): ReportedConfig['resizeErrors'][number] {
  const { code, message, details, attempt, at, retryable, cause, remedy } = error
  const codes = details.map((detail) => ({ code: detail.code, message: detail.message }))
  return { code, message, details: codes, attempt, at, retryable, cause, remedy }
}

type NodeError = ConfigResult['made']['nodeErrors'][number]

function reportedNodeError(error: NodeError): ReportedConfig['nodeErrors'][number] {
  const { state, code, message, count, nodes, exitCode, stderr, retryable, cause, remedy } = error
  const reported = { state, code, message, count, nodes: [...nodes] }
  return { ...reported, exitCode, stderr, retryable, cause, remedy }
}

function reportedProblem(problem: Failure): NonNullable<ReportFile['problem']> {
  const { kind, headline } = problem
  if (kind !== 'azure') return { kind, headline, explanations: [] }
  const { resource, requestId, correlationId, explanations } = problem
  const reported = explanations.map(
    ({ code, message, cause, remedy, retryable, docs, evidence }) => ({
      code,
      message,
      cause,
      remedy,
      retryable,
      docs,
      evidence: evidence.map((item) => ({ code: item.code, message: item.message })),
    }),
  )
  return { kind, headline, resource, requestId, correlationId, explanations: reported }
}
