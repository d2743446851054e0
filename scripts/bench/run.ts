/** Runs commands in turns and tells what each costs: a machine that slows down slows all of them. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const node = process.env['IMAGE_TO_POOL_NODE'] ?? process.execPath
export const workspace = mkdtempSync(join(tmpdir(), 'image-to-pool-bench-'))
const usageFile = join(workspace, 'usage.json')
const meter = join(workspace, 'meter.cjs')
writeFileSync(
  meter,
  `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(usageFile)}, JSON.stringify(process.resourceUsage())))\n`,
)

export function removeWorkspace(): void {
  rmSync(workspace, { recursive: true, force: true })
}

export interface Cost {
  readonly wallMs: number
  /** User and system time of all threads. */
  readonly cpuMs: number
  readonly peakMb: number
}

export interface Case {
  readonly script: string
  /** Inputs of the action, by name. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly status?: number
}

export function run({
  script,
  inputs = {},
  env = {},
  args = [],
  status: expected = 0,
}: Case): Cost {
  const given = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ])
  const file = (name: string): string => {
    writeFileSync(join(workspace, name), '')
    return join(workspace, name)
  }
  const environment = {
    PATH: process.env['PATH'],
    ...(Object.fromEntries(given) as Record<string, string>),
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
    RUNNER_TEMP: workspace,
    ...env,
  }
  const log = openSync(join(workspace, 'log'), 'w')
  const start = performance.now()
  const { status } = spawnSync(node, ['--require', meter, script, ...args], {
    ...{ env: environment, cwd: workspace, stdio: ['ignore', log, log] },
  })
  const wallMs = performance.now() - start
  closeSync(log)
  if (status !== expected) {
    const end = readFileSync(join(workspace, 'log'), 'utf8').slice(-1000)
    throw new Error(
      `${script} ended with ${String(status)}, expected ${String(expected)}; its log ends: ${end}`,
    )
  }
  const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as NodeJS.ResourceUsage
  return {
    wallMs,
    cpuMs: (usage.userCPUTime + usage.systemCPUTime) / 1000,
    peakMb: usage.maxRSS / 1024,
  }
}

type Runs = Readonly<Record<string, () => Cost | Promise<Cost>>>

/** The medians of each, run in turns; the first turn warms the file cache and is not counted. */
export async function inTurns(runs: Runs, turns: number): Promise<Readonly<Record<string, Cost>>> {
  const costs = new Map<string, Cost[]>(Object.keys(runs).map((name) => [name, []]))
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, runOnce] of Object.entries(runs)) {
      const cost = await runOnce()
      if (turn > 0) costs.get(name)?.push(cost)
    }
  }
  return Object.fromEntries([...costs].map(([name, all]) => [name, medians(all)]))
}

function medians(costs: readonly Cost[]): Cost {
  const of = (figure: (cost: Cost) => number): number => median(costs.map(figure))
  return {
    wallMs: of(({ wallMs }) => wallMs),
    cpuMs: of(({ cpuMs }) => cpuMs),
    peakMb: of(({ peakMb }) => peakMb),
  }
}

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
