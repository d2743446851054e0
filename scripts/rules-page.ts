import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readingRules } from '../src/inputs/reading-rules.js'
import { rules } from '../src/rules/index.js'
import type { Rule } from '../src/rules/rule.js'
import { table } from './markdown.js'

const sections = [
  ['config', 'The config as a whole', 'Sections, names and general settings.'],
  [
    'snapshots',
    'Snapshots',
    'The snapshots that a run takes of a virtual machine, and whether the machine is fit to become nodes.',
  ],
  ['image', 'Images', 'The managed image and what it is made from.'],
  ['gallery', 'Gallery versions', 'The version, its definition and its replicas.'],
  ['pool', 'Pools', 'The Batch pool, its properties and its account.'],
  [
    'rollout',
    'Rollouts',
    'What a rollout does, how long it may take, and whether the sign-in lasts that long.',
  ],
  ['across', 'Between files', 'Right in each config file, but in conflict with another one.'],
] as const

const needs = {
  config: 'checks the config',
  formula: 'checks the autoscale formula',
  date: 'checks the config against the date',
  run: 'checks the config against the time limits, in `apply` only',
  configs: 'compares all config files',
  facts: 'reads Azure',
} as const satisfies Record<Rule['needs'], string>

/** docs/rules.md: every rule with its severity, what it looks at, and an example where it needs no Azure. */
export function rulesPage(): string {
  const examples = readExamples()
  const offline = rules.filter((rule) => rule.needs !== 'facts').length
  const intro = `# Rules

<!-- Generated from src/rules and the golden configs by \`npm run generate\`. -->

${String(rules.length)} rules check a config before anything is written. ${String(offline)} of them need no access to Azure and run in every mode,
including \`validate\`; the others run in \`plan\` and \`apply\`, and read only what they need.

A finding names the rule, the value, the place and the fix. The severity below is the usual one; where Azure's documentation is
outdated or contradicts itself, the finding is only a warning and says so. A retirement is a notice first, a warning in the year
before it, and an error afterwards; in \`plan\` and \`apply\` the dates that the Batch account lists for agents and images replace
ours. With \`fail-on: warning\`, warnings fail the step too.`
  const parts = sections.map(([section, title, about]) => {
    const own = rules.filter(({ id }) => id.startsWith(`${section}/`))
    return `## ${title}\n\n${about}\n\n${own.map((rule) => entry(rule, examples)).join('\n')}`
  })
  const read = `## While reading

These findings come from reading files and inputs, before any rule runs.

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
