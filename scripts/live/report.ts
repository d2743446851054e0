/** What a run found out, for people and for programs; without secrets, IDs, names and addresses. */
import { createBlanking } from './blank.js'
import { suffixOf } from './kit-group.js'
import type { Mark } from './marks.js'
import type { Facts, NotAsked } from './probe.js'
import type { Answered, RunResult, Verdict } from './run.js'

export interface ReportInput {
  readonly result: RunResult
  readonly against: string
  readonly subscriptionId: string
  readonly secrets: readonly string[]
  readonly marks: readonly Mark[]
  readonly notAsked: readonly NotAsked[]
}

interface Sentence {
  readonly file: string
  readonly line: number
  readonly sentence: string
}

interface ReportedAnswer {
  readonly id: string
  readonly question: string
  readonly verdict: Verdict
  /** What of ours the answer confirms or contradicts. */
  readonly sentences: readonly Sentence[]
  readonly expected: Facts
  readonly seen?: Facts
  readonly reason?: string
  readonly exchanges: readonly { request: string; sent?: string; status: number; answer: string }[]
}

export interface Report {
  readonly against: string
  readonly location: string
  readonly startedAt: string
  readonly minutes: number
  readonly counts: Readonly<Record<Verdict, number>>
  readonly leftBehind?: string
  readonly answers: readonly ReportedAnswer[]
  readonly notAsked: readonly NotAsked[]
}

/** The last exchanges of a question say what it is about; of a wait there may be many. */
const mostExchanges = 6
const mostCharacters = 4000

export function reportOf(input: ReportInput): Report {
  const { result, against, subscriptionId, secrets, marks, notAsked } = input
  const { group, location, startedMs, endedMs, leftBehind } = result
  const blank = createBlanking({ subscriptionId, group, suffix: suffixOf(group), secrets })
  const count = (verdict: Verdict): number =>
    result.answers.filter((answer) => answer.verdict === verdict).length
  return {
    ...{ against, location, startedAt: new Date(startedMs).toISOString().slice(0, 16) },
    minutes: Math.round((endedMs - startedMs) / 60_000),
    counts: {
      confirmed: count('confirmed'),
      contradicted: count('contradicted'),
      unanswered: count('unanswered'),
    },
    // Here the name is what helps: it is the reader's own group.
    ...(leftBehind === undefined ? {} : { leftBehind: `${group}: ${blank(leftBehind)}` }),
    answers: result.answers.map((answer) => answerOf(answer, marks, blank)),
    notAsked,
  }
}

function answerOf(
  { probe, verdict, seen, reason, exchanges }: Answered,
  marks: readonly Mark[],
  blank: (text: string) => string,
): ReportedAnswer {
  const { id, question, expected } = probe
  const shown = (text: string): string => {
    const clean = blank(text)
    return clean.length <= mostCharacters ? clean : `${clean.slice(0, mostCharacters)}…`
  }
  return {
    ...{ id, question, verdict, expected },
    sentences: marks
      .filter((mark) => mark.id === id)
      .map(({ file, line, sentence }) => ({ file, line, sentence })),
    ...(seen === undefined ? {} : { seen: JSON.parse(blank(JSON.stringify(seen))) as Facts }),
    ...(reason === undefined ? {} : { reason: shown(reason) }),
    exchanges: exchanges.slice(-mostExchanges).map(({ request, sent, status, answer }) => ({
      request: shown(request),
      ...(sent === undefined ? {} : { sent: shown(sent) }),
      status,
      answer: shown(answer),
    })),
  }
}

/** To be attached to an issue, or shown as a job summary. */
export function markdownOf(report: Report): string {
  const { against, location, startedAt, minutes, counts, leftBehind, answers, notAsked } = report
  const of = (verdict: Verdict) => answers.filter((answer) => answer.verdict === verdict)
  return [
    '# Answers of Azure',
    `${against}, ${location}, ${startedAt} UTC, ${String(minutes)} minutes: **${String(counts.contradicted)} contradicted**, ${String(counts.confirmed)} confirmed, ${String(counts.unanswered)} unanswered, ${String(notAsked.length)} not asked.`,
    ...(leftBehind === undefined
      ? ['Everything that was made is removed.']
      : [`**Left behind in Azure:** ${leftBehind}. \`npm run live -- --clean-up\` removes it.`]),
    '## Contradicted',
    ...sectionOf(of('contradicted'), contradiction),
    '## Unanswered',
    ...sectionOf(of('unanswered'), ({ id, question, reason = '' }) => {
      return `- \`${id}\`: ${question} ${oneLine(reason)}`
    }),
    '## Confirmed',
    ...sectionOf(of('confirmed'), ({ id, question, seen = {} }) => {
      return `- \`${id}\`: ${question} ${factsOf(seen)}`
    }),
    '## Not asked',
    ...sectionOf(notAsked, ({ id, question, reason }) => `- \`${id}\`: ${question} ${reason}`),
    '',
  ].join('\n\n')
}

function sectionOf<T>(items: readonly T[], show: (item: T) => string): readonly string[] {
  return items.length === 0 ? ['None.'] : items.map(show)
}

function contradiction({
  id,
  question,
  sentences,
  expected,
  seen = {},
  exchanges,
}: ReportedAnswer) {
  const said = sentences.map(({ file, line, sentence }) => {
    return `- ${sentence} (${file}, line ${String(line)})`
  })
  const wire = exchanges.flatMap(({ request, sent, status, answer }) => [
    request,
    ...(sent === undefined ? [] : [sent]),
    `-> ${String(status)}`,
    answer,
    '',
  ])
  return [
    `### \`${id}\``,
    question,
    `We say ${factsOf(expected)}, Azure ${factsOf(seen)}. What we say stands in`,
    said.join('\n'),
    fenced(wire.join('\n')),
  ].join('\n\n')
}

function factsOf(facts: Facts): string {
  const parts = Object.entries(facts).map(
    ([name, value]) =>
      `${name} \`${typeof value === 'object' ? value.join(', ') : String(value)}\``,
  )
  return parts.join(', ')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 500)
}

/** Longer than any row of backticks inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([row]) => row.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text.trimEnd()}\n${fence}`
}
