/** `npm run live` as a process of its own: over HTTPS, against the embedded simulator, killed half way. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { probes } from '../../scripts/live/probes/index.js'
import { startCloud, type Cloud } from './azure.js'

const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-live-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Each of these starts processes that compile the kit first, on machines that do more than that. */
const mostMs = 150_000

interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** The kit's own process, without a shell or npm around it: a kill meets it and nothing else. */
function startKit(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const main = resolve('scripts/live/main.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Shorter than a test may take: no process outlives it.
    timeout: mostMs - 5000,
    killSignal: 'SIGKILL',
  })
  const texts = { out: '', err: '' }
  child.stdout.on('data', (data: Buffer) => (texts.out += data.toString()))
  child.stderr.on('data', (data: Buffer) => (texts.err += data.toString()))
  const ended = new Promise<Ended>((done) => {
    child.on('close', (status, signal) => {
      done({ status, signal, ...texts })
    })
  })
  return { kill: () => child.kill('SIGKILL'), ended }
}

function over({ inputs, simulator }: Cloud): readonly string[] {
  const { environment = '' } = inputs
  const regions = ['--location', 'koreacentral', '--other-location', 'westeurope']
  return ['--against', environment, '--subscription-id', simulator.subscriptionId, ...regions]
}

function groupsOf({ simulator }: Cloud): readonly string[] {
  const groups = simulator.store.ofType('Microsoft.Resources/resourceGroups')
  return groups.map(({ name }) => name)
}

test.concurrent(
  'kill -9 in the middle leaves its group, and a clean-up leaves nothing',
  async () => {
    let disks = 0
    let kill = (): unknown => undefined
    const cloud = await startCloud({ resources: [], speed: 1000 }, (request) => {
      if (!/^PUT .*\/(disks|snapshots|pools)\//.test(request)) return
      disks += 1
      if (disks === 12) kill()
    })
    try {
      const report = ['--report', join(folder, 'killed')]
      const kit = startKit([...over(cloud), ...report], cloud.env)
      kill = kit.kill
      expect(await kit.ended).toMatchObject({ status: null, signal: 'SIGKILL' })
      const left = groupsOf(cloud)
      expect(left).toEqual([expect.stringMatching(/^image-to-pool-live-\d{8}-[0-9a-f]{8}$/)])
      const groupId = `/subscriptions/${cloud.simulator.subscriptionId}/resourceGroups/${left[0] ?? ''}`
      expect(cloud.simulator.store.ofGroup(groupId).length).toBeGreaterThan(3)

      const cleaned = await startKit(['--clean-up', ...over(cloud)], cloud.env).ended
      expect([cleaned.status, cleaned.err]).toEqual([
        0,
        expect.stringContaining(`removed ${left[0] ?? ''}`),
      ])
      expect(groupsOf(cloud)).toEqual([])
      expect(cloud.simulator.store.ofGroup(groupId)).toEqual([])
    } finally {
      await cloud.close()
    }
  },
  mostMs,
)

test.concurrent(
  'over HTTPS it signs in, asks, reports without secrets, and removes its group',
  async () => {
    const cloud = await startCloud({ resources: [], speed: 1000 })
    try {
      const report = join(folder, 'asked')
      const asked = ['pool/if-none-match', 'jobs/move-active', 'image/if-none-match']
      const only = asked.flatMap((id) => ['--only', id])
      const ended = await startKit([...over(cloud), ...only, '--report', report], cloud.env).ended
      expect([ended.status, ended.out]).toEqual([0, expect.stringContaining('3 confirmed')])
      expect(groupsOf(cloud)).toEqual([])
      const text = readFileSync(join(report, 'answers.json'), 'utf8')
      for (const secret of [cloud.simulator.clientSecret, cloud.simulator.subscriptionId]) {
        expect(text + ended.out).not.toContain(secret)
      }
    } finally {
      await cloud.close()
    }
  },
  mostMs,
)

test.concurrent(
  'against the simulator all questions are confirmed; one planted by a scenario is not',
  async () => {
    const report = join(folder, 'all')
    const scenario = join(folder, 'lie.yml')
    writeFileSync(scenario, "faults: [{ on: 'POST .*/stopResize', status: 404 }]\n")
    const embedded = ['--against', 'simulator']
    const [whole, planted] = await Promise.all([
      startKit([...embedded, '--report', report]).ended,
      startKit([
        ...embedded,
        '--scenario',
        scenario,
        '--only',
        'pool/stop-idle',
        '--report',
        `${report}-planted`,
      ]).ended,
    ])
    expect([whole.status, whole.out]).toEqual([
      0,
      expect.stringContaining(`${String(probes.length)} confirmed, 0 contradicted, 0 unanswered`),
    ])
    expect(readFileSync(join(report, 'answers.md'), 'utf8')).toContain(
      'Everything that was made is removed.',
    )
    expect([planted.status, planted.out]).toEqual([1, expect.stringContaining('1 contradicted')])
    expect(readFileSync(join(`${report}-planted`, 'answers.md'), 'utf8')).toContain(
      '### `pool/stop-idle`',
    )
  },
  mostMs,
)
