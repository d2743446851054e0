import { readingRules } from '../src/inputs/reading-rules.js'
import { rules } from '../src/rules/index.js'
import type { Rule } from '../src/rules/rule.js'
import { readRuleExamples, type RuleExample } from './rule-examples.js'

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

/** docs/rules.md: a place for every rule, with its severity, what it looks at, and where it needs no Azure an example and its mend. */
export function rulesPage(): string {
  const examples = readRuleExamples()
  const offline = rules.filter((rule) => rule.needs !== 'facts').length
  const intro = `# Rules

<!-- Generated from src/rules and the golden configs by \`npm run generate\`. -->

${String(rules.length)} rules check a config before anything is written. ${String(offline)} of them need no access to Azure and run in every mode,
including \`validate\`; the others run in \`plan\` and \`apply\`, and read only what they need.

A finding names the rule, the value, the place and the fix. The severity below is the usual one; where Azure's documentation is
outdated or contradicts itself, the finding is only a warning and says so. A retirement is a notice first, a warning in the year
before it, and an error afterwards; in \`plan\` and \`apply\` the dates that the Batch account lists for agents and images replace
ours. With \`fail-on: warning\`, warnings fail the step too.

An example shows a config in which the rule finds something, and what mends it: \`-\` is to go, \`+\` to come. What reads Azure has none,
as the fault is not in the config alone.`
  const parts = sections.map(([section, title, about]) => {
    const own = rules.filter(({ id }) => id.startsWith(`${section}/`))
    return `## ${title}\n\n${about}\n\n${own.map((rule) => entry(rule, examples)).join('\n\n')}`
  })
  const read = `## While reading

These findings come from reading files and inputs, before any rule runs.

${readingRules.map((rule) => entry(rule, examples)).join('\n\n')}`
  return [intro, ...parts, read].join('\n\n') + '\n'
}

/** What is read of a rule, be it one of the list or one of those that find things while reading. */
type Entry = Pick<Rule, 'id' | 'title' | 'severity' | 'docs'> & { readonly needs?: Rule['needs'] }
type Examples = ReadonlyMap<string, RuleExample>

function entry({ id, title, severity, docs, needs: what }: Entry, examples: Examples): string {
  const example = examples.get(id)
  const looksAt = what === undefined ? '' : `, ${needs[what]}`
  return [
    `### <a id="${id.replace('/', '-')}"></a>\`${id}\``,
    `${sentence(title)} (${severity}${looksAt}; [source](${docs}))`,
    ...(example === undefined
      ? []
      : [
          `${inCode(example.message)}: ${inCode(example.help)}`,
          `\`\`\`diff\n${example.change}\n\`\`\``,
        ]),
  ].join('\n\n')
}

function sentence(title: string): string {
  // Names of inputs and keys stay as they are written.
  const first = title.replace(
    /^[a-z]+(?=[ ,])/,
    (word) => word.charAt(0).toUpperCase() + word.slice(1),
  )
  return first.endsWith('.') ? first : `${first}.`
}

/** Texts of findings hold whatever people write in configs, so they are shown as they are. */
function inCode(text: string): string {
  const fence = text.includes('`') ? '``' : '`'
  return `${fence}${text}${fence}`
}
