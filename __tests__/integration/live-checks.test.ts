import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/inputs/config.js'
import { cacheReads } from '../../src/observe/cached-reads.js'
import { observeLive } from '../../src/observe/live.js'
import { observe } from '../../src/observe/observe.js'
import { planConfig } from '../../src/plan/plan.js'
import { checkRules, wantedFacts } from '../../src/rules/check.js'
import { rules } from '../../src/rules/index.js'
import type { JsonObject } from '../../src/shared/json.js'
import { defaultResources } from '../../src/simulator/default-world.js'
import type { Scenario } from '../../src/simulator/kernel.js'
import { jobOf, openWorld, runLoaded, type World } from '../support/simulated-run.js'

const subscriptionId = '30000000-0000-4000-a000-000000000001'
const groups = `/subscriptions/${subscriptionId}/resourceGroups`
const compute = `${groups}/rg-images/providers/Microsoft.Compute`
const accountId = `${groups}/rg-batch/providers/Microsoft.Batch/batchAccounts/renderbatch`
const networkId = `${groups}/rg-batch/providers/Microsoft.Network/virtualNetworks/nodes`

interface Want {
  readonly properties?: JsonObject
  readonly nodes?: number
  readonly agent?: string
}

/** Everything that one config can ask for, subnet and identities aside. */
function config({ properties = {}, nodes = 400, agent = 'auto' }: Want = {}): Config {
  return {
    image: {
      name: 'render-1',
      resourceGroup: 'rg-images',
      osSnapshot: `${compute}/snapshots/render-os`,
      dataSnapshots: [
        { source: `${compute}/snapshots/render-data-0` },
        { source: `${compute}/snapshots/render-data-1` },
      ],
    },
    gallery: {
      imageDefinition: `${compute}/galleries/renderGallery/images/render-node`,
      imageVersion: 'auto',
      targetRegions: [{ name: 'koreacentral' }],
    },
    pool: {
      account: accountId,
      name: 'render',
      properties: {
        vmSize: 'Standard_D4s_v5',
        deploymentConfiguration: { virtualMachineConfiguration: { nodeAgentSkuId: agent } },
        scaleSettings: { fixedScale: { targetDedicatedNodes: nodes } },
        ...properties,
      },
    },
  }
}

async function plan(wanted: Config, scenario: Scenario = {}, mode: 'plan' | 'apply' = 'plan') {
  const world = await openWorld(scenario)
  return { world, ...(await planIn(world, wanted, mode)) }
}

interface Signals {
  readonly signal: AbortSignal
  readonly limit: AbortSignal
}

/** Never aborted. */
const patient = () => new AbortController().signal

async function planIn(
  { azure }: World,
  wanted: Config,
  mode: 'plan' | 'apply',
  { signal, limit }: Signals = { signal: patient(), limit: patient() },
) {
  const { loaded, settings } = jobOf(wanted, { subscriptionId, mode })
  const reader = cacheReads(azure)
  const known = await observe(loaded, settings, reader, signal)
  const live = await observeLive({
    ...{ loaded, facts: known, mode, azure: reader, signal, limit },
    wanted: wantedFacts(rules),
  })
  const facts = { ...known, checks: live }
  return { facts, findings: checkRules(rules, loaded, facts) }
}

/** The disk behind the OS snapshot, made from a marketplace image. */
function origin(more: JsonObject = {}) {
  const name = 'origin-of-render-os'
  const image =
    '/Publishers/canonical/ArtifactTypes/VMImage/Offers/ubuntu-24_04-lts/Skus/server/Versions/1'
  return {
    id: `${compute}/disks/${name}`,
    name,
    type: 'Microsoft.Compute/disks',
    location: 'koreacentral',
    properties: {
      provisioningState: 'Succeeded',
      creationData: { createOption: 'FromImage', imageReference: { id: image } },
    },
    ...more,
  }
}

const rulesOf = (findings: readonly { rule: string; severity: string }[]): readonly string[] =>
  findings.map(({ rule, severity }) => `${severity} ${rule}`)

/** Those to Resource Manager; the data plane, and the sign-in, are counted apart. */
function armCalls({ simulator }: World): readonly string[] {
  return simulator.transcript.entries.flatMap(({ path }) =>
    path.startsWith('/subscriptions/') ? [path] : [],
  )
}

describe('a plan for a new pool', () => {
  test('makes at most 15 requests, all of them reads, none twice', async () => {
    const wanted = config({ agent: 'batch.node.ubuntu 24.04' })
    const { world, findings, facts } = await plan(wanted)
    expect(findings.filter(({ severity }) => severity !== 'notice')).toEqual([])
    expect(planConfig(wanted, facts).impact).toBe('create')
    const calls = world.simulator.transcript.entries.map(({ method, path }) => `${method} ${path}`)
    expect(calls.filter((call) => !call.startsWith('GET '))).toEqual([])
    expect(armCalls(world).length).toBeLessThanOrEqual(15)
    expect(new Set(calls).size).toBe(calls.length)
  })

  test('still does with a node agent to be chosen and two data disks', async () => {
    const resources = [...defaultResources(subscriptionId), origin()]
    const { world, facts } = await plan(config(), { resources })
    expect(planConfig(config(), facts).steps.at(-1)?.kind).toBe('await-nodes')
    expect(armCalls(world).length).toBeLessThanOrEqual(15)
  })

  test('still does with a node agent of which the account may know better', async () => {
    const resources = [...defaultResources(subscriptionId), origin()]
    const wanted = config({ agent: 'batch.node.ubuntu 22.04' })
    const { world, findings } = await plan(wanted, { resources })
    expect(rulesOf(findings)).toContain('warning pool/node-agent-is-listed')
    expect(armCalls(world).length).toBeLessThanOrEqual(15)
  })

  test('reads in two rounds, side by side', async () => {
    const world = await openWorld({})
    let [now, most] = [0, 0]
    const counted = new Proxy(world.azure, {
      get(azure, name) {
        const read: unknown = Reflect.get(azure, name)
        if (typeof read !== 'function') return read
        return async (...args: readonly unknown[]): Promise<unknown> => {
          now += 1
          most = Math.max(most, now)
          try {
            return (await Reflect.apply(read, azure, args)) as unknown
          } finally {
            now -= 1
          }
        }
      },
    })
    await planIn({ ...world, azure: counted }, config(), 'plan')
    expect(most).toBeGreaterThanOrEqual(7)
  })

  test('reads only what a rule asks for', async () => {
    const { azure, simulator } = await openWorld({})
    const { loaded } = jobOf(config(), { subscriptionId })
    const { signal } = new AbortController()
    const live = await observeLive({
      ...{ loaded, facts: {}, mode: 'plan', azure, signal, limit: signal, wanted: [] },
    })
    expect(live).toEqual({ mode: 'plan' })
    expect(simulator.transcript.entries).toEqual([])
  })
})

test('what may not be read is a notice, and the run goes on', async () => {
  const denied = [
    'Microsoft.Batch/locations/*',
    'Microsoft.Authorization/permissions/read',
    'Microsoft.Compute/disks/read',
  ]
  const faults = [{ on: 'GET .*/batchAccounts/renderbatch/pools$', status: 403, times: 9 }]
  const { findings } = await plan(config({ agent: 'batch.node.ubuntu 24.04' }), { denied, faults })
  const notChecked = findings.filter(({ rule }) => rule === 'pool/checks-were-possible')
  expect(rulesOf(findings).filter((rule) => rule.startsWith('error'))).toEqual([])
  expect(notChecked.map(({ message, help }) => `${message}; ${help}`)).toEqual([
    expect.stringContaining('Microsoft.Batch/locations/virtualMachineSkus/read'),
    expect.stringContaining('Microsoft.Batch/batchAccounts/pools/read'),
    expect.stringContaining(`may write at ${groups}/rg-images`),
    expect.stringContaining(`may write at ${groups}/rg-batch`),
  ])
})

describe('checks that Azure lets wait', () => {
  const faults = ['virtualMachineSkus', 'permissions'].map((name) => ({
    ...{ on: `GET .*/${name}$`, status: 429, headers: { 'Retry-After': '600' }, times: 9 },
  }))

  /** Once nobody has asked for anything for a while. */
  async function quiet({ simulator }: World): Promise<void> {
    const { entries } = simulator.transcript
    for (let [turns, seen] = [0, -1]; turns < 50; turns += 1) {
      if (entries.length !== seen) [turns, seen] = [0, entries.length]
      await turn()
    }
  }

  test('are told and left out when their time is up, and the rest is planned', async () => {
    const wanted = config({ agent: 'batch.node.ubuntu 24.04' })
    const world = await openWorld({ faults })
    const limit = new AbortController()
    const planned = planIn(world, wanted, 'plan', { signal: patient(), limit: limit.signal })
    await quiet(world)
    limit.abort(new DOMException('too late', 'TimeoutError'))
    const { facts, findings } = await planned
    expect(planConfig(wanted, facts).impact).toBe('create')
    expect(findings.map(({ rule, message, help }) => `${rule}: ${message}; ${help}`)).toEqual([
      'pool/checks-were-possible: not checked: what the VM size can do, and core quotas (NoAnswerInTime); run again to have it checked: Azure gave no answer for now',
      `pool/checks-were-possible: not checked: whether the identity that runs this may write at ${groups}/rg-images; run again to have it checked: Azure gave no answer for now`,
      `pool/checks-were-possible: not checked: whether the identity that runs this may write at ${groups}/rg-batch; run again to have it checked: Azure gave no answer for now`,
    ])
  })

  test('are not left out for one who needs the same answer', async () => {
    const world = await openWorld({ faults: [{ ...faults[0], times: 1 }] })
    const reader = cacheReads(world.azure)
    const place = { subscriptionId, location: 'koreacentral' }
    const hasty = new AbortController()
    const given = reader.vmSizes(place, hasty)
    const needed = reader.vmSizes(place, { signal: patient() })
    await quiet(world)
    hasty.abort(new Error('gave up'))
    await expect(given).rejects.toThrow('gave up')
    expect((await needed).length).toBeGreaterThan(0)
  })

  test('end with the run', async () => {
    const world = await openWorld({ faults })
    const run = new AbortController()
    const planned = planIn(world, config(), 'plan', { signal: run.signal, limit: patient() })
    await quiet(world)
    run.abort(new Error('cancelled'))
    await expect(planned).rejects.toThrow('cancelled')
  })
})

test('rights that a write takes are known before it, with the role to ask for', async () => {
  const denied = ['Microsoft.Compute/images/write', 'Microsoft.Batch/batchAccounts/pools/write']
  const inPlan = await plan(config({ agent: 'batch.node.ubuntu 24.04' }), { denied })
  expect(inPlan.findings).toMatchObject([
    {
      rule: 'image/caller-has-rights',
      severity: 'warning',
      message: `to create image render-1 from snapshot render-os and 2 data disks, the right Microsoft.Compute/images/write is missing at ${groups}/rg-images`,
      help: `ask for the role Compute Gallery Artifacts Publisher at ${groups}/rg-images`,
    },
    {
      rule: 'pool/caller-has-rights',
      help: `ask for the role Azure Batch Data Contributor at ${accountId}`,
    },
  ])
  const inApply = await plan(config({ agent: 'batch.node.ubuntu 24.04' }), { denied }, 'apply')
  expect(rulesOf(inApply.findings)).toEqual([
    'error image/caller-has-rights',
    'error pool/caller-has-rights',
  ])
})

describe('quotas', () => {
  const agent = 'batch.node.ubuntu 24.04'

  test('say what is needed and what is free, pools of others counted', async () => {
    const other = {
      id: `${accountId}/pools/other`,
      name: 'other',
      type: 'Microsoft.Batch/batchAccounts/pools',
      properties: {
        ...{ vmSize: 'STANDARD_D8S_V5', currentDedicatedNodes: 288 },
        deploymentConfiguration: {
          virtualMachineConfiguration: {
            nodeAgentSkuId: agent,
            imageReference: { id: `${compute}/images/theirs` },
          },
        },
        scaleSettings: { fixedScale: { targetDedicatedNodes: 288 } },
        ...{ interNodeCommunication: 'Disabled', taskSchedulingPolicy: { nodeFillType: 'Spread' } },
      },
    }
    const resources = [...defaultResources(subscriptionId), other]
    const { findings, facts } = await plan(config({ nodes: 32, agent }), { resources })
    expect(facts.checks.pools?.kind).toBe('found')
    expect(findings).toMatchObject([
      {
        rule: 'pool/family-core-quota',
        severity: 'error',
        message:
          '32 nodes of Standard_D4s_v5: needs 128 of standardDSv5Family, 96 free (Batch account renderbatch has 2400, 2304 in use)',
      },
    ])
  })

  test('are a warning where fewer nodes will do', async () => {
    const wanted = { ...config({ nodes: 700, agent }), rollout: { minDedicatedNodes: 300 } }
    const { findings } = await plan(wanted)
    expect(rulesOf(findings)).toContain('warning pool/family-core-quota')
    expect(rulesOf(findings).some((rule) => rule.startsWith('error'))).toBe(false)
  })

  test('are the subscription’s in a user-subscription account', async () => {
    const resources = defaultResources(subscriptionId).map((resource) =>
      resource['id'] === accountId
        ? {
            ...resource,
            properties: {
              ...(resource['properties'] as JsonObject),
              poolAllocationMode: 'UserSubscription',
            },
          }
        : resource,
    )
    const coreUsages = { cores: { used: 350, limit: 1000 }, standardDSv5Family: { limit: 40 } }
    const { findings } = await plan(config({ nodes: 20, agent }), { resources, coreUsages })
    expect(findings).toMatchObject([
      {
        rule: 'pool/subscription-core-quota',
        message: expect.stringContaining('needs 80 of standardDSv5Family, 40 free'),
      },
    ])
  })
})

test('extensions of the machine behind the snapshot are told', async () => {
  const machineId = `${compute}/virtualMachines/render-vm`
  const resources = defaultResources(subscriptionId).map((resource) =>
    resource['id'] === machineId
      ? {
          ...resource,
          resources: [
            {
              id: `${machineId}/extensions/AzureMonitorLinuxAgent`,
              ...{ name: 'AzureMonitorLinuxAgent', location: 'koreacentral' },
              type: 'Microsoft.Compute/virtualMachines/extensions',
            },
          ],
        }
      : resource,
  )
  const { findings } = await plan(config({ agent: 'batch.node.ubuntu 24.04' }), {
    resources: [...resources, origin({ managedBy: machineId })],
  })
  expect(findings).toMatchObject([
    {
      rule: 'image/origin-has-no-extensions',
      message: expect.stringContaining('AzureMonitorLinuxAgent'),
    },
  ])
})

describe('a subnet', () => {
  const network = (more: JsonObject, location = 'koreacentral') => ({
    id: networkId,
    name: 'nodes',
    type: 'Microsoft.Network/virtualNetworks',
    location,
    properties: {
      subnets: [
        {
          id: `${networkId}/subnets/pools`,
          name: 'pools',
          properties: { addressPrefix: '10.0.0.0/26', ...more },
        },
      ],
    },
  })
  const wanted = (subnet: string, nodes = 40) =>
    config({
      nodes,
      agent: 'batch.node.ubuntu 24.04',
      properties: { networkConfiguration: { subnetId: `${networkId}/subnets/${subnet}` } },
    })
  const found = async (want: Config, resource: ReturnType<typeof network>) => {
    const resources = [...defaultResources(subscriptionId), resource]
    return rulesOf((await plan(want, { resources })).findings)
  }

  test('in the region, with room and without delegation is fine', async () => {
    expect(await found(wanted('POOLS'), network({}))).toEqual([])
  })

  test('that is far, full, delegated or not there is told', async () => {
    const delegations = [{ properties: { serviceName: 'Microsoft.Web/serverFarms' } }]
    expect(await found(wanted('pools', 60), network({ delegations }, 'westeurope'))).toEqual([
      'error pool/subnet-has-addresses',
      'error pool/subnet-is-near',
      'error pool/subnet-is-not-delegated',
    ])
    expect(await found(wanted('other'), network({}))).toEqual(['error pool/subnet-exists'])
    const away = { ...network({}), id: `${networkId}2`, name: 'nodes2' }
    expect(await found(wanted('pools'), away)).toEqual(['error pool/subnet-exists'])
    const nowhere = networkId.replace('/resourceGroups/', '/resourceGroups/no-')
    const lost = config({
      agent: 'batch.node.ubuntu 24.04',
      properties: { networkConfiguration: { subnetId: `${nowhere}/subnets/pools` } },
    })
    expect(await found(lost, network({}))).toContain('warning pool/subnet-exists')
  })
})

describe('an image that the pool itself refers to', () => {
  const versionId = `${compute}/galleries/renderGallery/images/render-node/versions/1.0.0`
  const at = (id: string): JsonObject => ({
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        nodeAgentSkuId: 'batch.node.ubuntu 24.04',
        imageReference: { id },
      },
    },
  })
  const own = (id: string, properties: JsonObject = {}): Config => {
    const { pool } = config({ nodes: 400, properties: { ...at(id), ...properties } })
    return { pool: pool ?? {} }
  }
  const version = (region: string) => ({
    id: versionId,
    name: '1.0.0',
    type: 'Microsoft.Compute/galleries/images/versions',
    location: 'koreacentral',
    properties: {
      provisioningState: 'Succeeded',
      publishingProfile: { targetRegions: [{ name: region, regionalReplicaCount: 1 }] },
      storageProfile: { source: { id: `${compute}/images/render-1` } },
    },
  })
  const worldOf = (region: string): Scenario => ({
    resources: [...defaultResources(subscriptionId), version(region)],
  })

  test('is held to the account, the size and the nodes like any other', async () => {
    const { findings } = await plan(own(versionId), worldOf('koreacentral'))
    expect(rulesOf(findings)).toEqual(['warning gallery/used-version-has-replicas'])
    const elsewhere = await plan(own(versionId), worldOf('westeurope'))
    expect(rulesOf(elsewhere.findings)).toEqual(['error gallery/version-in-account-region'])
    const size = { vmSize: 'Standard_D4_v2' }
    const old = await plan(own(versionId, size), worldOf('koreacentral'))
    expect(rulesOf(old.findings)).toContain('error pool/vm-size-boots-generation')
  })

  test('that is not there is a warning, as Batch may see more than the caller', async () => {
    const { findings } = await plan(own(versionId))
    expect(findings).toMatchObject([
      {
        rule: 'gallery/given-version',
        severity: 'warning',
        message: `image version ${versionId} does not exist`,
      },
    ])
    const managed = await plan(own(`${compute}/images/none`))
    expect(rulesOf(managed.findings)).toEqual(['warning image/given-image-exists'])
  })

  test('that may not be read is left to Azure', async () => {
    const denied = ['Microsoft.Compute/galleries/images/*']
    const { findings } = await plan(own(versionId), { ...worldOf('koreacentral'), denied })
    expect(findings).toEqual([])
  })
})

test('a pool on another managed image of the same snapshot counts with those that are there', async () => {
  const named = (name: string, nodes: number): Config => {
    const { image, pool } = config({ nodes, agent: 'batch.node.ubuntu 24.04' })
    return { image: { ...image, name }, pool: { ...pool, name } }
  }
  const world = await openWorld({})
  const { error } = await runLoaded(jobOf(named('first', 2), { subscriptionId }), world)
  expect(error).toBeUndefined()
  const { findings } = await planIn(world, named('second', 2499), 'plan')
  expect(findings.filter(({ rule }) => rule.startsWith('pool/managed-image-'))).toMatchObject([
    {
      rule: 'pool/managed-image-nodes-in-total',
      message:
        'with pool first on an image from the same snapshot there would be 2501 dedicated nodes, Batch makes 2500 from one snapshot',
    },
  ])
})
