import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A golden config in which a rule finds something, beside the same one mended. */
export interface RuleExample {
  readonly message: string
  readonly help: string
  /** What to change, as the body of a `diff` block. */
  readonly change: string
}

/** Lines around a change that are shown with it. */
const context = 3
/** Some configs are there for values that are too long. */
const longestLine = 200

/** For each rule the golden config in which it finds something with the least else; the test of them proves both halves. */
export function readRuleExamples(): ReadonlyMap<string, RuleExample> {
  const folder = join('__tests__', 'inputs', 'golden')
  const best = new Map<string, { readonly weight: number; readonly example: RuleExample }>()
  for (const name of readdirSync(folder).sort()) {
    const [given = '', found = ''] = readFileSync(join(folder, name), 'utf8').split(
      '=== findings ===\n',
    )
    const [broken = '', mended] = given.split('=== mended ===\n')
    if (mended === undefined) continue
    const findings = [
      ...found.matchAll(
        /^(other\.yml )?\S.*?(?:error|warning|notice) (\S+)\n {4}(.*)\n {4}-> (.*)$/gm,
      ),
    ]
    const rules = new Set(findings.map(([, , id]) => id)).size
    for (const [, isOther, id = '', message = '', help = ''] of findings) {
      const isAcross = id.startsWith('across/')
      const part = isAcross ? whole : isOther === undefined ? firstFile : secondFile
      const change = changeBetween(part(broken), part(mended), isAcross ? Infinity : context)
      const weight = rules * 10_000 + change.length + message.length
      if (weight >= (best.get(id)?.weight ?? Infinity)) continue
      best.set(id, { weight, example: { message, help, change } })
    }
  }
  return new Map([...best].map(([id, { example }]) => [id, example]))
}

const whole = (text: string): string => text
const between = '=== other.yml ===\n'
const firstFile = (text: string): string => text.split(between)[0] ?? ''
const secondFile = (text: string): string => text.split(between)[1] ?? ''

/** Each line with `-`, `+` or a blank before it; what is far from any change is left out. */
function changeBetween(before: string, after: string, around: number): string {
  const lines = diffLines(linesOf(before), linesOf(after))
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(([sign]) => sign !== ' ')
  return lines
    .flatMap(([sign, line], index) => {
      if (isNear(index)) return [`${sign} ${shown(line)}`.trimEnd()]
      return index > 0 && isNear(index - 1) && index + 1 < lines.length ? ['  …'] : []
    })
    .join('\n')
}

function linesOf(text: string): readonly string[] {
  return text
    .replace(/^=== (.*) ===$/gm, '# $1')
    .replace(/(?<=\bghp_)\w+/g, '…') // an invented token, which scanners of secrets would report
    .replace(/\n$/, '')
    .split('\n')
}

function shown(line: string): string {
  const short = line.replace(/^ {60,}/, (blanks) => `${' '.repeat(8)}… (${String(blanks.length)}) `)
  return short.length > longestLine ? `${short.slice(0, longestLine)}…` : short
}

type SignedLine = readonly ['-' | '+' | ' ', string]

/** By the longest common subsequence. */
function diffLines(before: readonly string[], after: readonly string[]): readonly SignedLine[] {
  const [first, ...others] = before
  const [next, ...rest] = after
  if (first === undefined) return after.map((line) => ['+', line])
  if (next === undefined) return before.map((line) => ['-', line])
  if (first === next) return [[' ', first], ...diffLines(others, rest)]
  // Removed lines come first; a line is kept where it comes up again.
  if (!after.includes(first)) return [['-', first], ...diffLines(others, after)]
  if (!before.includes(next)) return [['+', next], ...diffLines(before, rest)]
  const [dropping, adding] = [diffLines(others, after), diffLines(before, rest)]
  return kept(dropping) >= kept(adding) ? [['-', first], ...dropping] : [['+', next], ...adding]
}

function kept(lines: readonly SignedLine[]): number {
  return lines.filter(([sign]) => sign === ' ').length
}

/** src/report/rule-examples.ts: the changes alone, a rule a line, for whoever reads them in code scanning. */
export function ruleExamplesModule(): string {
  const lines = [...readRuleExamples()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { change }]) => `  ${JSON.stringify(id)}: ${JSON.stringify(change)},`)
  return `/** Generated from the golden configs by \`npm run generate\`: what mends a config in which the rule finds something. */
// prettier-ignore
export const ruleExamples: Readonly<Record<string, string>> = {
${lines.join('\n')}
}
`
}
