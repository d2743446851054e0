/** A plan of one config asks Resource Manager at most 15 times, whatever makes it read the most. */
import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/inputs/config.js'
import { cacheReads } from '../../src/observe/cached-reads.js'
import { observeLive } from '../../src/observe/live.js'
import { observe } from '../../src/observe/observe.js'
import { wantedFacts } from '../../src/rules/check.js'
import { rules } from '../../src/rules/index.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import type { JsonObject } from '../../src/simulator/kernel.js'
import { jobOf, openWorld } from '../support/simulated-run.js'

const subscriptionId = '30000000-0000-4000-a000-000000000001'
const groups = `/subscriptions/${subscriptionId}/resourceGroups`
const compute = `${groups}/rg-images/providers/Microsoft.Compute`
const network = `${groups}/rg-batch/providers/Microsoft.Network`
const subnetId = `${network}/virtualNetworks/v/subnets/s`
const location = 'koreacentral'

const image = { name: 'r', resourceGroup: 'rg-images' }
const gallery = {
  imageDefinition: `${compute}/galleries/renderGallery/images/render-node`,
  imageVersion: 'auto',
}
const wholeConfig: Config = {
  image: { ...image, osSnapshot: `${compute}/snapshots/render-os` },
  gallery,
  pool: {
    account: `${groups}/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`,
    name: 'render',
    properties: {
      vmSize: 'Standard_D4s_v5',
      deploymentConfiguration: { virtualMachineConfiguration: { nodeAgentSkuId: 'auto' } },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } },
    },
  },
}

const dataDisks = [0, 1, 2, 3, 4].map((lun): JsonObject => ({
  id: `${compute}/disks/data-${String(lun)}`,
  ...{ name: `data-${String(lun)}`, type: 'Microsoft.Compute/disks', location },
  properties: { provisioningState: 'Succeeded', diskSizeGB: 8, creationData: {} },
}))
const machine: JsonObject = {
  id: `${compute}/virtualMachines/full`,
  ...{ name: 'full', type: 'Microsoft.Compute/virtualMachines', location },
  properties: {
    storageProfile: {
      osDisk: {
        ...{ osType: 'Linux', createOption: 'FromImage' },
        managedDisk: { id: `${compute}/disks/render-vm-os` },
      },
      dataDisks: dataDisks.map(({ id = '' }, lun) => ({
        ...{ lun, createOption: 'Attach' },
        managedDisk: { id },
      })),
    },
    instanceView: {
      statuses: [{ code: 'OSState/generalized' }, { code: 'PowerState/deallocated' }],
    },
  },
}
const virtualNetwork: JsonObject = {
  id: `${network}/virtualNetworks/v`,
  ...{ name: 'v', type: 'Microsoft.Network/virtualNetworks', location },
  properties: {
    subnets: [
      {
        ...{ id: subnetId, name: 's' },
        properties: {
          addressPrefix: '10.0.0.0/20',
          natGateway: { id: `${network}/natGateways/out` },
          routeTable: { id: `${network}/routeTables/out` },
          serviceEndpointPolicies: [{ id: `${network}/serviceEndpointPolicies/only` }],
        },
      },
    ],
  },
}
const encryption = { osDisk: `${compute}/diskEncryptionSets/des` }
const encrypted = [location, 'westeurope'].map((name) => ({ name, encryption }))
const { pool = {} } = wholeConfig
const withoutAddresses: Config['pool'] = {
  ...pool,
  properties: {
    ...pool.properties,
    networkConfiguration: {
      subnetId,
      publicIPAddressConfiguration: { provision: 'NoPublicIPAddresses' },
    },
  },
}

const widest: readonly (readonly [what: string, config: Config, more: readonly JsonObject[]])[] = [
  ['the image of a snapshot', wholeConfig, []],
  [
    'a machine of five data disks',
    { ...wholeConfig, image: { ...image, source: `${compute}/virtualMachines/full` } },
    [machine, ...dataDisks],
  ],
  ['names', { ...wholeConfig, image: { ...image, osSnapshot: 'render-os' } }, []],
  ['nodes without public addresses', { ...wholeConfig, pool: withoutAddresses }, [virtualNetwork]],
  ['encryption sets', { ...wholeConfig, gallery: { ...gallery, targetRegions: encrypted } }, []],
]

describe('a plan for a new pool makes at most 15 requests, each of them once', () => {
  test.each(widest)('with %s', async (_, config, more) => {
    const { azure, simulator } = await openWorld({
      resources: [...defaultResources(subscriptionId), ...more],
    })
    const { loaded, settings } = jobOf(config, { subscriptionId, mode: 'plan' })
    const reader = cacheReads(azure)
    const { signal } = new AbortController()
    const facts = await observe(loaded, settings, reader, signal)
    await observeLive({
      ...{ loaded, facts, mode: 'plan', azure: reader, signal, limit: signal },
      wanted: wantedFacts(rules),
    })
    const calls = simulator.transcript.entries.flatMap(({ method, path }) =>
      path.startsWith('/subscriptions/') ? [`${method} ${path}`] : [],
    )
    expect(calls.filter((call) => !call.startsWith('GET '))).toEqual([])
    expect(calls.length).toBeGreaterThan(8)
    expect(calls.length).toBeLessThanOrEqual(15)
    expect(new Set(calls).size).toBe(calls.length)
  })
})

describe('the pool itself', () => {
  const account = wholeConfig.pool?.account ?? ''
  const poolOf = (batchApiVersion?: string): Config => ({
    ...wholeConfig,
    pool: { ...pool, ...(batchApiVersion !== undefined && { batchApiVersion }) },
  })
  const there: JsonObject = {
    id: `${account}/pools/render`,
    ...{ name: 'render', type: 'Microsoft.Batch/batchAccounts/pools', etag: 'W/"0x8DE2A"' },
    properties: {
      vmSize: 'standard_d4s_v5',
      deploymentConfiguration: {
        virtualMachineConfiguration: {
          imageReference: { publisher: 'canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
          nodeAgentSkuId: 'batch.node.ubuntu 24.04',
        },
      },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 0, targetLowPriorityNodes: 0 } },
    },
  }

  test.each([
    ['is as the list has it', poolOf(), [there], [], ['/pools 200']],
    ['is not there where the list is without it', poolOf(), [], [], ['/pools 200']],
    [
      'is read alone by who may not list',
      poolOf(),
      [there],
      [{ on: '^GET .*/pools$', status: 403, times: 9 }],
      ['/pools 403', '/pools/render 200'],
    ],
    [
      'is read in the API version that the config wants',
      poolOf('2024-07-01'),
      [there],
      [],
      ['/pools 200', '/pools/render 200'],
    ],
  ])('%s', async (_, config, more, faults, reads) => {
    const resources = [...defaultResources(subscriptionId), ...more]
    const { azure, simulator } = await openWorld({ resources, faults })
    const { loaded, settings } = jobOf(config, { subscriptionId, mode: 'plan' })
    const { signal } = new AbortController()
    const facts = await observe(loaded, settings, cacheReads(azure), signal)
    const entries = simulator.transcript.entries.filter(({ path }) => path.includes('/pools'))
    const said = entries.map(
      ({ path, status }) => `${path.slice(account.length)} ${String(status)}`,
    )
    expect(said.toSorted()).toEqual(reads)
    const { batchApiVersion = '2025-06-01' } = config.pool ?? {}
    const alone = await azure.pool(`${account}/pools/render`, batchApiVersion, { signal })
    expect(facts.pool?.existing?.properties).toEqual(alone?.properties)
    expect(facts.pool?.existing?.etag).toBe(alone?.etag)
  })
})
