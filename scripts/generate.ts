/**
 * Writes what follows from src/inputs: action.yml, the README's lists, docs/inputs.md, the JSON Schema of the config file and
 * docs/config.md; from src/rules and the golden configs: docs/rules.md and
 * src/report/rule-examples.ts; from src/pool-forms: the names of docs/COMING-FROM.md; from src/report: the JSON Schema of the report and docs/report.md; from the marks of what is not verified: docs/UNVERIFIED.md. With
 * `--check` it writes nothing and fails when they are not what they should be.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { stringify } from 'yaml'
import { namesTable } from './coming-from.js'
import { configPage } from './config-keys.js'
import { configJsonSchema } from './config-schema.js'
import { scenarioJsonSchema } from './scenario-schema.js'
import { table } from './markdown.js'
import { reportJsonSchema, reportPage } from './report-page.js'
import { ruleExamplesModule } from './rule-examples.js'
import { rulesPage } from './rules-page.js'
import { unverifiedPage } from './unverified-page.js'
import { outputs } from '../src/inputs/outputs.js'
import type { ActionInput } from '../src/inputs/action-input.js'
import { actionInputGroups } from '../src/inputs/action-input.js'
import { actionInputs } from '../src/inputs/inputs-table.js'

function actionYml(): string {
  const action = {
    name: 'Image to Pool',
    description:
      'Turn VM disk snapshots into an image, a gallery version and an Azure Batch pool, and wait for its nodes',
    branding: { icon: 'layers', color: 'blue' },
    inputs: Object.fromEntries(actionInputs.map((setting) => [setting.name, declared(setting)])),
    outputs: Object.fromEntries(outputs.map(({ name, description }) => [name, { description }])),
    runs: { using: 'node24', main: 'dist/index.js', post: 'dist/index.js' },
  }
  const note = '# Generated from src/inputs/inputs-table.ts and outputs.ts by `npm run generate`.\n'
  return note + stringify(action, { lineWidth: 0 })
}

function declared(setting: ActionInput) {
  const { description, default: usual } = setting
  return { description, required: false, ...(usual !== undefined && { default: usual }) }
}

/** The names alone: what each of them is stands on its own page. */
function inputNames(): string {
  const rows = actionInputGroups.map((group) => {
    const names = actionInputs.filter((setting) => setting.group === group)
    return [group, names.map(({ name }) => `\`${name}\``).join(', ')]
  })
  return table(['group', 'inputs'], rows)
}

function outputNames(): string {
  return outputs.map(({ name }) => `\`${name}\``).join(', ') + '.'
}

function inputsPage(): string {
  const tables = actionInputGroups.map((group) => {
    const rows = actionInputs
      .filter((setting) => setting.group === group)
      .map(({ name, path, description, default: usual, required = '' }) => [
        `\`${name}\``,
        path === undefined ? '' : `\`${path.join('.')}\``,
        required,
        usual === undefined ? description : `${description} Default: \`${usual}\`.`,
      ])
    return `## ${group}\n\n${table(['input', 'in the config file', 'required', 'what it is'], rows)}`
  })
  const rows = outputs.map(({ name, description }) => [`\`${name}\``, description])
  return [
    '<!-- Generated from src/inputs/inputs-table.ts and outputs.ts by `npm run generate`. -->',
    '# Inputs and outputs',
    'An input that is not given, or is empty, has no effect. A malformed one is an error that names the input. Lists have one item per line, maps one `key=value` per line. No input is required in every mode; the column says when one is, unless the config file says the same.',
    ...tables,
    '## Outputs',
    'Outputs are written before the step can fail, also on failure and cancellation.',
    table(['output', 'what it is'], rows),
  ].join('\n\n')
}

function fill(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
  const [before, rest] = text.split(start)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined)
    throw new Error(`a page has no ${start} … ${end}`)
  return `${before}${start}\n\n${content}\n\n${end}${after}`
}

async function inStyle(path: string, text: string): Promise<string> {
  return await format(text, { ...(await resolveConfig(path)), filepath: path })
}

const readme = fill(
  fill(readFileSync('README.md', 'utf8'), 'inputs', inputNames()),
  'outputs',
  outputNames(),
)
const files = [
  { path: 'action.yml', text: actionYml() },
  { path: 'README.md', text: readme },
  {
    path: 'schema/image-to-pool.schema.json',
    text: JSON.stringify(configJsonSchema(), undefined, 2),
  },
  { path: 'docs/inputs.md', text: inputsPage() },
  {
    path: 'schema/scenario.schema.json',
    text: JSON.stringify(scenarioJsonSchema(), undefined, 2),
  },
  { path: 'docs/config.md', text: configPage() },
  { path: 'docs/rules.md', text: rulesPage() },
  { path: 'src/report/rule-examples.ts', text: ruleExamplesModule() },
  {
    path: 'schema/report.schema.json',
    text: JSON.stringify(reportJsonSchema(), undefined, 2),
  },
  { path: 'docs/report.md', text: reportPage() },
  { path: 'docs/UNVERIFIED.md', text: unverifiedPage('.') },
  {
    path: 'docs/COMING-FROM.md',
    text: fill(readFileSync('docs/COMING-FROM.md', 'utf8'), 'names', namesTable()),
  },
]
const isCheck = process.argv.includes('--check')
for (const { path, text } of files) {
  const wanted = await inStyle(path, text)
  if (!isCheck) writeFileSync(path, wanted)
  else if (read(path) !== wanted) {
    console.error(`${path} is not what it is generated from: run \`npm run generate\``)
    process.exitCode = 1
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // not there yet
  }
}
