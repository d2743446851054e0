import type { Explanation } from '../model/explanation.js'
import type { RunState } from '../model/run-state.js'
import type { Mode } from '../inputs/config.js'
import type { Step } from '../model/step.js'
import { isSameSize, spellSize } from '../model/vm-sizes.js'
import { nameOfId } from '../shared/arm-id.js'
import type { Finding } from '../shared/finding.js'
import { formatOrigin } from './annotations.js'
import { describeChange } from './change.js'
import { formatElapsed } from './elapsed.js'
import { explanationParts, partItems, referenceParts } from './azure-error.js'
import { mdBlock, mdCode, mdLink, mdText } from './escape.js'
import type { Event } from '../model/events.js'
import { otherActivePool } from '../outcome/active-pool.js'
import { closingAdvice } from '../outcome/advice.js'
import { mdTable } from './markdown-table.js'
import { figuresBlock, writtenBlocks } from './plan-figures.js'
import { rulePage } from './rule-page.js'
import { isGood, type ConfigResult, type Failure, type RunReport } from '../outcome/result.js'
import { shorten } from './shorten.js'
import { nodesChart, statesChart, timelineChart } from './summary-charts.js'
import { targetsOf } from '../outcome/targets.js'

/** How much of it all may be shown: rows of each table, characters of each text that others wrote. */
export interface Room {
  readonly rows: number
  readonly characters: number
}

/** Of an error in a cell of a table. */
const mostErrorCharacters = 1_000

export const summaryRoom: Room = { rows: 200, characters: 20_000 }

/** What ended it, why and what to do; `isTitled`: what it was is not the headline of the page already. */
export function problemSection(
  problem: Failure | undefined,
  isTitled: boolean,
  room = summaryRoom,
): readonly string[] {
  if (problem === undefined) return []
  const title = isTitled ? `**${mdText(shorten(problem.headline, room.characters))}**` : ''
  switch (problem.kind) {
    case 'findings':
    case 'cancelled':
    case 'deadline':
      return [title]
    case 'bug':
      return [
        title,
        'This is a bug in image-to-pool, not in the config. Please report it with the lines below.',
        mdBlock(shorten(problem.stack, room.characters)),
      ]
    case 'azure':
      return [
        title,
        ...problem.explanations
          .slice(0, room.rows)
          .map((explanation) => explanationBlock(explanation, room)),
        ticketBlock(problem, room),
      ]
  }
}

function ticketBlock(problem: Extract<Failure, { kind: 'azure' }>, { characters }: Room): string {
  const items = partItems(referenceParts(problem), characters)
  return items.length === 0 ? '' : ['For a support ticket:', ...items].join('\n')
}

function explanationBlock(explanation: Explanation, { rows, characters }: Room): string {
  const evidence = explanation.evidence.slice(0, rows)
  return partItems(explanationParts({ ...explanation, evidence }), characters).join('\n')
}

/** What became of what the run made and changed, where it did not end well. */
export function takenBackSection({ takenBack = [], notTakenBack = [] }: ConfigResult): string {
  const lines = [
    ...takenBack.map((sentence) => `- ${mdText(sentence)}`),
    ...notTakenBack.map((sentence) => `- ⚠️ ${mdText(sentence)}`),
  ]
  return titled('Undone', lines.join('\n'))
}

/** The nodes there, wanted and needed. */
export function nodesSection({ made, plan }: ConfigResult): string {
  if (made.currentDedicatedNodes === undefined) return ''
  const count = (value: number | undefined): string => (value === undefined ? '' : String(value))
  const goal = plan?.goal
  const targets = targetsOf({ made, plan })
  const table = mdTable(
    ['nodes', 'current', 'target', 'minimum'],
    [
      [
        'dedicated',
        count(made.currentDedicatedNodes),
        count(targets.dedicated),
        count(goal?.minDedicatedNodes),
      ],
      [
        'low-priority',
        count(made.currentLowPriorityNodes),
        count(targets.lowPriority),
        count(goal?.minLowPriorityNodes),
      ],
    ],
  )
  const parts = [table, sizeOf(made, plan?.vmSizes ?? []), whoseNodes(made)]
  return parts.filter((part) => part !== '').join('\n\n')
}

/** Of a rollout that came to nothing: jobs go on where they were. */
function whoseNodes(made: RunState): string {
  const live = otherActivePool(made)
  if (live === undefined || made.poolId === undefined) return ''
  return `These are of pool ${mdCode(nameOfId(made.poolId))}; the live one is still ${mdCode(nameOfId(live))}.`
}

/** Which of several sizes the nodes came to have. */
function sizeOf({ vmSize }: RunState, sizes: readonly string[]): string {
  if (vmSize === undefined || sizes.length < 2) return ''
  const [first = ''] = sizes
  const isFirst = isSameSize(vmSize, first)
  const how = isFirst ? 'the first of the list' : `a fallback for ${mdCode(first)}`
  return `VM size: ${mdCode(spellSize(vmSize, sizes))}, ${how}`
}

/** Those that are not already told as what ended the config. */
export function resizeErrorsSection({ made, problem }: ConfigResult): string {
  const reported = problem?.kind === 'azure' ? problem.explanations.map(({ code }) => code) : []
  const unreported = made.resizeErrors.filter(({ code }) => !reported.includes(code))
  const rows = unreported.map((error) => [
    error.attempt === 0 ? 'before' : String(error.attempt),
    mdCode(error.code),
    [error.message, ...error.details.map(({ code, message }) => `${code}: ${message}`)]
      .map(mdText)
      .join('<br>'),
    mdText(error.cause),
    mdText(error.remedy),
  ])
  return titled(
    'Resize errors',
    mdTable(['resize', 'code', 'what Azure said', 'cause', 'what to do'], rows),
  )
}

/** Nodes that take no tasks, with the end of what their start task wrote. */
export function nodeErrorsSection({ made }: ConfigResult): string {
  const rows = made.nodeErrors.map((error) => [
    mdCode(error.state),
    String(error.count),
    [
      error.code === error.state ? '' : mdCode(error.code),
      mdText(shorten(error.message, mostErrorCharacters)),
      error.exitCode === undefined ? '' : `exit code ${String(error.exitCode)}`,
    ]
      .filter((part) => part !== '')
      .join('<br>'),
    mdText(error.cause),
    mdText(error.remedy),
  ])
  const outputs = made.nodeErrors.flatMap(({ nodes, stderr }) =>
    stderr === undefined ? [] : [`End of stderr, node ${mdCode(nodes[0] ?? '')}:`, mdBlock(stderr)],
  )
  const head = ['state', 'nodes', 'error', 'cause', 'what to do']
  const table = mdTable(head, rows)
  return titled('Nodes that run no tasks', [table, ...outputs].join('\n\n').trim())
}

export function findingsSection(
  findings: readonly Finding[],
  title: string,
  { rulesPage }: Pick<RunReport, 'rulesPage'>,
  { rows: most, characters }: Room = summaryRoom,
): string {
  // The worst first: what is beyond the room should be the least of it.
  const rows = (['error', 'warning', 'notice'] as const)
    .flatMap((severity) => findings.filter((finding) => finding.severity === severity))
    .slice(0, most)
    .map((finding) => [
      finding.severity,
      mdCode(shorten(formatOrigin(finding.at), characters)),
      mdText(shorten(finding.message, characters)),
      mdText(shorten(finding.help, characters)),
      rulesPage === undefined
        ? mdLink(mdCode(finding.rule), finding.docs)
        : `${mdLink(mdCode(finding.rule), rulePage(finding.rule, rulesPage))}<br>${mdLink('source', finding.docs)}`,
    ])
  const head = ['severity', 'where', 'what', 'what to do', 'rule']
  return titled(title, mdTable(head, rows, findings.length))
}

export function planSection(
  { plan, events }: ConfigResult,
  mode: Mode,
  room: Room = summaryRoom,
): string {
  if (plan === undefined) return ''
  const isCarriedOut = mode === 'apply' || mode === 'cleanup'
  const kept = new Set(plan.keep?.map(({ resource }) => resource))
  const rows = plan.steps
    .slice(0, room.rows)
    .map((step, index) => [
      String(index + 1),
      mdText(shorten(step.title, room.characters)),
      step.impact === 'none' || step.impact === 'create' ? step.impact : `**${step.impact}**`,
      reasonsOf(step, room),
      ...(isCarriedOut ? [kept.has(step.resource) ? 'kept' : howOf(step, events)] : []),
    ])
  const head = ['', 'step', 'impact', 'because', ...(isCarriedOut ? ['result'] : [])]
  const parts = [
    mdTable(head, rows, plan.steps.length),
    figuresBlock(plan),
    // Who carries a plan out has seen it: the summary is about what came of it.
    ...(isCarriedOut ? [] : writtenBlocks(plan, room.characters)),
  ]
  return titled('Plan', parts.filter((part) => part !== '').join('\n\n'))
}

/** Ten times as many rows as reasons in one of them. */
function reasonsOf({ because }: Step, { rows, characters }: Room): string {
  const shown = because.slice(0, Math.ceil(rows / 10))
  const left = because.length - shown.length
  return [
    ...shown.map((change) => mdText(shorten(describeChange(change), characters))),
    ...(left === 0 ? [] : [`… and ${String(left)} more`]),
  ].join('<br>')
}

function howOf(step: Step, events: readonly Event[]): string {
  const start = events.find((event) => event.type === 'step-started' && event.step === step)
  const end = events.findLast((event) => event.type === 'step-ended' && event.step === step)
  if (start === undefined) return 'not started'
  return end?.type === 'step-ended' ? `${end.how} after ${formatElapsed(end.at - start.at)}` : ''
}

/** `line`: where the time went, in words. */
export function timeSection(events: readonly Event[], line: string | undefined): string {
  const sentence = line === undefined ? '' : `${mdText(capitalise(line))}.`
  const charts = [timelineChart(events), nodesChart(events), statesChart(events)]
  return titled('Timeline', [sentence, ...charts].filter((part) => part !== '').join('\n\n'))
}

/** The next thing a person would do. */
export function nextSection(result: ConfigResult, report: RunReport): string {
  const advice = [
    ...result.still.map((sentence) => `Azure continues without us: ${mdText(sentence)}.`),
    ...adviceFor(result, report),
  ]
  return titled('What to do next', advice.map((line) => `- ${line}`).join('\n'))
}

const reportIt = 'Report it with the lines of the log: this is a bug in image-to-pool.'

function adviceFor(result: ConfigResult, report: RunReport): readonly string[] {
  const { outcome, problem, plan, made } = result
  if (problem !== undefined || !isGood(outcome)) {
    const explanations = problem?.kind === 'azure' ? problem.explanations : []
    const remedies = [...new Set(explanations.map(({ remedy }) => remedy))]
    const last = closingAdvice(result)
    return [
      ...remedies.map((remedy) => `${mdText(capitalise(remedy))}.`),
      last === undefined ? reportIt : mdText(last),
    ]
  }
  if (report.mode === 'validate')
    return ['Run `mode: plan` to compare the config with what Azure has.']
  if (report.mode === 'plan' || report.dryRun) {
    const how = report.mode === 'cleanup' ? 'without `dry-run`' : '`mode: apply`'
    return plan?.impact === 'none' ? [] : [`Run ${how} to carry the plan out.`]
  }
  if (outcome !== 'partial') return []
  // What an earlier resize ended with may be over: the last one came after it.
  const last = Math.max(...made.resizeErrors.map(({ attempt }) => attempt))
  const errors = made.resizeErrors.filter(({ attempt }) => attempt === last)
  const remedies = [...new Set(errors.map(({ remedy }) => remedy))].join('; ')
  return [
    'The pool has fewer nodes than its target, but at least the minimum, so it can be used as it is.',
    ...(remedies === '' ? [] : [`To get the rest: ${mdText(remedies)}.`]),
  ]
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function titled(title: string, body: string): string {
  return body === '' ? '' : `#### ${title}\n\n${body}`
}
