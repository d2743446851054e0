/** Many pools in one run, and one pool beside many. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeCommit } from './before.js'
import { account, compute, scenarioFile, writePools } from './configs.js'
import { inTurns, run, workspace, type Cost } from './run.js'
import { mb, ms, ratio, say } from './say.js'
import { serve, signInWith } from './serve.js'

/**
 * Longer than any of them takes: simulated time runs on while a busy machine lets the process wait, so a deadline that is
 * near would measure the machine.
 */
const longest = { timeout: 'PT10000H', 'replication-timeout': 'PT10000H' }

/** With the simulator in the same process: what it holds is part of the figure. */
export async function measurePools(dist: string): Promise<void> {
  const apply = (count: number): Cost =>
    run({
      script: join(dist, 'index.js'),
      inputs: {
        ...{ mode: 'apply', config: writePools(count), environment: 'simulator' },
        ...{ 'wait-for': 'none', ...longest },
      },
      env: { IMAGE_TO_POOL_SCENARIO: scenarioFile(2000) },
    })
  say('200 pools in one run, memory', mb(apply(200).peakMb), 'at most 110')
  const thousand = apply(1000)
  say('1,000 pools in one run, memory', mb(thousand.peakMb), 'at most 150')
  const threeThousand = apply(3000)
  say('3,000 pools in one run, memory', mb(threeThousand.peakMb), 'at most 240')
  say('CPU of 3,000 / 1,000 pools', ratio(threeThousand.cpuMs, thousand.cpuMs), 'at most 3.1')
  await Promise.resolve()
}

/** All at once against a simulator of its own: how much longer the run takes than the slowest of its pools. */
export async function measurePoolsOverHttps(dist: string): Promise<void> {
  const config = writePools(200)
  const { facts, stop } = await serve(['--scenario', scenarioFile(60)])
  try {
    const { peakMb, wallMs } = run({
      script: join(dist, 'index.js'),
      inputs: {
        ...{ mode: 'apply', config, environment: facts['endpoint'] ?? '', parallelism: '200' },
        ...{ 'wait-for': 'none', 'report-path': 'report.json', ...longest },
      },
      env: signInWith(facts),
    })
    say('200 pools over HTTPS, memory', mb(peakMb), 'at most 130')
    const slowest = slowestPoolMs(join(workspace, 'report.json'))
    say('200 pools over HTTPS, time / slowest pool', ratio(wallMs, slowest), 'at most 1.04')
  } finally {
    stop()
  }
}

interface Reported {
  readonly startedAt: string
  readonly configs: readonly {
    readonly steps: readonly { readonly startedAt?: string; readonly tookMs?: number }[]
  }[]
}

/** From the run's start, when all of them began, to the end of the last step. */
function slowestPoolMs(report: string): number {
  const { startedAt, configs } = JSON.parse(readFileSync(report, 'utf8')) as Reported
  const ends = configs.flatMap(({ steps }) =>
    steps.map((step) => Date.parse(step.startedAt ?? startedAt) + (step.tookMs ?? 0)),
  )
  return Math.max(...ends) - Date.parse(startedAt)
}

/** One new pool in an account that has 5,000: CPU of the action's process alone. */
export async function measureFullAccount(
  dist: string,
  turns: number,
  before: string | undefined,
): Promise<void> {
  const { facts, stop } = await serve(['--scenario', scenarioFile(2000, 5000)])
  const plan = (folder: string) => (): Cost =>
    run({
      script: join(folder, 'index.js'),
      inputs: {
        ...{ 'subscription-id': facts['subscription'] ?? '' },
        ...{ mode: 'plan', 'wait-for': 'none', environment: facts['endpoint'] ?? '' },
        ...{ 'resource-group': 'rg-images', 'os-snapshot': 'render-os', 'image-name': 'render-1' },
        'gallery-image-definition': `${compute}/galleries/renderGallery/images/render-node`,
        ...{ 'batch-account': account, 'pool-name': 'render', 'vm-size': 'Standard_D4s_v5' },
        ...{ 'node-agent-sku-id': 'batch.node.ubuntu 24.04', 'target-dedicated-nodes': '10' },
      },
      env: signInWith(facts),
    })
  try {
    const cost = await inTurns(
      { now: plan(dist), ...(before !== undefined && { before: plan(before) }) },
      turns,
    )
    const { now, before: then } = cost
    say('plan beside 5,000 pools', ms(now?.wallMs ?? Number.NaN))
    say(
      `plan beside 5,000 pools, wall time / ${beforeCommit}`,
      ratio(now?.wallMs, then?.wallMs),
      'at most 0.4',
    )
    say(
      `plan beside 5,000 pools, CPU / ${beforeCommit}`,
      ratio(now?.cpuMs, then?.cpuMs),
      'at most 0.4',
    )
    say('plan beside 5,000 pools, memory', mb(now?.peakMb))
  } finally {
    stop()
  }
}
