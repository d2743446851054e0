import { auditHeadline, auditSections } from './audit-section.js'
import { configTimeLine, runTimeLine } from './azure-time.js'
import { formulaSection } from './formula-section.js'
import { describeCleanup, keptSection } from './cleanup.js'
import { formatElapsed } from './elapsed.js'
import { jobsDestination } from './jobs-destination.js'
import { mdCode, mdText } from './escape.js'
import { shorten } from './shorten.js'
import { describeImpact } from './step-log.js'
import {
  overallOutcome,
  type ConfigResult,
  type Outcome,
  type RunReport,
} from '../outcome/result.js'
import { chainSection } from './summary-chain.js'
import {
  capitalise,
  findingsSection,
  nextSection,
  nodeErrorsSection,
  nodesSection,
  planSection,
  problemSection,
  resizeErrorsSection,
  takenBackSection,
  summaryRoom,
  timeSection,
  type Room,
} from './summary-sections.js'
import { commitOf, isPlanned, overallVerdict, verdictOf } from './verdict.js'
import { nameOfId } from '../shared/arm-id.js'
import { targetsOf } from '../outcome/targets.js'

/** GitHub takes 1 MiB of summary from a step and drops all of it when there is more. */
const mostBytes = 1024 * 1024
const cutNote =
  '> This summary was cut: GitHub takes 1 MiB from a step. The outputs hold the rest.\n'

/** The job summary of a run as GitHub Markdown. */
export function toSummary(report: RunReport): string {
  const outcome = overallOutcome(report)
  const took = formatElapsed(report.endedAt - report.startedAt)
  const several = report.results.length > 1
  const { icon, word } = overallVerdict(report)
  const commit = commitOf(report)
  const blocks = [
    `## ${icon} image-to-pool: ${headline(report, outcome)}`,
    several ? '' : destinationBlock(report.results[0]),
    `\`${report.mode}\`${report.dryRun ? ', dry run' : ''}, ${word} after ${took}${commit === undefined ? '' : `, commit ${mdCode(commit.slice(0, 12))}`}.`,
    ...(several && report.mode !== 'audit' ? [overview(report), waitedBlock(report)] : []),
    ...problemSection(report.problem, false),
    findingsSection(report.findings, 'Findings about the inputs', report),
    ...(report.mode === 'audit'
      ? auditSections(report)
      : report.results.flatMap((result) => configBlocks(result, report, several))),
    several && report.planHash !== undefined
      ? `Plan hash of all configs ${mdCode(report.planHash)}`
      : '',
  ]
  return cap(blocks.filter((block) => block !== ''))
}

function waitedBlock(report: RunReport): string {
  const line = runTimeLine(report)
  return line === undefined ? '' : `${mdText(capitalise(line))}.`
}

function configBlocks(
  result: ConfigResult,
  report: RunReport,
  several: boolean,
): readonly string[] {
  const { icon, word } = verdictOf(result, report)
  const title = `### ${icon} ${mdCode(result.file ?? 'inputs')}: ${word}`
  return [
    several ? title : '',
    several ? destinationBlock(result) : '',
    ...problemSection(result.problem, several),
    takenBackSection(result),
    nodesSection(result),
    resizeErrorsSection(result),
    nodeErrorsSection(result),
    findingsSection(result.findings, 'Findings', report),
    chainSection(result, report.portalUrl),
    planSection(result, report.mode === 'cleanup' && report.dryRun ? 'plan' : report.mode),
    formulaSection(result),
    keptSection(result, summaryRoom),
    result.planHash === undefined ? '' : `Plan hash ${mdCode(result.planHash)}`,
    timeSection(result.events, several ? configTimeLine(result) : runTimeLine(report)),
    nextSection(result, report),
  ]
}

function destinationBlock(result: ConfigResult | undefined): string {
  const sentence = result && jobsDestination(result)
  return sentence === undefined ? '' : `**${mdText(sentence)}.**`
}

/** What a run came to, in one line of Markdown. */
export function headline(
  report: RunReport,
  outcome: Outcome,
  { characters }: Pick<Room, 'characters'> = { characters: 1_000 },
): string {
  const { results, mode } = report
  const [first] = results
  const isSettled = results.every(({ problem }) => problem === undefined)
  if (mode === 'cleanup' && first?.plan !== undefined && isSettled) {
    return describeCleanup(results, report.dryRun)
  }
  if (mode === 'audit' && report.problem === undefined) return auditHeadline(report)
  if (results.length > 1) {
    const good = results.filter((result) => ['unchanged', 'succeeded'].includes(result.outcome))
    const count = `${String(good.length)} of ${String(results.length)} configs`
    if (mode === 'apply' && !report.dryRun) return `${count} succeeded`
    const steps = results.flatMap(({ plan }) => plan?.steps ?? [])
    return `${count} in order${steps.length === 0 ? '' : `, ${describeImpact({ steps })}`}`
  }
  const problem = report.problem ?? first?.problem
  if (problem !== undefined) return mdText(shorten(problem.headline, characters))
  if (first === undefined || mode === 'validate')
    return `config ${outcome === 'failed' ? 'has errors' : 'is in order'}`
  if (isPlanned(report)) {
    return first.plan === undefined ? 'no plan' : describeImpact(first.plan)
  }
  return madeHeadline(first)
}

function madeHeadline(result: ConfigResult): string {
  const { made, outcome } = result
  const id = made.poolId ?? made.galleryImageVersionId ?? made.imageId
  const name = id === undefined ? 'everything' : mdCode(nameOfId(id))
  const nodes = made.poolId === undefined ? '' : nodesSeen(result)
  if (outcome === 'unchanged') {
    return `${name} is as it should be, nothing changed${nodes === '' ? '' : `: ${nodes}`}`
  }
  if (made.poolId === undefined) return `${name} is ready`
  return `${name} is made${outcome === 'partial' ? ' in part' : ''}: ${nodes}`
}

/** What was seen of a pool's nodes, and no more: `ready` only of those that were looked at. */
function nodesSeen(result: ConfigResult): string {
  const { made, plan } = result
  const current = (made.currentDedicatedNodes ?? 0) + (made.currentLowPriorityNodes ?? 0)
  const { dedicated = 0, lowPriority = 0 } = targetsOf(result)
  const target = dedicated + lowPriority
  const isAwaited = plan?.steps.some(({ kind }) => kind === 'await-nodes') ?? false
  const of = (count: number): string => `${String(count)}/${String(target)} nodes`
  if (made.readyNodes !== undefined) return `${of(made.readyNodes)} ready`
  if (current + target === 0) return isAwaited ? '0 of 0 nodes, nothing to wait for' : ''
  if (isAwaited) return `${of(current)} allocated, not looked at`
  return `${of(current)}, not waited for`
}

function overview(report: RunReport): string {
  return report.results
    .map((result) => {
      const { icon, word } = verdictOf(result, report)
      return `- ${icon} ${mdCode(result.file ?? 'inputs')}: ${word}`
    })
    .join('\n')
}

/** Whole blocks only, so that no table or fence is left open. */
function cap(blocks: readonly string[]): string {
  const whole = `${blocks.join('\n\n')}\n`
  if (bytes(whole) <= mostBytes) return whole
  const kept: string[] = []
  let room = mostBytes - bytes(cutNote)
  for (const block of blocks) {
    const size = bytes(block) + 2
    if (size <= room) {
      kept.push(block)
      room -= size
    }
  }
  return [...kept, cutNote].join('\n\n')
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}
