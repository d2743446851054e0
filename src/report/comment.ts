import { formatElapsed } from './elapsed.js'
import { mdCode, mdLink } from './escape.js'
import { overallOutcome, type ConfigResult, type RunReport } from '../outcome/result.js'
import { shorten } from './shorten.js'
import { headline } from './summary.js'
import { commitOf, isPlanned, overallVerdict, verdictOf } from './verdict.js'
import { findingsSection, planSection, problemSection, type Room } from './summary-sections.js'

/** GitHub refuses a comment of more characters (https://github.com/orgs/community/discussions/41331). */
export const mostCharacters = 65_536

const everything: Room = { rows: Infinity, characters: Infinity }

/** What is tried in turn when everything does not fit. */
const rooms: readonly Room[] = [
  { rows: 200, characters: 4_000 },
  { rows: 100, characters: 600 },
  { rows: 40, characters: 200 },
  { rows: 10, characters: 120 },
]
const least: Room = { rows: 3, characters: 80 }

/** No table row has fewer characters: with more rows than this there is no point in writing everything. */
const mostRows = mostCharacters / 40

export interface CommentFrame {
  /** First line of the body. */
  readonly marker: string
  /** Page of the run, with the summary. */
  readonly runUrl: string | undefined
}

/** The plan as a pull-request comment: shorter than GitHub's limit, and what is left out is said. */
export function toComment(report: RunReport, frame: CommentFrame): string {
  const { results } = report
  const rows = results.map(({ findings, plan }) => findings.length + (plan?.steps.length ?? 0))
  const isHuge = rows.reduce((sum, its) => sum + its, 0) > mostRows
  for (const room of isHuge ? rooms : [everything, ...rooms]) {
    const body = render(report, frame, { room, results })
    if (body.length < mostCharacters) return body
  }
  return renderFewer(report, frame)
}

interface Rendering {
  readonly room: Room
  readonly results: readonly ConfigResult[]
}

/** As many configs as fit, those in trouble first. */
function renderFewer(report: RunReport, frame: CommentFrame): string {
  const rank = ({ outcome }: ConfigResult): number => (outcome === 'failed' ? 0 : 1)
  const results = [...report.results].sort((a, b) => rank(a) - rank(b))
  for (let count = results.length; ; count = Math.floor(count / 2)) {
    const body = render(report, frame, { room: least, results: results.slice(0, count) })
    if (body.length < mostCharacters || count === 0) return body
  }
}

function render(report: RunReport, frame: CommentFrame, rendering: Rendering): string {
  const { room, results } = rendering
  const outcome = overallOutcome(report)
  const left = report.results.length - results.length
  const { icon, word, impact } = overallVerdict(report)
  const impactWord = word === 'planned' ? `**${impact}**, ` : ''
  const commit = commitOf(report)
  const blocks = [
    `${frame.marker}${hiddenHash(report, commit)}`,
    `### ${icon} image-to-pool ${isPlanned(report) ? 'plan' : report.mode}: ${impactWord}${headline(report, outcome, room)}${commit === undefined ? '' : ` (commit ${mdCode(commit.slice(0, 12))})`}`,
    ...problemSection(report.problem, false),
    findingsSection(report.findings, 'Findings about the inputs', report, room),
    ...results.flatMap((result) => configBlocks(result, report, room)),
    left === 0 ? '' : `… and ${String(left)} more ${left === 1 ? 'config' : 'configs'}.`,
    hashLine(report),
    footer(report, frame, room === everything),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function configBlocks(result: ConfigResult, report: RunReport, room: Room): readonly string[] {
  const { file, problem, findings } = result
  const { icon, word } = verdictOf(result, report)
  const several = report.results.length > 1
  const name = mdCode(shorten(file ?? 'inputs', room.characters))
  return [
    several ? `#### ${icon} ${name}: ${word}` : '',
    ...problemSection(problem, several, room),
    findingsSection(findings, 'Findings', report, room),
    planSection(result, report.mode, room),
  ]
}

/** For a later run that is held to this plan: of what commit it is, too. Nobody sees it. */
function hiddenHash({ planHash }: RunReport, commit: string | undefined): string {
  if (planHash === undefined) return ''
  const of = commit === undefined ? '' : ` commit ${commit.toLowerCase()}`
  return `\n<!-- image-to-pool plan-hash ${planHash}${of} -->`
}

function hashLine({ planHash }: RunReport): string {
  if (planHash === undefined) return ''
  return `Plan hash ${mdCode(planHash)}: pass it as \`expected-plan-hash\`, and \`apply\` carries out exactly this plan or nothing; after the merge, \`expected-plan-hash: pull-request\` finds it here.`
}

function footer(report: RunReport, { runUrl }: CommentFrame, isWhole: boolean): string {
  const took = formatElapsed(report.endedAt - report.startedAt)
  const summary = mdLink('summary of the run', runUrl)
  const cut = "Shortened to GitHub's limit of 65,536 characters; the rest is in the"
  return isWhole
    ? `<sub>\`${report.mode}\` after ${took}; more in the ${summary}</sub>`
    : `${cut} ${summary}.`
}

/** What comes of a set of config files goes to one comment, found by this line. */
export function commentMarker(key: string, digest: (text: string) => string): string {
  return `<!-- image-to-pool plan ${digest(key).slice(0, 32)} -->`
}

/** Why a comment could not be written, for people. `status`: undefined where GitHub did not answer. */
export function describeRefusal(status: number | undefined, message: string): string {
  const what = 'cannot write the pull-request comment'
  if (status === 401) {
    return `${what}: GitHub does not accept the github-token (401); give one that is valid`
  }
  if (status === 403 || status === 404) {
    return `${what}: GitHub answers ${String(status)} (${shorten(message, 300)}); give the token \`pull-requests: write\` under \`permissions\` of the job (a run for a fork cannot have it)`
  }
  if (status === 429) {
    return `${what}: GitHub is rate limiting requests; the next run writes it`
  }
  const answers = status === undefined ? '' : `GitHub answers ${String(status)}: `
  return `${what}: ${answers}${shorten(message, 300)}`
}
