/**
 * Carries out the jobs of a workflow file as GitHub would: `needs`, `if`, inputs, outputs and `env` resolved, steps of this
 * action by the built bundle, `run` by bash, all in the job's workspace, which is empty until `actions/checkout` ran. Other
 * actions do nothing. A job that calls the reusable workflow runs its jobs.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { openJob, runAction } from '../e2e/action.js'
import {
  evaluate,
  fillIn,
  isTrue,
  type Contexts,
  type Status,
  type Value,
} from './workflow-expressions.js'

type Texts = Readonly<Record<string, string | number | boolean>>

interface Step {
  readonly id?: string
  readonly name?: string
  readonly uses?: string
  readonly run?: string
  readonly if?: string
  readonly with?: Texts
  readonly env?: Texts
  readonly 'continue-on-error'?: boolean
}

interface Job {
  readonly needs?: string | readonly string[]
  readonly if?: string
  readonly uses?: string
  readonly with?: Texts
  readonly steps?: readonly Step[]
  readonly outputs?: Texts
  readonly environment?: { readonly name: string; readonly url?: string }
}

interface Workflow {
  readonly env?: Readonly<Record<string, string>>
  readonly on?: {
    readonly workflow_call?: {
      readonly inputs?: Readonly<Record<string, { readonly default?: string | number | boolean }>>
      readonly outputs?: Readonly<Record<string, { readonly value: string }>>
    }
  }
  readonly jobs: Readonly<Record<string, Job>>
}

export interface JobEnded {
  readonly result: 'success' | 'failure' | 'skipped'
  readonly outputs: Readonly<Record<string, string>>
  /** Of the environment. */
  readonly url?: string
  /** What each step of this action was given and came to, what each `run` printed. */
  readonly steps: readonly string[]
}

export interface Surroundings {
  readonly contexts: Contexts
  /** Inputs that every step of the action gets besides: where its Azure is. */
  readonly inputs: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  /** Of the checkout. */
  readonly files: Readonly<Record<string, string>>
  /** Text of the reusable workflow. */
  readonly reusable: string
}

export async function runWorkflow(
  text: string,
  surroundings: Surroundings,
): Promise<Readonly<Record<string, JobEnded>>> {
  const workflow = parse(text) as Workflow
  const ended: Record<string, JobEnded> = {}
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const needs = [job.needs ?? []].flat()
    const missing = needs.filter((one) => !(one in ended))
    if (missing.length > 0) throw new Error(`${name} stands before ${missing.join(', ')}`)
    const before = ancestors(name, workflow).map((one) => ended[one]?.result)
    const status = before.includes('failure') ? 'failure' : 'success'
    const isCut = needs.some((one) => ended[one]?.result === 'skipped')
    const contexts = {
      ...surroundings.contexts,
      needs: Object.fromEntries(needs.map((one) => [one, needOf(ended[one])])),
    }
    const condition = job.if ?? 'success()'
    const goes =
      holds(condition, contexts, status) && !(isCut && !/always\(\)|failure\(\)/.test(condition))
    if (!goes) ended[name] = { result: 'skipped', outputs: {}, steps: [] }
    else if (job.uses === undefined) {
      const env = { ...surroundings.env, ...workflow.env }
      ended[name] = await runJob(job, { ...surroundings, contexts, env })
    } else ended[name] = await callWorkflow(job, ended, name, { ...surroundings, contexts })
  }
  return ended
}

function ancestors(name: string, workflow: Workflow): readonly string[] {
  const needs = [workflow.jobs[name]?.needs ?? []].flat()
  return needs.flatMap((one) => [one, ...ancestors(one, workflow)])
}

function needOf(job: JobEnded | undefined): Value {
  return { result: job?.result ?? '', outputs: job?.outputs ?? {} }
}

/** A condition without a word on the status holds only as long as nothing failed. */
function holds(condition: string, contexts: Contexts, status: Status): boolean {
  const bare = condition.replace(/^\s*\$\{\{([\s\S]*)\}\}\s*$/, '$1')
  const isPlain = !/\b(success|failure|always|cancelled)\(\)/.test(bare)
  return isTrue(evaluate(isPlain ? `success() && (${bare})` : bare, contexts, status))
}

async function callWorkflow(
  job: Job,
  ended: Record<string, JobEnded>,
  name: string,
  surroundings: Surroundings,
): Promise<JobEnded> {
  const called = parse(surroundings.reusable) as Workflow
  const declared = called.on?.workflow_call?.inputs ?? {}
  const given = Object.entries(declared).map(([key, { default: usual }]) => {
    const value = job.with?.[key]
    return [key, value === undefined ? (usual ?? null) : resolved(value, surroundings.contexts)]
  })
  const contexts = { ...surroundings.contexts, inputs: Object.fromEntries(given) as Value }
  const jobs = await runWorkflow(surroundings.reusable, { ...surroundings, contexts })
  for (const [inner, one] of Object.entries(jobs)) ended[`${name} / ${inner}`] = one
  const results = Object.values(jobs).map(({ result }) => result)
  const seen = {
    ...contexts,
    jobs: Object.fromEntries(Object.entries(jobs).map(([key, one]) => [key, needOf(one)])),
  }
  const outputs = Object.entries(called.on?.workflow_call?.outputs ?? {}).map(
    ([key, { value }]) => [key, fillIn(value, seen, 'success')] as const,
  )
  return {
    result: results.includes('failure') ? 'failure' : 'success',
    outputs: Object.fromEntries(outputs),
    steps: [],
  }
}

/** A lone expression keeps its type. */
function resolved(value: string | number | boolean, contexts: Contexts): Value {
  if (typeof value !== 'string') return value
  const alone = /^\$\{\{([^{}]*)\}\}$/.exec(value)?.[1]
  return alone === undefined
    ? fillIn(value, contexts, 'success')
    : evaluate(alone, contexts, 'success')
}

async function runJob(job: Job, surroundings: Surroundings): Promise<JobEnded> {
  const { folder, remove } = openJob()
  try {
    return await runSteps(job, surroundings, folder)
  } finally {
    remove()
  }
}

async function runSteps(
  job: Job,
  surroundings: Surroundings,
  workspace: string,
): Promise<JobEnded> {
  const steps: Record<string, Value> = {}
  const told: string[] = []
  let status: Status = 'success'
  const contextsNow = (): Contexts => ({ ...surroundings.contexts, steps })
  for (const [index, step] of (job.steps ?? []).entries()) {
    const contexts = contextsNow()
    if (!holds(step.if ?? 'success()', contexts, status)) continue
    const fill = (texts: Texts = {}): Record<string, string> =>
      Object.fromEntries(
        Object.entries(texts).map(([key, value]) => [key, fillIn(String(value), contexts, status)]),
      )
    const ended = await runStep(step, fill, surroundings, workspace)
    told.push(...ended.told)
    const outcome = ended.isGood ? 'success' : 'failure'
    steps[step.id ?? `step-${String(index)}`] = { outcome, outputs: ended.outputs }
    if (!ended.isGood && step['continue-on-error'] !== true) status = 'failure'
  }
  const contexts = contextsNow()
  const outputs = Object.entries(job.outputs ?? {}).map(
    ([key, value]) => [key, fillIn(String(value), contexts, status)] as const,
  )
  const url = job.environment?.url
  return {
    result: status === 'success' ? 'success' : 'failure',
    outputs: Object.fromEntries(outputs),
    steps: told,
    ...(url !== undefined && { url: fillIn(url, contexts, status) }),
  }
}

interface StepEnded {
  readonly isGood: boolean
  readonly outputs: Readonly<Record<string, string>>
  readonly told: readonly string[]
}

async function runStep(
  step: Step,
  fill: (texts?: Texts) => Record<string, string>,
  { contexts, inputs, env: given, files }: Surroundings,
  workspace: string,
): Promise<StepEnded> {
  const env = { ...given, ...ofGitHub(contexts['github'] as GitHubContext, workspace) }
  if (step.run !== undefined) {
    return await runScript(step.run, { ...env, ...fill(step.env) }, workspace)
  }
  if (step.uses?.startsWith('actions/checkout@') === true) checkOut(files, workspace)
  if (!/image-to-pool(@|$)/.test(step.uses ?? '')) return { isGood: true, outputs: {}, told: [] }
  const asked = fill(step.with)
  const { status, outputs, log } = await runAction({
    inputs: { ...asked, ...inputs },
    env: { ...env, ...fill(step.env) },
    workspace,
  })
  const said = status === 0 ? '' : `\n${log}`
  const told = `${asked['mode'] ?? 'apply'}: ${outputs['outcome'] ?? 'no outcome'}${said}`
  return { isGood: status === 0, outputs, told: [told] }
}

type GitHubContext = Readonly<Record<string, Value>>

/** The context as the runner hands it to programs. */
function ofGitHub(github: GitHubContext, workspace: string): Readonly<Record<string, string>> {
  const eventFile = join(workspace, 'event.json')
  writeFileSync(eventFile, JSON.stringify(github['event'] ?? {}))
  const texts = Object.entries(github).flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'token' ? [[`GITHUB_${name.toUpperCase()}`, value]] : [],
  )
  return { GITHUB_EVENT_PATH: eventFile, ...(Object.fromEntries(texts) as Record<string, string>) }
}

function checkOut(files: Surroundings['files'], workspace: string): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(workspace, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

async function runScript(
  script: string,
  env: Readonly<Record<string, string>>,
  workspace: string,
): Promise<StepEnded> {
  const output = join(workspace, 'output')
  writeFileSync(output, '')
  // As the runner calls it: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
  const child = spawn('bash', ['-e', '-c', script], {
    cwd: workspace,
    env: {
      PATH: process.env['PATH'],
      ...env,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: join(workspace, 'summary'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [status] = (await once(child, 'close')) as [number | null]
  const written = [...readFileSync(output, 'utf8').matchAll(/^([\w-]+)=(.*)$/gm)]
  const outputs = Object.fromEntries(written.map(([, key = '', value = '']) => [key, value]))
  return { isGood: status === 0, outputs, told: [`run: ${said.trim()}`] }
}
