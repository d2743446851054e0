/**
 * Clients that are not ours do a small job each against the simulator over HTTPS: what they ask for, in which API version and in which
 * order, was decided by others. One that is refused shows a fault of the simulator. Needs npm's registry, and for Python Debian's
 * python3-azure.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { execFile, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '../../src/simulator/server.js'
import { createSimulator, type Simulator } from '../../src/simulator/simulator.js'

const run = promisify(execFile)
const job = (name: string): string => join(import.meta.dirname, name)
/** With what below them there was on this day. */
const install = ['install', '--before=2026-11-30', '--ignore-scripts', '--no-audit', '--no-fund']
const packages = {
  newest: ['@azure/arm-compute@25.1.1', '@azure/arm-batch@9.1.0', '@azure/identity@4.13.0'],
  oldest: ['@azure/arm-compute@17.1.0', '@azure/arm-batch@5.1.0', '@azure/identity@4.13.0'],
  'data plane': ['@azure/batch@10.2.0', '@azure/ms-rest-js@2.7.0'],
}

/** What both kinds of SDK see in the simulator's default world. */
const world = {
  snapshots: ['render-data-0', 'render-data-1', 'render-os', 'render-os-gen1', 'render-os-windows'],
  disks: ['render-vm-data-0', 'render-vm-os'],
  machines: ['render-vm'],
  power: 'PowerState/deallocated',
  sets: [],
  sizes: true,
  cores: 'cores',
  definitions: ['render-node', 'render-node-gen1', 'render-node-trusted', 'render-node-windows'],
}

describe('foreign clients', () => {
  let simulator: Simulator | undefined
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'foreign-clients-'))
    await Promise.all(
      Object.entries(packages).map(async ([name, names]) => {
        const cwd = join(folder, name)
        await mkdir(cwd)
        await writeFile(join(cwd, 'package.json'), '{ "private": true }')
        await run('npm', [...install, ...names], { cwd })
      }),
    )
  }, 300_000)
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(() => {
    expect(simulator?.unknownRequests ?? []).toEqual([])
  })

  /** What the job prints, with a simulator of its own, and every API version that it asked for. */
  async function done(command: string, args: readonly string[], cwd = folder) {
    simulator = createSimulator({ speed: 240 }, {})
    const server = await startServer(simulator)
    const { caFile: ca, connectionFile } = server
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: ca, REQUESTS_CA_BUNDLE: ca, NO_PROXY: '*' }
    try {
      const { stdout } = await run(command, [...args, connectionFile], { cwd, env })
      return JSON.parse(stdout) as unknown
    } finally {
      await server.close()
    }
  }

  const byNode = async (script: string, name: keyof typeof packages) =>
    await done(process.execPath, [job(script)], join(folder, name))

  test.each(['newest', 'oldest'] as const)(
    'the %s SDKs of Resource Manager for JavaScript',
    async (age) => {
      expect(await byNode('arm-job.mjs', age)).toEqual({
        ...world,
        ...{ image: 'Succeeded', images: ['by-sdk'], left: [] },
        version: ['Succeeded', ['Korea Central']],
        ...{ account: 'Succeeded', quota: 3, pools: ['by-sdk'], nodes: 2, metadata: 'render' },
      })
    },
  )

  test('@azure/batch on the data plane, with a token and with a key', async () => {
    const seen = (pool: string) => ({
      ...{ isThere: true, currentDedicatedNodes: 2, allocationState: 'steady', left: 1 },
      ...{ metadata: [{ name: 'team', value: 'render' }], pools: [pool] },
    })
    const both = { token: seen('token'), key: seen('key') }
    expect(await byNode('data-job.mjs', 'data plane')).toEqual(both)
  })

  const python = '/usr/bin/python3'
  const imported = spawnSync(python, ['-c', 'import azure.batch, azure.mgmt.compute'])
  test('the SDKs for Python that Debian packages', async () => {
    if (imported.status !== 0) {
      console.log('skipped: python3-azure is not installed')
      return
    }
    expect(await done(python, [job('job.py')])).toEqual({
      ...world,
      ...{ image: 'Succeeded', images: ['by-python'], left: [] },
      version: ['Succeeded', ['Korea Central']],
      ...{ account: 'Succeeded', quota: 3, pools: ['by-python'], metadata: 'render' },
      ...{ nodes: [2, 1], counts: [2, 1], batchSizes: true, agents: true },
    })
  })
})
