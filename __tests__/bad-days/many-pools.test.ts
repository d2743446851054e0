/** Two hundred pools in one run of the built action: what it costs, how long it takes, and whom a failure hurts. */
import { afterEach, describe, expect, test } from '@jest/globals'
import type { JsonObject, Scenario } from '../../src/simulator/kernel.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import { defaultSubscriptionId } from '../../src/simulator/world.js'
import { runAction, type Ended } from '../e2e/action.js'
import { startCloud, type Cloud } from '../e2e/azure.js'

const pools = 200
const slow = 'render-007'
const subscription = `/subscriptions/${defaultSubscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const definition = `${compute}/galleries/renderGallery/images/render-node`

let cloud: Cloud | undefined
afterEach(async () => {
  await cloud?.close()
  cloud = undefined
})

const names = Array.from(
  { length: pools },
  (_, index) => `render-${String(index).padStart(3, '0')}`,
)

/** The whole way for each: an image of its own, a version of its own, a pool of its own. */
function configOf(name: string): string {
  const number = String(Number(name.slice(-3)))
  return JSON.stringify({
    image: { name, resourceGroup: 'rg-images', osSnapshot: `${compute}/snapshots/render-os` },
    gallery: {
      imageDefinition: definition,
      imageVersion: `1.0.${number}`,
      targetRegions: [{ name: 'koreacentral', replicas: 1 }],
    },
    pool: {
      ...{ account, name },
      properties: {
        vmSize: 'Standard_D2s_v5',
        deploymentConfiguration: {
          virtualMachineConfiguration: { nodeAgentSkuId: 'batch.node.ubuntu 24.04' },
        },
        scaleSettings: { fixedScale: { targetDedicatedNodes: 4, resizeTimeout: 'PT60M' } },
      },
    },
  })
}

function filesOf(wanted: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(wanted.map((name) => [`${name}.json`, configOf(name)]))
}

/** The default world with room for the pools. */
function world(): JsonObject[] {
  return defaultResources(defaultSubscriptionId).map((resource) => {
    if (resource['id'] !== account) return resource
    const properties = resource['properties'] as JsonObject
    return { ...resource, properties: { ...properties, poolQuota: 500 } }
  })
}

const scenario: Scenario = {
  ...{ speed: 30, pageSize: 1000, imageSeconds: 30, replicationSecondsPerRegion: 120 },
  resources: world(),
  resizes: [{ nodesPerMinute: 4 }],
  resizesByPool: { [slow]: [{ nodesPerMinute: 0.1 }] },
}

const peak = 'peak.cjs'
const tellPeak = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  process.stderr.write('peak ' + maxRSS + ' kB, cpu ' + Math.round((userCPUTime + systemCPUTime) / 1000) + ' ms\\n')
})`

interface Measured {
  readonly ended: Ended
  readonly seconds: number
  readonly peakMB: number
  readonly cpuSeconds: number
}

async function run(there: Cloud, wanted: readonly string[]): Promise<Measured> {
  const started = performance.now()
  const ended = await runAction({
    inputs: {
      ...there.inputs,
      'subscription-id': defaultSubscriptionId,
      config: 'render-*.json',
      parallelism: '256',
      'report-path': 'report.json',
    },
    env: there.env,
    files: { ...filesOf(wanted), [peak]: tellPeak },
    nodeArguments: ['--require', `./${peak}`],
  })
  const seconds = (performance.now() - started) / 1000
  const [, kB = '', ms = ''] = /^peak (\d+) kB, cpu (\d+) ms$/m.exec(ended.log) ?? []
  return { ended, seconds, peakMB: Number(kB) / 1024, cpuSeconds: Number(ms) / 1000 }
}

/** A poll looks at what this run has written, or at an operation. */
function countRequests({ simulator }: Cloud): { wanted: number; polls: number } {
  const written = new Set<string>()
  let wanted = 0
  for (const { method, path } of simulator.transcript.entries) {
    const isPoll = method === 'GET' && (written.has(path) || /operations\//i.test(path))
    if (!isPoll) wanted += 1
    if (method !== 'GET') written.add(path)
  }
  return { wanted, polls: simulator.transcript.entries.length - wanted }
}

/** From the report: the output holds no more than a job can pass on. */
function resultsOf({ report }: Ended): { config: string; outcome: string }[] {
  const { configs } = JSON.parse(report) as { configs: { config: string; outcome: string }[] }
  return configs
}

describe('two hundred pools in one run', () => {
  test('take as long as the slowest, little memory, and few requests', async () => {
    cloud = await startCloud(scenario)
    const alone = await run(cloud, [slow])
    expect(alone.ended.outputs['outcome']).toBe('succeeded')
    await cloud.close()
    cloud = await startCloud(scenario)
    const { ended, seconds, peakMB, cpuSeconds } = await run(cloud, names)
    const { wanted, polls } = countRequests(cloud)
    const statuses = cloud.simulator.transcript.entries.filter(({ status }) => status === 429)
    console.log(
      [
        `${String(pools)} pools: ${seconds.toFixed(1)} s, the slowest alone ${alone.seconds.toFixed(1)} s`,
        `peak ${peakMB.toFixed(0)} MB (one pool ${alone.peakMB.toFixed(0)} MB), cpu ${cpuSeconds.toFixed(1)} s`,
        `${(wanted / pools).toFixed(2)} requests per pool, ${(polls / pools).toFixed(1)} polls per pool`,
        `${String(statuses.length)} refused with 429`,
      ].join('\n'),
    )
    const outcomes = resultsOf(ended).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(names.map(() => 'succeeded'))
    expect(ended.status).toBe(0)
    expect(cloud.simulator.unknownRequests).toEqual([])
    expect(peakMB).toBeLessThan(300)
    expect(wanted / pools).toBeLessThanOrEqual(12)
    expect(seconds).toBeLessThan(1.3 * alone.seconds)
  }, 300_000)

  test('are hurt by no other pool’s failure', async () => {
    const few = names.slice(0, 12)
    const noQuota = { code: 'AccountCoreQuotaReached', message: 'no cores' }
    const operationFails = { code: 'InternalExecutionError', message: 'not today' }
    cloud = await startCloud({
      ...scenario,
      resizesByPool: { 'render-003': [{ adds: 1, error: noQuota, afterSeconds: 60 }] },
      faults: [
        { on: 'PUT .*/images/render-005$', status: 409 },
        { on: 'PUT .*/versions/1\\.0\\.8$', operationFails },
        { on: 'PUT .*/pools/render-010$', break: 'reset', times: 9 },
      ],
    })
    const { ended } = await run(cloud, few)
    expect(ended.status).toBe(1)
    expect(ended.outputs['outcome']).toBe('failed')
    const failed = ['render-003', 'render-005', 'render-008', 'render-010']
    expect(resultsOf(ended).map(({ config, outcome }) => [config, outcome])).toEqual(
      few.map((name) => [`${name}.json`, failed.includes(name) ? 'failed' : 'succeeded']),
    )
    const { store } = cloud.simulator
    for (const name of few.filter((one) => !failed.includes(one))) {
      expect(store.get(`${account}/pools/${name}`)).toBeDefined()
      expect(ended.summary).toContain(name)
    }
  }, 120_000)
})
