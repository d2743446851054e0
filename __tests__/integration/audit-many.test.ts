import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Clock } from '../../src/ports/clock.js'
import type { ReportFile } from '../../src/report/report-schema.js'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import { callCli, type CliResult } from '../support/call-cli.js'
import { openWorld, type World } from '../support/simulated-run.js'

const subscriptionId = '30000000-0000-4000-a000-000000000001'
const subscription = `/subscriptions/${subscriptionId}`
const compute = `${subscription}/resourceGroups/rg-images/providers/Microsoft.Compute`
const account = `${subscription}/resourceGroups/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const definition = `${compute}/galleries/renderGallery/images/render-node`
const signal = new AbortController().signal
const hourMs = 3_600_000

const machine = (imageReference: JsonObject, nodeAgentSkuId = 'batch.node.ubuntu 24.04') => ({
  deploymentConfiguration: { virtualMachineConfiguration: { imageReference, nodeAgentSkuId } },
})
const ubuntu = machine({ publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' })
const jammy = { publisher: 'canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts' }
const windows = {
  publisher: 'MicrosoftWindowsServer',
  offer: 'WindowsServer',
  sku: '2016-datacenter-smalldisk',
}
const version = (name: string) => machine({ id: `${definition}/versions/${name}` })
const fixed = (targetDedicatedNodes: number) => ({
  scaleSettings: { fixedScale: { targetDedicatedNodes } },
})
const formula = (text: string) => ({ scaleSettings: { autoScale: { formula: text } } })

interface Kind {
  readonly count: number
  readonly properties: JsonObject
  /** Put into the world as it is: Azure would not make it today. */
  readonly isThere?: true
  /** The errors and warnings that an audit is to have of each. */
  readonly rules: readonly string[]
}

/** Every kind of trouble; the rest of the 200 are in order. */
const kinds: Readonly<Record<string, Kind>> = {
  legacy: {
    count: 6,
    isThere: true,
    properties: { ...machine({ id: `${compute}/images/render` }), ...fixed(0) },
    rules: ['pool/managed-images-have-retired'],
  },
  endingimage: {
    count: 6,
    isThere: true,
    properties: { ...machine(windows, 'batch.node.windows amd64'), ...fixed(0) },
    rules: ['pool/os-image-is-in-service'],
  },
  // Ubuntu 22.04 ends in 2027-06, later than an audit looks ahead.
  farimage: {
    count: 6,
    isThere: true,
    properties: { ...machine(jammy, 'batch.node.ubuntu 22.04'), ...fixed(0) },
    rules: [],
  },
  oldsize: {
    count: 6,
    isThere: true,
    properties: { ...ubuntu, ...fixed(0), vmSize: 'STANDARD_NV6' },
    rules: ['pool/vm-size-is-in-service'],
  },
  goneversion: {
    count: 6,
    isThere: true,
    properties: { ...version('9.9.9'), ...fixed(0) },
    rules: ['audit/image-version-gone'],
  },
  endingversion: {
    count: 6,
    isThere: true,
    properties: { ...version('1.0.1'), ...fixed(0) },
    rules: ['audit/image-version-ends'],
  },
  farversion: {
    count: 6,
    isThere: true,
    properties: { ...version('1.0.2'), ...fixed(0) },
    rules: ['audit/image-version-replicas'],
  },
  short: {
    count: 6,
    properties: { ...ubuntu, ...fixed(2) },
    rules: ['audit/nodes-short', 'audit/resize-errors'],
  },
  failed: {
    count: 6,
    properties: { ...ubuntu, ...fixed(1), startTask: { commandLine: '/bin/false' } },
    rules: ['audit/nodes-failed'],
  },
  broken: { count: 6, properties: { ...ubuntu, ...fixed(1) }, rules: ['audit/nodes-failed'] },
  idle: { count: 6, properties: { ...ubuntu, ...fixed(1) }, rules: ['audit/nodes-idle'] },
  formula: {
    count: 6,
    properties: {
      ...ubuntu,
      ...formula('$TargetDedicatedNodes = avg($PendingTasks.GetSample(TimeInterval_Hour));'),
    },
    rules: ['audit/autoscale-error'],
  },
  retired: {
    count: 6,
    isThere: true,
    properties: {
      ...ubuntu,
      ...fixed(0),
      metadata: [
        { name: 'image-to-pool', value: '0.1.0' },
        { name: 'image-to-pool-role', value: 'retired' },
      ],
    },
    rules: ['audit/retired-pool'],
  },
  busy: { count: 5, properties: { ...ubuntu, ...fixed(1) }, rules: [] },
  good: { count: 117, isThere: true, properties: { ...ubuntu, ...fixed(0) }, rules: [] },
}

const all = Object.entries(kinds).flatMap(([kind, { count, ...rest }]) =>
  Array.from({ length: count }, (_, index) => ({ name: `${kind}-${String(index)}`, ...rest })),
)

const image = (name: string, properties: JsonObject): JsonObject => ({
  id: `${compute}/images/${name}`,
  name,
  type: 'Microsoft.Compute/images',
  location: 'koreacentral',
  tags: {},
  properties,
})
const published = (name: string, profile: JsonObject): JsonObject => ({
  id: `${definition}/versions/${name}`,
  name,
  type: 'Microsoft.Compute/galleries/images/versions',
  location: 'koreacentral',
  tags: {},
  properties: {
    provisioningState: 'Succeeded',
    publishingProfile: profile,
    storageProfile: { source: { id: `${compute}/images/render` } },
  },
})
const pool = (name: string, properties: JsonObject): JsonObject => ({
  id: `${account}/pools/${name}`,
  name,
  type: 'Microsoft.Batch/batchAccounts/pools',
  properties: {
    vmSize: 'STANDARD_D2S_V5',
    provisioningState: 'Succeeded',
    allocationState: 'Steady',
    currentDedicatedNodes: 0,
    currentLowPriorityNodes: 0,
    ...properties,
  },
})

async function openAccount(): Promise<World> {
  const regions = (name: string) => [{ name, regionalReplicaCount: 1 }]
  const world = await openWorld({
    resources: [
      ...defaultResources(subscriptionId).map((resource) =>
        resource['id'] === account
          ? {
              ...resource,
              properties: { ...(resource['properties'] as JsonObject), poolQuota: 500 },
            }
          : resource,
      ),
      image('render', {
        hyperVGeneration: 'V2',
        storageProfile: { osDisk: { osType: 'Linux', osState: 'Generalized' } },
      }),
      published('1.0.1', {
        targetRegions: regions('Korea Central'),
        endOfLifeDate: '2027-03-01T00:00:00Z',
      }),
      published('1.0.2', {
        targetRegions: regions('West Europe'),
        endOfLifeDate: '2028-03-01T00:00:00Z',
      }),
      ...all.filter(({ isThere }) => isThere).map((one) => pool(one.name, one.properties)),
    ],
    resizesByPool: { 'short-*': [{ capacity: 0, error: { code: 'AllocationFailed' } }] },
    nodesByPool: {
      'failed-*': { startTaskFails: { nodes: 'all' } },
      'broken-*': { unusable: { nodes: 'all' } },
      'busy-*': { busySeconds: 60 },
    },
    autoScaleByPool: { 'formula-*': { samples: {} } },
  })
  for (const { name, properties, isThere } of all) {
    if (isThere) continue
    const body = { properties: { vmSize: 'Standard_D2s_v5', ...properties } }
    await world.azure.createPool(`${account}/pools/${name}`, '2025-06-01', body, { signal })
  }
  world.pass(30 * hourMs)
  return world
}

/** Nothing is waited for here: the deadline of a run never comes. */
const standing = ({ clock }: World): Clock => ({
  now: () => clock.now(),
  sleep: async (_, aborted) => {
    await once(aborted, 'abort')
  },
})

describe('an audit of an account with 200 pools', () => {
  const folder = mkdtempSync(join(tmpdir(), 'image-to-pool-audit-'))
  let world: World
  let ended: CliResult
  let report: ReportFile
  let requests: World['simulator']['transcript']['entries']

  beforeAll(async () => {
    world = await openAccount()
    ended = await audit('--batch-account', account, '--report-path', 'report.json')
    report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as ReportFile
  }, 120_000)
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  async function audit(...flags: string[]): Promise<CliResult> {
    const before = world.simulator.transcript.entries.length
    const given = ['audit', '--subscription-id', subscriptionId, ...flags]
    const place = { folder, world: { azure: world.azure, clock: standing(world) } }
    const result = await callCli(place, given)
    requests = world.simulator.transcript.entries.slice(before)
    return result
  }

  test('finds each trouble once, and nothing of pools that are in order', () => {
    expect(all).toHaveLength(200)
    const found = new Map(
      report.configs.map(({ config = '', findings }) => [
        config.split('/').at(-1),
        findings.filter(({ severity }) => severity !== 'notice').map(({ rule }) => rule),
      ]),
    )
    for (const { name, rules } of all) {
      expect({ name, rules: found.get(name)?.toSorted() }).toEqual({
        name,
        rules: [...rules].sort(),
      })
    }
    expect(ended.status).toBe(1)
    expect(report.outcome).toBe('failed')
    const troubles = all.reduce((sum, { rules }) => sum + rules.length, 0)
    console.log(`${String(troubles)} troubles of ${String(all.length)} pools found, each once`)
  })

  test('writes nothing, and stays within its requests', () => {
    const lists = requests.filter(({ path }) => /\/nodes$/.test(path))
    const others = requests.filter(({ path }) => !/\/nodes$/.test(path))
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([])
    expect(lists.length).toBeLessThanOrEqual(20)
    expect(others.length).toBeLessThanOrEqual(60)
    console.log(`${String(others.length)} requests and ${String(lists.length)} lists of nodes`)
  })

  test('leaves an inventory, with what ends and when', () => {
    expect(report.inventory?.pools).toHaveLength(200)
    expect(report.inventory?.pools.find(({ id }) => id.endsWith('/busy-0'))).toMatchObject({
      vmSize: 'STANDARD_D2S_V5',
      image: 'canonical:ubuntu-24_04-lts:server',
      dedicated: { current: 1, target: 1 },
      states: { running: 1 },
    })
    expect(
      report.inventory?.endings.map(({ kind, on, pools }) => [kind, on, pools.length]),
    ).toEqual([
      ['vm-family', '2023-09-06', 6],
      ['os-image', '2027-01-12', 6],
      ['image-version', '2027-03-01', 6],
    ])
    expect(report.inventory?.notLookedAt).toEqual([])
  })
})
