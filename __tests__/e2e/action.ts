/** Runs the built action in a process of its own, just as a runner does. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const dist = resolve(process.env['IMAGE_TO_POOL_DIST'] ?? 'dist')

/** The Node that runs the action; another than the one that runs the tests, when told so. */
const node = process.env['IMAGE_TO_POOL_NODE'] ?? process.execPath

export interface Ended {
  readonly status: number | null
  /** Standard output and error, as written. */
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** What is in the file of `report-path`; empty when there is none. */
  readonly report: string
  /** What was saved for the post step. */
  readonly state: Readonly<Record<string, string>>
  /** Ms from the last signal to the end of the process. */
  readonly endedAfterMs: number
}

export interface Invocation {
  /** Names as in action.yml. */
  readonly inputs: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** Files of the workspace. */
  readonly files?: Readonly<Record<string, string>>
  readonly nodeArguments?: readonly string[]
  /** Another folder that holds the built action. */
  readonly dist?: string
  /** Sees the log grow; may kill. */
  readonly onLog?: (log: string, kill: Kill) => void
  /** Gets the means to kill as soon as the process is there. */
  readonly onStart?: (kill: Kill) => void
  /** A folder that stays, for steps of one job; RUNNER_TEMP is in it. Default: one that is removed. */
  readonly job?: string
  /** The workspace of the job, which stays. Default: one of this step alone. */
  readonly workspace?: string
}

export type Kill = (signal: NodeJS.Signals) => void

/** A folder for the steps of a job; `remove` it. */
export function openJob(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-job-'))
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The post step of a job whose main step ended so. */
export async function runPostStep(invocation: Invocation, main: Ended): Promise<Ended> {
  const state = Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value] as const)
  return await runAction({
    ...invocation,
    env: { ...invocation.env, ...Object.fromEntries(state) },
  })
}

export async function runAction(invocation: Invocation): Promise<Ended> {
  const workspace =
    invocation.workspace ?? mkdtempSync(join(invocation.job ?? tmpdir(), 'image-to-pool-e2e-'))
  const file = (name: string): string => join(workspace, name)
  for (const [name, text] of Object.entries({
    ...{ output: '', summary: '', state: '' },
    ...invocation.files,
  })) {
    mkdirSync(dirname(file(name)), { recursive: true })
    writeFileSync(file(name), text)
  }
  try {
    const { nodeArguments = [] } = invocation
    const child = spawn(node, [...nodeArguments, join(invocation.dist ?? dist, 'index.js')], {
      cwd: workspace,
      env: environment(workspace, invocation),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let log = ''
    let signalledAt = performance.now()
    const kill = (signal: NodeJS.Signals): void => {
      signalledAt = performance.now()
      child.kill(signal)
    }
    invocation.onStart?.(kill)
    const hear = (chunk: Buffer): void => {
      log += chunk.toString()
      invocation.onLog?.(log, kill)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    const status = await new Promise<number | null>((end, fail) => {
      child.on('error', fail)
      child.on('close', end)
    })
    const endedAfterMs = performance.now() - signalledAt
    const summary = readFileSync(file('summary'), 'utf8')
    const outputs = readOutputs(readFileSync(file('output'), 'utf8'))
    const state = readOutputs(readFileSync(file('state'), 'utf8'))
    const path = outputs['report-path'] ?? ''
    const report = path === '' ? '' : readFileSync(file(path), 'utf8')
    return { status, log, outputs, summary, state, report, endedAfterMs }
  } finally {
    if (invocation.workspace === undefined) rmSync(workspace, { recursive: true, force: true })
  }
}

/** Nothing of this process's environment but what finds programs: the action must need no more. */
function environment(workspace: string, { inputs, env, job }: Invocation): NodeJS.ProcessEnv {
  const given = Object.entries(inputs).map(([name, value]): [string, string] => [
    `INPUT_${name.replace(/ /g, '_').toUpperCase()}`,
    value,
  ])
  return {
    PATH: process.env['PATH'],
    ...Object.fromEntries<string>(given),
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: join(workspace, 'output'),
    GITHUB_STEP_SUMMARY: join(workspace, 'summary'),
    GITHUB_STATE: join(workspace, 'state'),
    RUNNER_TEMP: job ?? workspace,
    ...env,
  }
}

function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {}
  for (const match of text.matchAll(/^(.+?)<<(ghadelimiter_\S+)\r?\n([\s\S]*?)\r?\n\2$/gm)) {
    const [, name = '', , value = ''] = match
    outputs[name] = value
  }
  return outputs
}
