import type { RunContext } from '../ports/host.js'
import { nameOfId } from '../shared/arm-id.js'
import type { Finding, Origin, Severity, Span } from '../shared/finding.js'
import type { Json, JsonObject } from '../shared/json.js'
import { withoutUndefined } from '../shared/json.js'
import { version } from '../shared/version.js'
import { formatOrigin } from './annotations.js'
import { logLine, mdLink, mdText } from './escape.js'
import { rulePage } from './rule-page.js'
import { shorten } from './shorten.js'

/** What code scanning shows of a rule. */
export interface RuleInfo {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly docs?: string
}

export interface SarifSurroundings {
  readonly rules: readonly RuleInfo[]
  /** What mends a config in which a rule finds something, by the rule's id; a `diff`. */
  readonly examples: Readonly<Record<string, string>>
  readonly run: Pick<RunContext, 'workflow' | 'rulesPage'>
  readonly digest: (text: string) => string
}

/**
 * Code scanning takes 25,000 results of a run and shows 5,000 of them
 * (https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning).
 */
const mostResults = 5_000
const longestText = 10_000
const levels = { error: 'error', warning: 'warning', notice: 'note' } as const

/** The findings as a SARIF 2.1.0 log that code scanning accepts; without any it clears what it showed before. */
export function toSarif(findings: readonly Finding[], around: SarifSurroundings): string {
  const shown = worstFirst(findings).slice(0, mostResults)
  const rules = rulesOf(shown, around.rules)
  const positions = new Map(rules.map(({ id }, index) => [id, index]))
  const print = fingerprinter(around.digest)
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'image-to-pool',
            semanticVersion: version,
            rules: rules.map((rule) => describeRule(rule, around)),
          },
        },
        // As the YAML parser and editors count.
        columnKind: 'utf16CodeUnits',
        results: shown.map((finding) => ({
          ruleId: finding.rule,
          ruleIndex: positions.get(finding.rule) ?? -1,
          level: levels[finding.severity],
          message: { text: messageOf(finding) },
          locations: [
            {
              physicalLocation: locationOf(finding, around.run.workflow),
              ...logicalLocationsOf(finding),
            },
          ],
          partialFingerprints: { 'imageToPool/v1': print(finding) },
        })),
      },
    ],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const order: readonly Severity[] = ['error', 'warning', 'notice']
  return order.flatMap((severity) => findings.filter((finding) => finding.severity === severity))
}

/** The rules that found something. */
function rulesOf(findings: readonly Finding[], known: readonly RuleInfo[]): readonly RuleInfo[] {
  const found = new Map(findings.map((finding) => [finding.rule, finding]))
  const titles = new Map(known.map((rule) => [rule.id, rule]))
  return [...found.values()].map(({ rule: id, severity, docs }) => {
    const unlisted = { id, title: id, severity, ...(docs !== undefined && { docs }) }
    return titles.get(id) ?? unlisted
  })
}

function describeRule(
  { id, title, severity, docs }: RuleInfo,
  { examples, run }: SarifSurroundings,
): JsonObject {
  const text = safeText(title)
  const page = rulePage(id, run.rulesPage)
  const example = examples[id]
  const markdown = [
    mdText(title),
    ...(example === undefined ? [] : [`\`\`\`diff\n${example}\n\`\`\``]),
    [mdLink(page, page), ...(docs === undefined ? [] : [mdLink(docs, docs)])].join('\n\n'),
  ]
  return withoutUndefined({
    id,
    name: id,
    shortDescription: { text },
    fullDescription: { text },
    help: {
      text: `${text}: ${page}${docs === undefined ? '' : `, ${docs}`}`,
      markdown: markdown.join('\n\n'),
    },
    // An address, which the place in a repository that nobody named is not.
    helpUri: run.rulesPage === undefined ? docs : page,
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ['azure', 'batch'] },
  })
}

function messageOf(finding: Finding): string {
  const { message, help, at } = finding
  const place = at.kind === 'input' || at.kind === 'resource' ? `${formatOrigin(at)}: ` : ''
  return safeText(`${place}${message}${help === '' ? '' : `; ${help}`}`)
}

/** `[text](address)` is a link in a SARIF message, plain text or not. */
function safeText(text: string): string {
  return shorten(logLine(text), longestText).replace(/\](?=\()/g, ']\u200b')
}

/**
 * Code scanning refuses a file with a result that has no location ("expected at least one location"). An input is
 * written in the workflow, at a line that nobody told us.
 */
function locationOf({ at }: Finding, workflow: string | undefined): Json {
  const file = at.kind === 'file' ? at.file : (workflow ?? '.github/workflows')
  const uri = file.split('/').map(encodeURIComponent).join('/')
  return {
    artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
    region: at.kind === 'file' ? regionOf(at.span) : { startLine: 1 },
  }
}

/** What no file describes is named beside the workflow that looked at it. */
function logicalLocationsOf({ at }: Finding): JsonObject {
  if (at.kind !== 'resource') return {}
  const named = { name: nameOfId(at.id), fullyQualifiedName: at.id, kind: 'resource' }
  return { logicalLocations: [named] }
}

/** Both ends as ours are: from 1, the end behind the last character. */
function regionOf({ line, column, endLine, endColumn }: Span): Json {
  return { startLine: line, startColumn: column, endLine, endColumn }
}

function subjectOf(at: Origin): string {
  if (at.kind === 'file') return at.file
  return at.kind === 'resource' ? at.id : at.kind
}

/**
 * The same for a finding that only moves. Not `primaryLocationLineHash`: the upload action makes that from the
 * lines around, and warns of every one that differs from its own.
 */
function fingerprinter(digest: (text: string) => string): (finding: Finding) => string {
  const seen = new Map<string, number>()
  return ({ rule, message, at }) => {
    const key = JSON.stringify([rule, subjectOf(at), message])
    const before = seen.get(key) ?? 0
    seen.set(key, before + 1)
    return digest(JSON.stringify([key, before]))
  }
}
