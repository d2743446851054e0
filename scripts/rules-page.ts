import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readingRules } from '../src/inputs/reading-rules.js'
import { rules } from '../src/rules/index.js'
import type { Rule } from '../src/rules/rule.js'
import { table } from './markdown.js'

const sections = [
  [
    'config',
    'The config as a whole',
    'Sections, names and general settings, whatever Azure holds.',
  ],
  ['image', 'Images', 'The managed image and what it is made from.'],
  ['gallery', 'Gallery versions', 'The version, its definition and its replicas.'],
  ['pool', 'Pools', 'The Batch pool, its properties and its account.'],
  [
    'rollout',
    'Rollouts',
    'What the run is to bring about, the time that it takes, and how it signs in for so long.',
  ],
  ['across', 'Between files', 'Sound in each config file, and wrong between them.'],
] as const

const needs = {
  config: 'looks at the config',
  date: 'looks at the config and the day',
  run: 'looks at the config and the time there is, in `apply` alone',
  configs: 'looks at all config files',
  facts: 'asks Azure',
} as const satisfies Record<Rule['needs'], string>

/** docs/rules.md: every rule with its severity, what it looks at, and an example where it needs no Azure. */
export function rulesPage(): string {
  const examples = readExamples()
  const offline = rules.filter((rule) => rule.needs !== 'facts').length
  const intro = `# Rules

<!-- Generated from src/rules and the golden configs by \`npm run generate\`. -->

${String(rules.length)} rules look at a config before anything is written. ${String(offline)} of them need no Azure and run in every mode,
\`validate\` included; the others run in \`plan\` and \`apply\`, and read only what they need.

A finding names the rule, the value, the place and the fix. The severity below is the usual one. Where a source is old,
or two pages of Azure's disagree, a finding is a warning and says so. What retires is a notice, a warning in the last
year, then an error. \`fail-on: warning\` makes warnings count.`
  const parts = sections.map(([section, title, about]) => {
    const own = rules.filter(({ id }) => id.startsWith(`${section}/`))
    return `## ${title}\n\n${about}\n\n${own.map((rule) => entry(rule, examples)).join('\n')}`
  })
  const read = `## While reading

These are no rules: they say what kept a file or an input from being read whole.

${table(
  ['id', 'what it means'],
  readingRules.map(({ id, title }) => [`\`${id}\``, title]),
)}`
  return [intro, ...parts, read].join('\n\n') + '\n'
}

interface Example {
  readonly message: string
  readonly help: string
}

function entry({ id, title, severity, docs, needs: what }: Rule, examples: Examples): string {
  const anchor = `<a id="${id.replace('/', '-')}"></a>`
  const example = examples.get(id)
  const shown =
    example === undefined ? '' : `\n  ${inCode(example.message)}: ${inCode(example.help)}`
  return `- ${anchor}**[\`${id}\`](${docs})** (${severity}, ${needs[what]}): ${title}.${shown}`
}

/** Texts of findings hold whatever people write in configs, so they are shown as they are. */
function inCode(text: string): string {
  const fence = text.includes('`') ? '``' : '`'
  return `${fence}${text}${fence}`
}

type Examples = ReadonlyMap<string, Example>

/** For each rule the shortest message that a golden config has of it. */
function readExamples(): Examples {
  const folder = join('__tests__', 'inputs', 'golden')
  const found = new Map<string, Example>()
  for (const name of readdirSync(folder).sort()) {
    const [, findings = ''] = readFileSync(join(folder, name), 'utf8').split('=== findings ===\n')
    for (const match of findings.matchAll(
      /(?:error|warning|notice) (\S+)\n {4}(.*)\n {4}-> (.*)$/gm,
    )) {
      const [, id = '', message = '', help = ''] = match
      const held = found.get(id)
      if (held === undefined || message.length < held.message.length) {
        found.set(id, { message, help })
      }
    }
  }
  return found
}
