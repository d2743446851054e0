import { explainNodeReport, explainResizeReport } from '../diagnosis/explain-reports.js'
import type { Explanation, ResizeErrorReport } from '../model/explanation.js'
import type { Host } from '../ports/host.js'
import { runTimeLine } from './azure-time.js'
import { explanationParts, partLines } from './azure-error.js'
import { describeCleanup } from './cleanup.js'
import { formatElapsed } from './elapsed.js'
import { logLine, logLines } from './escape.js'
import { jobsDestination } from './jobs-destination.js'
import { otherActivePool } from '../outcome/active-pool.js'
import { closingAdvice } from '../outcome/advice.js'
import { fitLines } from './limits.js'
import { toOutputs } from './outputs.js'
import { isGood, overallOutcome, type ConfigResult, type RunReport } from '../outcome/result.js'
import { targetsOf } from '../outcome/targets.js'

/** Something else that is told at the end. */
export interface Extra {
  readonly what: string
  readonly write: () => Promise<void>
}

/**
 * Tells how the run ended: outputs, closing lines, job summary, what else was asked for, and at the very end
 * whether the step failed. What cannot be written is a warning and changes nothing about the outcome.
 */
export async function publish(
  host: Host,
  report: RunReport,
  extras: readonly Extra[] = [],
): Promise<void> {
  await orWarn(host, 'outputs', () => {
    for (const [name, value] of toOutputs(report)) host.setOutput(name, value)
  })
  const say = host.log.result ?? host.log.info
  for (const line of closingLines(report)) say(logLine(line))
  await orWarn(host, 'job summary', async () => {
    const { toSummary } = await import(/* webpackMode: "eager" */ './summary.js')
    host.writeSummary(toSummary(report))
  })
  for (const { what, write } of extras) await orWarn(host, what, write)
  if (isGood(overallOutcome(report))) return
  const { failureLines } = await import(/* webpackMode: "eager" */ './failure-lines.js')
  const said = reportedFailures(report, failureLines)
  host.log.fail(fitLines(said.flatMap((line) => logLines(line))).join('\n'))
}

async function orWarn(host: Host, what: string, write: () => void | Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    host.log.annotate({ severity: 'warning', message: logLine(`cannot write the ${what}: ${why}`) })
  }
}

/** The end of the log: per config what there is now, what went short, what Azure goes on with. */
export function closingLines(report: RunReport): readonly string[] {
  const took = formatElapsed(report.endedAt - report.startedAt)
  const waited = runTimeLine(report)
  return [
    ...(isCounted(report) ? countedLines(report) : eachResult(report)),
    ...(report.mode === 'cleanup' && report.results.some(({ plan }) => plan !== undefined)
      ? [describeCleanup(report.results, report.dryRun)]
      : []),
    ...(waited === undefined ? [] : [waited]),
    `outcome: ${overallOutcome(report)} after ${took}`,
  ]
}

/** A folder may hold a thousand files, an account as many pools. */
function isCounted({ mode }: RunReport): boolean {
  return mode === 'validate' || mode === 'audit'
}

/** Those that are in order are counted, the others named. */
function countedLines({ mode, results }: RunReport): readonly string[] {
  const bad = results.filter((result) => !isGood(result.outcome))
  const count = `${String(results.length - bad.length)} of ${String(results.length)}`
  return [
    ...bad.map(({ file }) => `${file ?? 'inputs'}: failed`),
    ...(results.length === 0
      ? []
      : [`${mode === 'audit' ? 'pools' : 'configs'} in order: ${count}`]),
  ]
}

function eachResult({ results }: RunReport): readonly string[] {
  const [only] = results
  if (only !== undefined && results.length === 1) return resultLines(only)
  return results.flatMap((result) => [
    `${result.file ?? 'inputs'}: ${result.outcome}`,
    ...resultLines(result),
  ])
}

function resultLines(result: ConfigResult): readonly string[] {
  const { made, takenBack = [], notTakenBack = [], still } = result
  const ids = [
    ['image', made.imageId],
    ['gallery image version', made.galleryImageVersionId],
    ['pool', made.poolId],
    ['live pool', otherActivePool(made)],
  ] as const
  const destination = jobsDestination(result)
  return [
    ...(destination === undefined ? [] : [`  ${destination}`]),
    ...ids.flatMap(([what, id]) => (id === undefined ? [] : [`  ${what}: ${id}`])),
    ...nodeLines(result),
    ...resizeErrorLines(made),
    ...made.nodeErrors.flatMap((error) => errorLines('nodes', explainNodeReport(error))),
    ...takenBack.map((sentence) => `  undone: ${sentence}`),
    ...notTakenBack.map((sentence) => `  not undone: ${sentence}`),
    ...still.map((sentence) => `  Azure continues: ${sentence}`),
  ]
}

/** Resizes often end alike: what is the same but for its resize is told once. */
function resizeErrorLines({ resizeErrors }: ConfigResult['made']): readonly string[] {
  const reported = new Map<string, { error: ResizeErrorReport; times: number }>()
  for (const error of resizeErrors) {
    const key = JSON.stringify(explainResizeReport(error))
    reported.set(key, { error, times: (reported.get(key)?.times ?? 0) + 1 })
  }
  return [...reported.values()].flatMap(({ error, times }) =>
    errorLines(
      times === 1 ? 'resize error' : `resize error, ${String(times)} times`,
      explainResizeReport(error),
    ),
  )
}

function errorLines(what: string, explanation: Explanation): readonly string[] {
  const [first, ...rest] = partLines(explanationParts(explanation))
  return [`  ${what}: ${first ?? ''}`, ...rest.map((line) => `  ${line}`)]
}

function nodeLines({ made, plan }: ConfigResult): readonly string[] {
  const { currentDedicatedNodes, currentLowPriorityNodes = 0 } = made
  if (currentDedicatedNodes === undefined) return []
  const of = (target: number | undefined): string =>
    target === undefined ? '' : `/${String(target)}`
  const targets = targetsOf({ made, plan })
  const dedicated = `${String(currentDedicatedNodes)}${of(targets.dedicated)} dedicated`
  const spot = `${String(currentLowPriorityNodes)}${of(targets.lowPriority)} low-priority`
  return [
    `  nodes: ${dedicated}, ${spot}${made.allocationState === undefined ? '' : `, ${made.allocationState}`}`,
  ]
}

type FailureLines = (problem: NonNullable<RunReport['problem']>) => readonly string[]

/** Why the step failed, once and whole: it is the first thing, and often the only one, that is read. */
function reportedFailures(report: RunReport, failureLines: FailureLines): readonly string[] {
  if (report.problem !== undefined) return failureLines(report.problem)
  const bad = report.results.filter((result) => !isGood(result.outcome))
  const ofResult = (result: ConfigResult): readonly string[] => {
    const { problem, takenBack = [], notTakenBack = [], still } = result
    const last = still.length === 0 ? undefined : closingAdvice(result)
    return [
      ...(problem === undefined ? [] : failureLines(problem)),
      ...takenBack.map((sentence) => `undone: ${sentence}`),
      ...notTakenBack.map((sentence) => `not undone: ${sentence}`),
      ...still.map((sentence) => `Azure continues: ${sentence}`),
      ...(last === undefined ? [] : [last]),
    ]
  }
  const [only] = bad
  if (only !== undefined && report.results.length === 1) return ofResult(only)
  return [
    `${String(bad.length)} of ${String(report.results.length)} configs ended ${overallOutcome(report)}`,
    ...bad.flatMap((result) => [
      `${result.file ?? 'inputs'}: ${result.outcome}`,
      ...ofResult(result).map((line) => `  ${line}`),
    ]),
  ]
}
