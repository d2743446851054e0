/**
 * What the action costs to start, and to check a thousand files. A start is set beside that of a bundle which holds
 * nothing but @actions/core: refusing a bad input, checking one valid file, finding one broken. Runs alternate, so
 * that a machine that slows down slows all of them; the ratios are those of the medians. Then how long the demo
 * takes. Prints, never judges.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const runs = Number(process.argv[2] ?? 21)
const node = process.env['IMAGE_TO_POOL_NODE'] ?? process.execPath
const action = resolve(process.env['IMAGE_TO_POOL_DIST'] ?? 'dist', 'index.js')
const commandLine = resolve(process.env['IMAGE_TO_POOL_DIST'] ?? 'dist', 'cli.js')
const workspace = mkdtempSync(join(tmpdir(), 'image-to-pool-bench-'))
const usageFile = join(workspace, 'usage.json')
const meter = join(workspace, 'meter.cjs')

interface Cost {
  readonly wallMs: number
  /** User and system time of all threads. */
  readonly cpuMs: number
  readonly peakMb: number
}

interface Case {
  readonly script: string
  readonly inputs: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly status: number
}

function buildCoreOnly(): string {
  // Not in `build`: the copy of the toolkit there is the one that was made light.
  const folder = resolve('node_modules', '.cache', 'core-only')
  const entry = join(folder, 'core-only.mjs')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    entry,
    "import * as core from '@actions/core'\ncore.setFailed('nothing but core')\n",
  )
  const ncc = join('node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
  execFileSync(
    process.execPath,
    [ncc, 'build', entry, '-o', join(folder, 'out'), '--target', 'es2022'],
    { stdio: 'ignore' },
  )
  return join(folder, 'out', 'index.mjs')
}

function run({ script, inputs, args = [], status: expected }: Case): Cost {
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name}`, value])
  const file = (name: string): string => {
    writeFileSync(join(workspace, name), '')
    return join(workspace, name)
  }
  const env = {
    PATH: process.env['PATH'],
    ...(Object.fromEntries(given) as Record<string, string>),
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: file('output'),
    GITHUB_STEP_SUMMARY: file('summary'),
    RUNNER_TEMP: workspace,
  }
  const start = performance.now()
  const { status } = spawnSync(node, ['--require', meter, script, ...args], {
    ...{ env, cwd: workspace, stdio: 'ignore' },
  })
  const wallMs = performance.now() - start
  if (status !== expected) {
    throw new Error(`${script} ended with ${String(status)}, expected ${String(expected)}`)
  }
  const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as NodeJS.ResourceUsage
  return {
    wallMs,
    cpuMs: (usage.userCPUTime + usage.systemCPUTime) / 1000,
    peakMb: usage.maxRSS / 1024,
  }
}

/** The cost of each case, run in turns; the first turn warms the file cache. */
function measure(cases: Readonly<Record<string, Case>>, turns: number): Map<string, Cost> {
  const costs = new Map<string, Cost[]>(Object.keys(cases).map((name) => [name, []]))
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, wanted] of Object.entries(cases)) {
      const cost = run(wanted)
      if (turn > 0) costs.get(name)?.push(cost)
    }
  }
  return new Map([...costs].map(([name, all]) => [name, medians(all)]))
}

function medians(costs: readonly Cost[]): Cost {
  const median = (of: (cost: Cost) => number): number => {
    const sorted = costs.map(of).sort((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  }
  return {
    wallMs: median(({ wallMs }) => wallMs),
    cpuMs: median(({ cpuMs }) => cpuMs),
    peakMb: median(({ peakMb }) => peakMb),
  }
}

function writeConfigs(): void {
  mkdirSync(join(workspace, 'pools'))
  const text = (name: string): string => `image:
  name: ${name}-2026-11-23
  resourceGroup: rg-images
  osSnapshot: ${provider('rg-images', 'Microsoft.Compute/snapshots')}/${name}-os
  dataSnapshots:
    - ${provider('rg-images', 'Microsoft.Compute/snapshots')}/${name}-data-0
  tags: { team: render }
gallery:
  imageDefinition: ${provider('rg-images', 'Microsoft.Compute/galleries')}/farm/images/${name}
  imageVersion: auto
  targetRegions:
    - { name: koreacentral, replicas: 2, storageAccountType: Premium_LRS }
pool:
  account: ${provider('rg-batch', 'Microsoft.Batch/batchAccounts')}/farm
  name: ${name}
  properties:
    vmSize: Standard_D4s_v5
    deploymentConfiguration:
      virtualMachineConfiguration: { nodeAgentSkuId: batch.node.ubuntu 24.04 }
    scaleSettings: { fixedScale: { targetDedicatedNodes: 12, resizeTimeout: PT30M } }
    startTask: { commandLine: /opt/render/warm-up, waitForSuccess: true }
rollout:
  minDedicatedNodes: 10
`
  for (let index = 1; index <= 1000; index++) {
    const name = `pool-${String(index).padStart(4, '0')}`
    writeFileSync(join(workspace, 'pools', `${name}.yml`), text(name))
  }
  writeFileSync(join(workspace, 'valid.yml'), text('render'))
  writeFileSync(join(workspace, 'broken.yml'), text('render').replace('rollout:', 'rolout:'))
}

function provider(group: string, type: string): string {
  return `/subscriptions/30000000-0000-4000-a000-000000000001/resourceGroups/${group}/providers/${type}`
}

/** The longest formula that Batch takes, read and checked with all its traps, once the code is warm: the median. */
async function formulaMs(): Promise<number> {
  const { reportFormula } = await import('../src/autoscale/report.js')
  const line =
    'n = max(0, $PendingTasks.GetSample(1)) + min(9, avg($ActiveTasks.GetSample(1)) * 1.5);\n'
  const text = line.repeat(Math.floor(8192 / line.length))
  const times = Array.from({ length: 101 }, () => {
    const start = performance.now()
    reportFormula(text, { intervalMs: 300_000, taskSlotsPerNode: 4 })
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[50] ?? Number.NaN
}

/** Seconds that `npm run demo` takes, at its own pace. */
function timeDemo(): number {
  const start = performance.now()
  execFileSync(node, ['scripts/demo.mjs'], { stdio: 'ignore' })
  return (performance.now() - start) / 1000
}

function print(costs: ReadonlyMap<string, Cost>): void {
  const core = costs.get('core only')
  for (const [name, { wallMs, cpuMs, peakMb }] of costs) {
    const ratio = (of: (cost: Cost) => number, value: number): string =>
      core === undefined ? '' : ` (x${(value / of(core)).toFixed(2)})`
    console.log(
      [
        name.padEnd(12),
        `${wallMs.toFixed(0)} ms${ratio((cost) => cost.wallMs, wallMs)}`.padStart(18),
        `${cpuMs.toFixed(0)} ms CPU${ratio((cost) => cost.cpuMs, cpuMs)}`.padStart(22),
        `${peakMb.toFixed(0)} MB`.padStart(8),
      ].join(''),
    )
  }
}

try {
  writeFileSync(
    meter,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(usageFile)}, JSON.stringify(process.resourceUsage())))\n`,
  )
  writeConfigs()
  const validate = (config: string, status: number): Case => {
    return { script: action, inputs: { MODE: 'validate', CONFIG: config }, status }
  }
  console.log(`medians of ${String(runs)} runs; in brackets the ratio to core only`)
  print(
    measure(
      {
        'core only': { script: buildCoreOnly(), inputs: {}, status: 1 },
        'bad input': { script: action, inputs: { MODE: 'no-such-mode' }, status: 1 },
        'valid file': validate('valid.yml', 0),
        'broken file': validate('broken.yml', 1),
      },
      runs,
    ),
  )
  console.log('\nthe same of the command line')
  const cli = { script: commandLine, inputs: {}, args: ['validate', 'valid.yml'], status: 0 }
  print(measure({ 'valid file': validate('valid.yml', 0), 'cli validate': cli }, runs))
  console.log(`\na formula of 8 KB, checked: ${(await formulaMs()).toFixed(1)} ms (at most 5)`)
  console.log('\na folder of 1,000 valid files (medians of 3)')
  print(measure({ 'pools/*.yml': validate('pools/*.yml', 0) }, 3))
  console.log(`\nthe demo: ${timeDemo().toFixed(1)} s`)
} finally {
  rmSync(workspace, { recursive: true, force: true })
}
