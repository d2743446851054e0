/**
 * What the action costs, as ratios of figures that were measured in turns in one run: beside the bundles of the commit before
 * anything was done for speed, a bundle of @actions/core alone, ajv-cli where AJV_CLI names it, and the real az where it is
 * installed. Prints, never judges. docs/PERFORMANCE.md explains the rows and holds the targets.
 *
 *     npm run bench -- [--short] [--turns N] [ROW ...]
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { beforeCommit, bundlesBefore } from './bench/before.js'
import { hasAz, runAz, runBareRequest, runChain, type Requests } from './bench/chain.js'
import { writeOneFile } from './bench/configs.js'
import { measureFiles, measureManyFiles, measureMistaken, validate } from './bench/files.js'
import { measureFullAccount, measurePools, measurePoolsOverHttps } from './bench/pools.js'
import { inTurns, median, node, removeWorkspace, run, workspace } from './bench/run.js'
import { ms, ratio, say } from './bench/say.js'
import { compareTranscripts } from './bench/transcripts.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false }, turns: { type: 'string' } },
})
const isShort = values.short
const turns = Number(values.turns ?? (isShort ? 3 : 7))
const dist = resolve(process.env['IMAGE_TO_POOL_DIST'] ?? 'dist')

/** Each row's figures come from turns of its own. */
const rows: Readonly<Record<string, (before: string | undefined) => Promise<void>>> = {
  start: measureStart,
  chain: measureChain,
  files: async (before) => {
    await measureFiles(dist, isShort ? 1 : Math.min(turns, 5), before)
  },
  mistaken: async () => {
    await measureMistaken(dist, Math.min(turns, 5))
  },
  'many-files': async () => {
    await measureManyFiles(dist, Math.min(turns, 3))
  },
  formula: measureFormula,
  pools: async () => {
    await measurePools(dist)
  },
  'pools-over-https': async () => {
    await measurePoolsOverHttps(dist)
  },
  'full-account': async (before) => {
    await measureFullAccount(dist, Math.min(turns, 5), before)
  },
  demo: measureDemo,
  transcripts: async (before) => {
    if (before !== undefined) await compareTranscripts(before, dist)
  },
}

/** What takes two minutes in all. */
const shortRows = ['start', 'chain', 'files', 'formula']

async function measureStart(before: string | undefined): Promise<void> {
  const core = buildCoreOnly()
  const cost = await inTurns(
    {
      core: () => run({ script: core, status: 1 }),
      badInput: () =>
        run({ script: join(dist, 'index.js'), inputs: { mode: 'no-such-mode' }, status: 1 }),
      valid: validate(dist, 'valid.yml'),
      broken: validate(dist, 'broken.yml', 1),
      cli: () => run({ script: join(dist, 'cli.js'), args: ['validate', 'valid.yml'] }),
      ...(before !== undefined && { before: validate(before, 'valid.yml') }),
    },
    isShort ? 5 : 15,
  )
  const cpu = (name: string): number | undefined => cost[name]?.cpuMs
  say('CPU of a bundle of @actions/core alone', ms(cpu('core') ?? Number.NaN))
  say('validate, one valid file / core alone', ratio(cpu('valid'), cpu('core')), 'at most 1.0')
  say('validate, one broken file / core alone', ratio(cpu('broken'), cpu('core')))
  say('a bad input / core alone', ratio(cpu('badInput'), cpu('core')))
  say('command line, one valid file / core alone', ratio(cpu('cli'), cpu('core')))
  say(`validate, one valid file / ${beforeCommit}`, ratio(cpu('valid'), cpu('before')))
}

async function measureChain(before: string | undefined): Promise<void> {
  const [requests, requestsBefore]: [Requests, Requests] = [{ count: 0 }, { count: 0 }]
  const bare = join(workspace, 'bare.mjs')
  writeFileSync(
    bare,
    "import { get } from 'node:https'\nget(process.argv[2], (answer) => answer.resume().on('end', () => process.exit()))\n",
  )
  const withAz = !isShort && hasAz()
  const cost = await inTurns(
    {
      now: async () => await runChain(dist, requests),
      bare: async () => await runBareRequest(bare),
      ...(before !== undefined && { before: async () => await runChain(before, requestsBefore) }),
    },
    turns,
  )
  // By far the longest, and by far the steadiest of all: three turns say enough.
  const az = withAz ? await inTurns({ az: runAz, now: async () => await runChain(dist) }, 3) : {}
  const { now, bare: request, before: then } = cost
  say('requests of the chain, sign-in included', String(requests.count), 'at most 16')
  if (then !== undefined) say(`the same of ${beforeCommit}`, String(requestsBefore.count))
  say(`chain, CPU / ${beforeCommit}`, ratio(now?.cpuMs, then?.cpuMs))
  say(`chain, wall time / ${beforeCommit}`, ratio(now?.wallMs, then?.wallMs))
  say(
    `chain, memory above one bare request / ${beforeCommit}`,
    ratio(
      now && request && now.peakMb - request.peakMb,
      then && request && then.peakMb - request.peakMb,
    ),
    'at most 0.6',
  )
  say('chain, CPU: az / action', ratio(az['az']?.cpuMs, az['now']?.cpuMs), 'at least 14')
  say('chain, wall time: az / action', ratio(az['az']?.wallMs, az['now']?.wallMs), 'at least 9')
}

/** The longest formula that Batch takes, read and checked with all its traps, once the code is warm: the median. */
async function measureFormula(): Promise<void> {
  const { reportFormula } = await import('../src/autoscale/report.js')
  const line =
    'n = max(0, $PendingTasks.GetSample(1)) + min(9, avg($ActiveTasks.GetSample(1)) * 1.5);\n'
  const text = line.repeat(Math.floor(8192 / line.length))
  const times = Array.from({ length: 101 }, () => {
    const start = performance.now()
    reportFormula(text, { intervalMs: 300_000, taskSlotsPerNode: 4 })
    return performance.now() - start
  })
  say('a formula of 8 KB, checked', `${median(times).toFixed(1)} ms`, 'at most 5')
}

/** `npm run demo`, at its own pace. */
async function measureDemo(): Promise<void> {
  const start = performance.now()
  await Promise.resolve(execFileSync(node, ['scripts/demo.mjs'], { stdio: 'ignore' }))
  say('the demo', ms(performance.now() - start))
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

const wanted = positionals.length > 0 ? positionals : isShort ? shortRows : Object.keys(rows)
const unknown = wanted.find((name) => rows[name] === undefined)
if (unknown !== undefined) {
  console.error(`no row is called ${unknown}: ${Object.keys(rows).join(', ')}`)
  process.exit(2)
}
try {
  writeOneFile()
  const before = bundlesBefore()
  if (before === undefined) console.log(`${beforeCommit} is not in this clone`)
  for (const name of wanted) {
    try {
      await rows[name]?.(before)
    } catch (error) {
      // The other rows still tell something.
      console.log(
        `${name}: not measured: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
} finally {
  removeWorkspace()
}
